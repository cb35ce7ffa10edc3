"""What things are called, in the reader's language: processes, steps, roles, people."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from time import monotonic
from uuid import UUID

from engine import queries
from engine.queries import ElementFacts, EventFacts
from records.organisations import queries as organisations
from records.people import queries as persons
from tasks.models import WorkItem

_KEEP_SECONDS = 60
_ROLES_EN = {
    "supported_worker": "supported worker",
    "work_assistant": "work assistant",
    "employer": "employer",
    "agency": "implementing agency",
    "agency_manager": "implementing agency, manager",
    "institute": "training agency",
    "branch": "branch office",
    "evaluator": "evaluator",
    "branch_manager": "branch office, approval",
    "headquarters": "headquarters",
}
_ROLES_KO = {"supported_worker": "장애인 근로자", "work_assistant": "근로지원인"}


def process(process_id: str, language: str) -> str:
    """A process's name; its id where it is not deployed."""
    found = _process(process_id, int(monotonic() // _KEEP_SECONDS))
    return found[0 if language == "ko" else 1] or process_id


@lru_cache(maxsize=256)
def _process(process_id: str, _minute: int) -> tuple[str, str]:
    """Kept for a minute: a deployment may give the process a name, or another one."""
    try:
        facts = queries.process_facts(process_id)
    except LookupError:
        return "", ""
    return facts.name, facts.name_en or facts.name


def item(found: WorkItem, language: str) -> str:
    """A step's name."""
    return found.name_en or found.name_ko if language == "en" else found.name_ko


def plain(found: WorkItem, language: str) -> str:
    """The plain sentence that the diagram says about a step (property ``plain``, ``plainEn``)."""
    properties = queries.element(found.version_id, found.element_id).properties
    return properties.get("plain" if language == "ko" else "plainEn", "")


def element(facts: ElementFacts, language: str) -> str:
    """A node's name."""
    return facts.label_en or facts.name if language == "en" else facts.name


def step(event: EventFacts, language: str) -> str:
    """The name of the step that a line of history tells of."""
    return event.element_name_en if language == "en" else event.element_name


def role(role_id: str, language: str) -> str:
    """A role's name; the id for a lane nobody named."""
    if language == "en":
        return _ROLES_EN.get(role_id, role_id.replace("_", " "))
    return _ROLES_KO.get(role_id) or organisations.role_name(role_id)


def people(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Names of people and link holders by id; unknown ids are left out."""
    wanted = [one for one in ids if one is not None]
    found = persons.names(wanted) if wanted else {}
    return {one: found[one] for one in wanted if one in found}
