"""What was supposed on the way here: answers to questions about values that have not changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeAlias

from engine.exploring.atoms import Atom
from engine.exploring.unknowns import ANYTHING, Domain, Row, Unknown
from engine.feel.values import Value

_Answer: TypeAlias = tuple[Atom, bool]


@dataclass
class Beliefs:
    """Answers by question; ``number`` counts the unknown values made so far, ``passing`` are answers about the day,
    which hold for one step only.
    """

    held: dict[tuple[Any, ...], tuple[Atom, bool]] = field(default_factory=dict)
    passing: dict[tuple[Any, ...], bool] = field(default_factory=dict)
    number: int = 0

    def copy(self) -> Beliefs:
        """The same beliefs, to be added to; a new step begins, so the day may have changed."""
        return Beliefs(dict(self.held), {}, self.number)

    def fresh(self, domain: Domain = ANYTHING) -> Unknown:
        """A value nobody has seen before."""
        self.number += 1
        return Unknown(self.number, (), domain)

    def possible(self, atom: Atom) -> list[bool]:
        """The answers that contradict nothing; never empty."""
        known = self.held.get(atom.key)
        if known is not None:
            return [known[1]]
        if atom.test is None:
            return [True, False]
        values = list(self._fitting(atom.leaves[0], atom.constants))
        found = {answer for value in values if (answer := atom.test(value)) is not None}
        if not found and values and all(value is None for value in values):
            return [False]  # null compared is null, and null takes no flow
        return sorted(found, reverse=True) or [True, False]

    def may_be_neither(self, atom: Atom) -> bool:
        """Whether it compares a number that a form may leave empty."""
        if atom.test is None or atom.leaves[0].domain.kind != "number" or atom.test(None) is not None:
            return False
        return any(value is None for value in self._fitting(atom.leaves[0]))

    def believe(self, atom: Atom, answer: bool) -> None:  # noqa: FBT001 - the answer itself
        """Hold on to an answer."""
        self.held[atom.key] = (atom, answer)

    def is_null(self, unknown: Unknown) -> bool:
        """Whether an unknown can only be null any more."""
        about = self._about(unknown.base)
        asked = about if unknown.domain.rows is not None else about.get(unknown.path)
        return bool(asked) and all(value is None for value in self._fitting(unknown))

    def _about(self, base: int | str) -> dict[tuple[str, ...], list[_Answer]]:
        """The answers about a value by the member they are about."""
        found: dict[tuple[str, ...], list[_Answer]] = {}
        for atom, truth in self.held.values():
            if atom.test is not None and atom.leaves[0].base == base:
                found.setdefault(atom.leaves[0].path, []).append((atom, truth))
        return found

    def _fitting(self, unknown: Unknown, more: tuple[Value, ...] = ()) -> Iterator[Value]:
        """Values that stand for all others like them and fit every answer so far."""
        about = self._about(unknown.base)
        mine = about.pop(unknown.path, [])
        if unknown.domain.rows is None:
            yield from _fit(unknown.domain, mine, more)
            return
        for row in (None, *unknown.domain.rows):
            if all(any(True for _ in _fit(_cell(row, path), others)) for path, others in about.items()):
                yield from _fit(_cell(row, unknown.path), mine, more)


def _fit(domain: Domain, about: list[_Answer], more: tuple[Value, ...] = ()) -> Iterator[Value]:
    """The values of a domain that fit the answers about them."""
    constants = [*more, *(one for atom, _ in about for one in atom.constants)]
    for value in samples(domain, constants):
        if all(atom.test is not None and atom.test(value) is truth for atom, truth in about):
            yield value


def _cell(row: Row | None, path: tuple[str, ...]) -> Domain:
    """What lies under a path in a row; anything where the rule computes it."""
    if row is None:
        return Domain(())
    cells = dict(row)
    if not path:
        return Domain((cells,), nullable=False)
    if path[0] not in cells:
        return ANYTHING
    return Domain((cells[path[0]],), nullable=False) if len(path) == 1 else Domain(())


def samples(domain: Domain, constants: Iterable[Value]) -> Iterator[Value]:
    """One value for each way to stand among the constants."""
    if domain.nullable:
        yield None
    if domain.values is not None:
        yield from domain.values
        return
    known = list(constants)
    if domain.kind in ("", "boolean"):
        yield from (True, False)
    if domain.kind in ("", "number"):
        yield from _numbers(sorted({Decimal(n) for n in known if isinstance(n, Decimal | int) and n is not True}))
    if domain.kind in ("", "text"):
        yield from ("", *(text for text in known if isinstance(text, str)), "\x00another")
        yield from (f"{text}\x00" for text in known if isinstance(text, str))
    if domain.kind == "":
        yield from _days({day for day in known if isinstance(day, date) and not isinstance(day, datetime)})
        yield {}


def _numbers(found: list[Decimal]) -> Iterator[Value]:
    if not found:
        yield Decimal(0)
        return
    yield from (found[0] - 1, found[-1] + 1, *found)
    yield from ((one + other) / 2 for one, other in pairwise(found))


def _days(found: set[date]) -> Iterator[Value]:
    for day in sorted(found):
        yield from (day - timedelta(days=1), day, day + timedelta(days=1))
