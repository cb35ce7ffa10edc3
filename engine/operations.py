"""The door for writing: one verb, one transaction each."""

from __future__ import annotations

from engine.commands._advance import StepResult
from engine.commands._rows import InstanceNotActive, InstanceNotFound
from engine.commands.complete import complete
from engine.commands.deploy import DeploymentRefused, deploy
from engine.commands.start import NoSuchProcess, start
from engine.spiff.stepping import TaskNotOpen

__all__ = [
    "DeploymentRefused",
    "InstanceNotActive",
    "InstanceNotFound",
    "NoSuchProcess",
    "StepResult",
    "TaskNotOpen",
    "complete",
    "deploy",
    "start",
]
