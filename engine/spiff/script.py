"""FEEL for diagrams: text that begins with ``=`` is an expression over a scope, other text is itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from engine import feel
from engine.feel.errors import FeelLimitExceeded, FeelSyntaxError
from engine.feel.values import Value, without_functions
from engine.spiff import scopes
from engine.spiff.host import Asked
from engine.spiff.run import Run


class Trouble(Exception):
    """Something a diagram asked for cannot be done with the data at hand; becomes an incident, not a crash."""

    def __init__(self, kind: str, message: str) -> None:
        """``kind`` is a short name for supervisors' lists, ``message`` a sentence without data."""
        self.kind = kind
        self.message = message
        super().__init__(message)


def is_expression(text: str) -> bool:
    """Whether the text is FEEL (as in Camunda 8: a leading ``=``)."""
    return text.lstrip().startswith("=")


def body(text: str) -> str:
    """The FEEL of an expression attribute, without its ``=``."""
    stripped = text.strip()
    return stripped[1:] if stripped.startswith("=") else stripped


#: Only a context or a list that is written out can hold a function: one written in it, or a built-in one whose name a
#: variable that is not there would have (``{count: count}``).
_FUNCTIONS_INSIDE = re.compile(r"\{|\bfunction\b")

#: ``instance`` is a word of FEEL's own (``instance of``), so what can be asked of the case are names with a point
#: in them.
INSTANCE_NAMES = frozenset(
    f"instance.{name}" for name in ("id", "rootId", "parentId", "caseNumber", "title", "startedAt")
)


@lru_cache(maxsize=20_000)
def compiled(text: str) -> feel.Expression:
    """Compile once for the process; the text carries no ``=`` any more."""
    return feel.compile(text, names=INSTANCE_NAMES)


def _expression(text: str, names: Mapping[str, Value]) -> feel.Expression:
    """Compile; only a text that is no FEEL by itself is read again with the variables' names (they may have several
    words).
    """
    try:
        return compiled(text)
    except FeelSyntaxError:
        return feel.compile(text, names={*names, *INSTANCE_NAMES})


def evaluate(run: Run, text: str, scope: int, extra: Mapping[str, Value] | None = None) -> Value:
    """The value of a FEEL text in a scope; ``extra`` names come before the variables.

    Raises:
        Trouble: the expression used up its budget or is no FEEL.
    """
    names = scopes.visible(run, scope, extra)
    if run.oracle is not None:
        return run.oracle.value(Asked(text, names, extra))
    try:
        result = _expression(body(text), names).evaluate(names, run.host.environment).value
    except FeelLimitExceeded as problem:
        raise Trouble("expression", f"an expression asked for too much ({problem.limit})") from None
    except FeelSyntaxError as problem:
        raise Trouble("expression", problem.message) from None
    if isinstance(result, feel.Function):
        raise Trouble("expression", "an expression gives a function, which no variable can hold")
    return without_functions(result) if _FUNCTIONS_INSIDE.search(text) else result


def value(run: Run, text: str, scope: int, extra: Mapping[str, Value] | None = None) -> Value:
    """The value of an attribute: FEEL when it begins with ``=``, else the text."""
    return evaluate(run, text, scope, extra) if is_expression(text) else text


def holds(run: Run, text: str, scope: int, extra: Mapping[str, Value] | None = None) -> bool:
    """Whether a condition is true.

    Raises:
        Trouble: its value is not a boolean.
    """
    result = truth(run, text, scope, extra)
    if result is None:
        raise Trouble("condition", "a condition is neither true nor false")
    return result


def truth(run: Run, text: str, scope: int, extra: Mapping[str, Value] | None = None) -> bool | None:
    """Whether a condition is true; None where its value is null.

    Raises:
        Trouble: its value is neither boolean nor null.
    """
    if run.oracle is not None:
        return run.oracle.truth(Asked(text, scopes.visible(run, scope, extra), extra))
    result = evaluate(run, text, scope, extra)
    if result is not None and not isinstance(result, bool):
        raise Trouble("condition", "a condition is neither true nor false")
    return result


def items(run: Run, text: str, scope: int) -> list[Value]:
    """The elements of a collection.

    Raises:
        Trouble: it is no list.
    """
    if run.oracle is not None:
        found = run.oracle.items(Asked(text, scopes.visible(run, scope)))
    else:
        found = evaluate(run, text, scope)
    if not isinstance(found, list):
        raise Trouble("collection", "the input collection is no list")
    return found


def moment(run: Run, kind: str, text: str, scope: int) -> Value:
    """What a timer of a kind (date, duration, cycle) waits for, FEEL or plain text."""
    if run.oracle is not None and is_expression(text):
        return run.oracle.moment(kind, Asked(text, scopes.visible(run, scope)))
    return value(run, text, scope)
