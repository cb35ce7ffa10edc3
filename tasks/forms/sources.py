"""Registries that other parts fill at start-up: named queries that give a field its options, and read-only panels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.feel import Value
from tasks.forms.words import Language


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who asks a named query, about which case, and the data of the form as it is."""

    person_id: UUID | None
    instance_id: UUID | None
    language: Language
    now: datetime
    data: Mapping[str, Value]


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing to choose: the FEEL value it stands for and what people read."""

    value: Value
    label: str


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A read-only view of records: facts as pairs, and a table where ``columns`` are given."""

    title: str
    facts: Sequence[tuple[str, str]] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


class SourceUnknown(Exception):
    """A form names a query or a view that nobody registered."""


OptionsQuery = Callable[[Asked], Iterable[Option]]
PanelQuery = Callable[[Asked], Panel]

_options: dict[str, OptionsQuery] = {}
_panels: dict[str, PanelQuery] = {}


def register(name: str, query: OptionsQuery) -> None:
    """Give the property ``records: name`` its query; a second one of the name replaces the first."""
    _options[name] = query


def register_view(name: str, query: PanelQuery) -> None:
    """Give the property ``view: name`` its panel."""
    _panels[name] = query


def options(name: str, asked: Asked) -> list[Option]:
    """The options that the query gives.

    Raises:
        SourceUnknown: nobody registered the name.
    """
    if name not in _options:
        raise SourceUnknown(name)
    return list(_options[name](asked))


def panel(name: str, asked: Asked) -> Panel:
    """The panel of that name; raises SourceUnknown."""
    if name not in _panels:
        raise SourceUnknown(name)
    return _panels[name](asked)


def known_options() -> frozenset[str]:
    """The names that ``records`` may have."""
    return frozenset(_options)


def known_views() -> frozenset[str]:
    """The names that ``view`` may have."""
    return frozenset(_panels)
