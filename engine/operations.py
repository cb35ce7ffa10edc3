"""The door for writing: one verb, one transaction each."""

from __future__ import annotations

from engine.commands._advance import StepResult
from engine.commands._rows import InstanceNotActive, InstanceNotFound, InstanceSuspended
from engine.commands.cancel import IncidentNotOpen, cancel, retry
from engine.commands.complete import complete
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
from engine.commands.external import JobNotYours, WorkerJob, complete_job, fail_job, take_jobs, throw_job_error
from engine.commands.fire_timer import fire_timer
from engine.commands.set_participant import lock_instance, set_participant
from engine.commands.start import NoSuchProcess, start
from engine.commands.suspend import InstanceNotSuspended, resume, suspend
from engine.commands.throw_signal import throw_signal
from engine.spiff.stepping import TaskNotOpen

__all__ = [
    "DeploymentRefused",
    "DraftChanged",
    "DraftClosed",
    "IncidentNotOpen",
    "InstanceNotActive",
    "InstanceNotFound",
    "InstanceNotSuspended",
    "InstanceSuspended",
    "JobNotYours",
    "MessageResult",
    "NoSuchProcess",
    "SamePersonApproves",
    "StepResult",
    "TaskNotOpen",
    "WorkerJob",
    "approve_and_deploy",
    "cancel",
    "complete",
    "complete_job",
    "create_draft",
    "deliver_message",
    "deploy",
    "fail_job",
    "fire_timer",
    "lock_instance",
    "resume",
    "retry",
    "save_draft_file",
    "set_participant",
    "start",
    "submit_draft",
    "suspend",
    "take_jobs",
    "throw_job_error",
    "throw_signal",
]
