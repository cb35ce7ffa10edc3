"""The surroundings of a form while somebody fills it in: the step's variables, FEEL's clock, who they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine import environment, queries
from engine.feel import Value
from records.people import queries as people
from tasks.forms import Form, Surroundings
from tasks.models import WorkItem
from tasks.viewers import Viewer


def of_item(item: WorkItem, form: Form, viewer: Viewer, now: datetime) -> Surroundings:
    """What the form of an open item sees."""
    return with_variables(queries.variables(item.instance_id, item.id), item, form, (viewer, now))


def with_variables(
    variables: Mapping[str, Value], item: WorkItem, form: Form, seen: tuple[Viewer, datetime]
) -> Surroundings:
    """What the form of an open item sees whose variables are known already; ``seen`` by whom and when."""
    viewer, now = seen
    return Surroundings(
        environment=environment.at(now),
        language=viewer.language,
        variables=variables,
        me=me(viewer) if form.reads_me else None,
        person_id=viewer.person_id,
        instance_id=item.instance_id,
    )


def of_start(viewer: Viewer, now: datetime) -> Surroundings:
    """What a start form sees: nothing but the person and the world."""
    return Surroundings(
        environment=environment.at(now), language=viewer.language, me=me(viewer), person_id=viewer.person_id
    )


def me(viewer: Viewer) -> dict[str, Value]:
    """The facts that a form may read as ``me``: those of the person, or of the link's holder."""
    if viewer.person_id is None:
        link = people.link(viewer.actor.id)
        return {"id": str(link.pk), "name": link.name, "mobile": link.mobile, "email": link.email}
    person = people.person(viewer.person_id)
    return {
        "id": str(person.pk),
        "name": person.name_ko,
        "nameEn": person.name_en or None,
        "birthDate": person.birth_date,
        "mobile": person.mobile or None,
        "email": person.email or None,
        "address": person.address or None,
        "region": person.region_code or None,
        "disabilityType": person.disability_type or None,
        "severity": person.disability_severity or None,
    }
