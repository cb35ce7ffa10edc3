"""What a form is filled in with: the variables, the clock and calendar of FEEL, who fills it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from engine import feel
from engine.feel import Environment, Value
from tasks.forms.words import Language


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """The world of one form while it is shown or read.

    ``variables`` are those of the task's scope, ``me`` the facts about who fills it in (name, birthDate, …),
    ``person_id`` that person for the named queries of records, ``instance_id`` the case (None at a start).
    """

    environment: Environment
    language: Language = "ko"
    variables: Mapping[str, Value] = field(default_factory=dict)
    me: Mapping[str, Value] | None = None
    person_id: UUID | None = None
    instance_id: UUID | None = None


def evaluate(text: str, scope: Mapping[str, Value], surroundings: Surroundings) -> Value:
    """The value of an expression (a leading ``=`` is the form-js mark); null where FEEL gives up.

    Deployment refuses what does not parse, so a syntax error here comes from a form that was never checked: null too.
    """
    source = text.strip().removeprefix("=")
    try:
        return feel.compile(source, names=scope.keys()).evaluate(scope, surroundings.environment).value
    except (feel.FeelSyntaxError, feel.FeelLimitExceeded):
        return None


def is_expression(value: object) -> bool:
    """Whether a property of the form is computed: a text that begins with ``=``."""
    return isinstance(value, str) and value.lstrip().startswith("=")


def resolve(value: object, scope: Mapping[str, Value], surroundings: Surroundings) -> Value:
    """A property as it is, or computed where it is an expression."""
    return evaluate(str(value), scope, surroundings) if is_expression(value) else value
