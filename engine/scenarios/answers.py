"""What a scenario's people fill in goes through the form of the step, as a page's post does; the reading of forms is
registered from above, since the engine knows none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from engine import environment, queries
from engine.feel import Environment, Value, to_feel
from engine.models import ProcessInstance
from engine.ports import UserTask


class AnswersRefused(Exception):
    """The form does not take these answers; ``reasons`` are its sentences."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


#: From the form's file, the answers, the variables of the step and FEEL's world to the variables that go out; raises
#: AnswersRefused.
FormReading = Callable[[bytes, Mapping[str, Value], Mapping[str, Value], Environment], Mapping[str, Value]]
_readings: list[FormReading] = []


def register_form_reading(read: FormReading) -> None:
    """Say how answers are read through a form."""
    _readings[:] = [read]


def through_form(task: UserTask, instance_id: UUID, data: Mapping[str, Any], now: datetime) -> Mapping[str, Value]:
    """The variables a step is completed with: as written where it has no form.

    Raises:
        AnswersRefused: the form says no.
    """
    given: dict[str, Value] = to_feel(dict(data))
    if task.form_id is None:
        return given
    version_id = ProcessInstance.objects.values_list("version_id", flat=True).get(pk=instance_id)
    form = queries.form_bytes(version_id, task.form_id)
    variables = queries.variables(instance_id, task.id)
    for read in _readings:
        return read(form, given, variables, environment.at(now))
    return given
