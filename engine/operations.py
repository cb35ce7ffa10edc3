"""The door for writing: one verb, one transaction each."""

from __future__ import annotations

from engine.commands._advance import StepResult
from engine.commands._rows import InstanceNotActive, InstanceNotFound
from engine.commands.cancel import IncidentNotOpen, cancel, retry
from engine.commands.complete import complete
from engine.commands.deliver_message import MessageResult, deliver_message
from engine.commands.deploy import DeploymentRefused, deploy
from engine.commands.external import JobNotYours, WorkerJob, complete_job, fail_job, take_jobs, throw_job_error
from engine.commands.fire_timer import fire_timer
from engine.commands.set_participant import lock_instance, set_participant
from engine.commands.start import NoSuchProcess, start
from engine.commands.throw_signal import throw_signal
from engine.spiff.stepping import TaskNotOpen

__all__ = [
    "DeploymentRefused",
    "IncidentNotOpen",
    "InstanceNotActive",
    "InstanceNotFound",
    "JobNotYours",
    "MessageResult",
    "NoSuchProcess",
    "StepResult",
    "TaskNotOpen",
    "WorkerJob",
    "cancel",
    "complete",
    "complete_job",
    "deliver_message",
    "deploy",
    "fail_job",
    "fire_timer",
    "lock_instance",
    "retry",
    "set_participant",
    "start",
    "take_jobs",
    "throw_job_error",
    "throw_signal",
]
