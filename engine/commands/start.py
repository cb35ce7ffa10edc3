"""Starting an instance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from engine import feel, prepared
from engine.actors import Actor
from engine.commands import _advance, _children, process_starts
from engine.commands._family import Family
from engine.direct import Query
from engine.facts import facts_of
from engine.feel import Value
from engine.models import ProcessInstance
from engine.participants import ParticipantSpec
from engine.ports import InstanceFacts

_LIVE = "SELECT id, suspended_at IS NOT NULL FROM engine_processversion WHERE process_id = %s AND is_live"
_NAMED = "SELECT id, suspended_at IS NOT NULL FROM engine_processversion WHERE id = %s"


class NoSuchProcess(Exception):
    """No version of a process is deployed, or it cannot be started by hand."""

    def __init__(self, process_id: str) -> None:
        """Keep which process it was."""
        self.process_id = process_id
        super().__init__(process_id)


@transaction.atomic
def start(  # noqa: PLR0913 - the contract with tasks and webui names these eight
    *,
    process_id: str,
    variables: Mapping[str, Value],
    participants: Sequence[ParticipantSpec],
    by: Actor,
    now: datetime,
    title: str = "",
    version_id: UUID | None = None,
    instance_id: UUID | None = None,
) -> InstanceFacts:
    """Start the live version of a process (or the one named) and let it run to its first waits.

    The same ``instance_id`` twice gives the same instance: a form posted twice starts one case.

    Raises:
        NoSuchProcess: nothing is deployed under this id, or it has no plain start event.
        VersionSuspended: the version rests.
    """
    if instance_id is not None:
        _one_at_a_time(instance_id)
    if instance_id is not None and (known := _known(instance_id)) is not None:
        return known
    chosen = _startable(process_id, version_id)
    family = Family(by, now, ends_transaction=True)
    row = _children.new_row(family, chosen, instance_id)
    row.title = title
    live = _children.adopt(family, row)
    for participant in participants:
        family.hold(live, participant)
    _children.begin(live, feel.to_feel(dict(variables)))
    return _advance.finish(family, live).instance


def _startable(process_id: str, version_id: UUID | None) -> UUID:
    """The id of the version to start: the one named, else the live one."""
    asked = Query(_LIVE, [process_id]) if version_id is None else Query(_NAMED, [version_id])
    found = prepared.fetch(*asked)
    if not found or not process_starts.can_start(found[0][0]):
        raise NoSuchProcess(process_id)
    chosen: UUID
    chosen, rests = found[0]
    if rests:
        raise process_starts.VersionSuspended(process_id)
    return chosen


def _one_at_a_time(instance_id: UUID) -> None:
    """Let a second start of the same instance wait for the first, so that it finds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))", [str(instance_id)])


def _known(instance_id: UUID) -> InstanceFacts | None:
    found = ProcessInstance.objects.select_related("version").filter(pk=instance_id).first()
    return None if found is None else facts_of(found)
