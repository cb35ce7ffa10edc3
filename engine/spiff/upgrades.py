"""Stored states of former versions, a step at a time: each function makes of one version's array the next one's.

Whoever raises ``codec.VERSION`` adds the step from the former version here, having run
``tests.engine.stored_states.making`` before. The steps stay for ever, since a case may rest for years. A state is
upgraded when it is read, and stored in today's form with the next step of its case: nothing migrates all cases at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: By the version it starts from: the array without its version in, the next version's out.
STEPS: dict[int, Callable[[list[Any]], list[Any]]] = {
    # 2: elements of large multi-instances as packed parts; a former state has none.
    1: lambda state: [*state, []],
}


class StateUnknown(Exception):
    """A stored state that this product cannot read: of a newer version than ``readable``, or of none at all."""

    def __init__(self, version: object, readable: int) -> None:
        """Keep both versions."""
        self.version = version
        self.readable = readable
        super().__init__(f"a state of version {version}; this product reads versions up to {readable}")


def upgraded(whole: list[Any], current: int) -> list[Any]:
    """The array of a state in the current form, without its version.

    Raises:
        StateUnknown: it is of a newer version, or a step on the way is missing.
    """
    version, *state = whole
    if not isinstance(version, int) or version > current:
        raise StateUnknown(version, current)
    for number in range(version, current):
        if number not in STEPS:
            raise StateUnknown(version, current)
        state = STEPS[number](state)
    return state
