"""Counters without end: a variable that takes more known values than are looked at one by one becomes unknown, and so
does a part of one, and what is put into itself again and again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.exploring.beliefs import Beliefs
from engine.exploring.unknowns import within
from engine.feel.values import Value
from engine.spiff.run import Run

#: As many values of one variable are told apart: enough for flags, answers and short counts.
MOST_VALUES = 24
#: As many contexts inside one another are told apart: one that is put into itself grows for ever.
DEEPEST = 4


@dataclass
class Widening:
    """The known values that the variables ``wanted`` have had so far, as text."""

    wanted: frozenset[str]
    _seen: dict[str, set[str]] = field(default_factory=dict)

    def apply(self, run: Run, beliefs: Beliefs) -> None:
        """Note the values of a run at rest; what has had too many is unknown from now on."""
        for scope in run.scopes.values():
            for name in self.wanted & scope.variables.keys():
                scope.variables[name] = self._kept(name, scope.variables[name], beliefs)

    def _kept(self, path: str, value: Value, beliefs: Beliefs) -> Value:
        """A value, or of one that is partly known each part by itself."""
        if isinstance(value, dict) and within(value):
            if path.count(".") >= DEEPEST:
                return beliefs.fresh()
            return {name: self._kept(f"{path}.{name}", part, beliefs) for name, part in value.items()}
        if within(value):
            return value
        seen = self._seen.setdefault(path, set())
        if len(seen) <= MOST_VALUES:
            seen.add(repr(value))
        return value if len(seen) <= MOST_VALUES else beliefs.fresh()
