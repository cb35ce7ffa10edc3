"""Values that nobody knows before people and systems have spoken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engine.feel.values import Value

#: What a rule of a table gives by the names of its outputs; those that it computes are left out.
Row: TypeAlias = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Domain:
    """What a value may be: one of ``values`` (None: any of its kind), of a ``kind`` (boolean, number, text, or empty
    for any), null too where it is ``nullable``. A context may be one of ``rows``, whose members belong together.
    """

    values: tuple[Value, ...] | None = None
    kind: str = ""
    nullable: bool = True
    rows: tuple[Row, ...] | None = None


ANYTHING = Domain()


class Unknown(str):
    """A value from outside; equal only to itself. ``base`` says where it came from, ``path`` which member of that.

    It is the text of a duration, so that the engine finds something usable where it needs a time, a name or a key of
    its own; FEEL never sees it.
    """

    __slots__ = ("base", "domain", "path")
    base: int | str
    path: tuple[str, ...]
    domain: Domain

    def __new__(cls, base: int | str, path: tuple[str, ...] = (), domain: Domain = ANYTHING) -> Unknown:
        """A value with this origin."""
        made = super().__new__(cls, "P1D")
        made.base, made.path, made.domain = base, path, domain
        return made

    def member(self, name: str) -> Unknown:
        """What lies under a name in it; of a row it stays with the others of that row."""
        return Unknown(self.base, (*self.path, name), self.domain if self.domain.rows is not None else ANYTHING)

    @property
    def key(self) -> tuple[int | str, tuple[str, ...]]:
        """What makes two of them the same."""
        return self.base, self.path

    def __eq__(self, other: object) -> bool:
        """Only the same unknown is surely equal."""
        return isinstance(other, Unknown) and self.key == other.key

    def __hash__(self) -> int:
        """By origin."""
        return hash(self.key)


def within(value: Value) -> list[Unknown]:
    """The unknown parts of a value, in order; empty for what is known."""
    if isinstance(value, Unknown):
        return [value]
    if isinstance(value, dict):
        return [found for part in value.values() for found in within(part)]
    return [found for part in value for found in within(part)] if isinstance(value, list) else []
