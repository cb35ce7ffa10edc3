"""Counters without end: a variable that takes more known values than are looked at one by one becomes unknown."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.exploring.beliefs import Beliefs
from engine.exploring.unknowns import within
from engine.spiff.run import Run

#: As many values of one variable are told apart: enough for flags, answers and short counts.
MOST_VALUES = 24


@dataclass
class Widening:
    """The known values that the variables ``wanted`` have had so far, as text."""

    wanted: frozenset[str]
    _seen: dict[str, set[str]] = field(default_factory=dict)

    def apply(self, run: Run, beliefs: Beliefs) -> None:
        """Note the values of a run at rest; what has had too many is unknown from now on."""
        for scope in run.scopes.values():
            for name in self.wanted & scope.variables.keys():
                value = scope.variables[name]
                if within(value):
                    continue
                seen = self._seen.setdefault(name, set())
                if len(seen) <= MOST_VALUES:
                    seen.add(repr(value))
                if len(seen) > MOST_VALUES:
                    scope.variables[name] = beliefs.fresh()
