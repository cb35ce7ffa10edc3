"""The door for writing: one verb, one transaction each."""

from __future__ import annotations

from engine.batches.kinds import NothingToDo
from engine.batches.selecting import InstanceQuery, QueryTooWide
from engine.commands._advance import StepResult
from engine.commands._rows import InstanceNotActive, InstanceNotFound, InstanceSuspended
from engine.commands.background import NoSuchWork, enqueue, retry_work
from engine.commands.batches import (
    BatchEnded,
    BatchUnknown,
    Wanted,
    cancel_batch,
    carry_out,
    create_batch,
    rehearse_all,
    resume_version,
    suspend_version,
    undo_batch,
)
from engine.commands.cancel import IncidentNotOpen, cancel, retry
from engine.commands.complete import Judged, complete, complete_judged
from engine.commands.correlate import ByHand, MessageGone, NobodyWaits, correlate, start_by_message
from engine.commands.deliver_message import MessageResult, deliver_message
from engine.commands.deploy import DeploymentRefused, deploy
from engine.commands.drafts import (
    DraftChanged,
    DraftClosed,
    SamePersonApproves,
    approve_and_deploy,
    create_draft,
    save_draft_file,
    submit_draft,
)
from engine.commands.expire import sweep_messages
from engine.commands.external import (
    JobNotYours,
    WorkerJob,
    complete_job,
    extend_lease,
    fail_job,
    take_jobs,
    throw_job_error,
)
from engine.commands.fire_timer import fire_timer
from engine.commands.migrate import MovedOn, OtherVersion, Rehearsed, Why, migrate, rehearse, undo_migration
from engine.commands.modify import Modification, modify
from engine.commands.process_starts import VersionSuspended
from engine.commands.retention import AlreadyHeld, NotHeld, Term, TermTooShort, lift_hold, set_hold, set_retention
from engine.commands.retime import TimerGone, TimerMoved, change_timer
from engine.commands.set_participant import lock_instance, set_participant
from engine.commands.start import NoSuchProcess, start
from engine.commands.suspend import InstanceNotSuspended, resume, suspend
from engine.commands.throw_signal import throw_signal
from engine.commands.variables import (
    Change,
    Edit,
    Mark,
    VariableChanged,
    VariableRefused,
    resolve,
    set_variables,
)
from engine.migration.plan import MigrationPlan, NotMigratable, Obstacle
from engine.spiff.placing import NothingWouldRemain, NotPlaceable, Placement
from engine.spiff.stepping import TaskNotOpen

__all__ = [
    "AlreadyHeld",
    "BatchEnded",
    "BatchUnknown",
    "ByHand",
    "Change",
    "DeploymentRefused",
    "DraftChanged",
    "DraftClosed",
    "Edit",
    "IncidentNotOpen",
    "InstanceNotActive",
    "InstanceNotFound",
    "InstanceNotSuspended",
    "InstanceQuery",
    "InstanceSuspended",
    "JobNotYours",
    "Judged",
    "Mark",
    "MessageGone",
    "MessageResult",
    "MigrationPlan",
    "Modification",
    "MovedOn",
    "NoSuchProcess",
    "NoSuchWork",
    "NobodyWaits",
    "NotHeld",
    "NotMigratable",
    "NotPlaceable",
    "NothingToDo",
    "NothingWouldRemain",
    "Obstacle",
    "OtherVersion",
    "Placement",
    "QueryTooWide",
    "Rehearsed",
    "SamePersonApproves",
    "StepResult",
    "TaskNotOpen",
    "Term",
    "TermTooShort",
    "TimerGone",
    "TimerMoved",
    "VariableChanged",
    "VariableRefused",
    "VersionSuspended",
    "Wanted",
    "Why",
    "WorkerJob",
    "approve_and_deploy",
    "cancel",
    "cancel_batch",
    "carry_out",
    "change_timer",
    "complete",
    "complete_job",
    "complete_judged",
    "correlate",
    "create_batch",
    "create_draft",
    "deliver_message",
    "deploy",
    "enqueue",
    "extend_lease",
    "fail_job",
    "fire_timer",
    "lift_hold",
    "lock_instance",
    "migrate",
    "modify",
    "rehearse",
    "rehearse_all",
    "resolve",
    "resume",
    "resume_version",
    "retry",
    "retry_work",
    "save_draft_file",
    "set_hold",
    "set_participant",
    "set_retention",
    "set_variables",
    "start",
    "start_by_message",
    "submit_draft",
    "suspend",
    "suspend_version",
    "sweep_messages",
    "take_jobs",
    "throw_job_error",
    "throw_signal",
    "undo_batch",
    "undo_migration",
]
