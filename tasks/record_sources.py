"""The named queries that fields may take their options from (``properties.records``)."""

from __future__ import annotations

from collections.abc import Iterable

from records.organisations import queries as organisations
from records.organisations.models import Organisation
from records.people import queries as people
from tasks.forms import sources
from tasks.forms.sources import Asked, Option


def register() -> None:
    """Fill the registry; called once at start-up."""
    sources.register("agencies", agencies)
    sources.register("branches", lambda asked: _offices("branch_office", asked))
    sources.register("institutes", lambda asked: _offices("training_agency", asked))
    sources.register("regions", regions)
    sources.register("wards", wards)


def agencies(asked: Asked) -> Iterable[Option]:
    """The implementing agencies at work, in the order of the map; the value is the agency's id."""
    return [_office(one, asked) for one in organisations.agencies()]


def regions(asked: Asked) -> Iterable[Option]:
    """The seventeen provinces; the value is the map's code."""
    return [
        Option(value=one.code, label=one.name_en if asked.language == "en" else one.name_ko)
        for one in organisations.regions()
    ]


def wards(asked: Asked) -> Iterable[Option]:
    """Those for whom the person who fills the form in may act as guardian; the value is the ward's id."""
    if asked.person_id is None:
        return []
    found = people.wards_of(asked.person_id, asked.now.date())
    return [Option(value=str(one.pk), label=_name(one.name_ko, one.name_en, asked)) for one in found]


def _offices(kind: str, asked: Asked) -> Iterable[Option]:
    return [_office(one, asked) for one in organisations.of_kind(kind)]


def _office(one: Organisation, asked: Asked) -> Option:
    return Option(value=str(one.pk), label=_name(one.name_ko, one.name_en, asked))


def _name(name_ko: str, name_en: str, asked: Asked) -> str:
    return name_en or name_ko if asked.language == "en" else name_ko
