"""Instances that nobody starts by hand: the live version's starts by message, signal and time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from engine import definitions, environment
from engine.actors import SYSTEM
from engine.commands import _advance, _children
from engine.commands._family import Family
from engine.feel import FeelLimitExceeded, Value
from engine.findings import Finding, error
from engine.models import ProcessVersion, StartTimer
from engine.spiff import script, starts, timing
from engine.spiff.diagram import Diagram, Trigger

_FREE = (
    "SELECT v.id FROM engine_processversion v JOIN engine_starttimer t ON t.version_id = v.id "
    "WHERE t.id = %s AND v.is_live AND v.suspended_at IS NULL FOR KEY SHARE OF v SKIP LOCKED"
)


def names(diagram: Diagram, kind: str, now: datetime) -> list[list[str]]:
    """The starts by message or signal as a version keeps them: name and element id."""
    found = ((_name(trigger, now), node.id) for node, trigger in starts.declared(diagram, kind))
    return [[name, element_id] for name, element_id in found if name]


def _name(trigger: Trigger, now: datetime) -> str | None:
    """The name of a message or signal that starts a case, its FEEL read without any; None where that gives none."""
    if trigger.name is None or not script.is_expression(trigger.name):
        return trigger.name
    value = script.compiled(script.body(trigger.name)).evaluate({}, environment.at(now)).value
    return value if isinstance(value, str) else None


def begin(family: Family, version_id: UUID, element_id: str, variables: Mapping[str, Value]) -> UUID:
    """Make an instance that begins at this event, with what the event brought as its variables."""
    live = _children.adopt(family, _children.new_row(family, version_id))
    _children.begin(live, variables, element_id)
    return live.row.id


def by_signal(family: Family, name: str, payload: Mapping[str, Value]) -> int:
    """Start every live version that a signal starts and that does not rest; gives how many instances there are now."""
    count = 0
    awake = ProcessVersion.objects.filter(is_live=True, suspended_at=None).exclude(start_signals=[])
    for version in awake.order_by("process_id"):
        for wanted, element_id in version.start_signals:
            if wanted == name:
                begin(family, version.id, element_id, payload)
                count += 1
    return count


def unreadable(diagram: Diagram, now: datetime) -> Iterator[Finding]:
    """Starts whose time or name cannot be told without a case: a deployment must not promise them."""
    for node, trigger in [*starts.declared(diagram, "message"), *starts.declared(diagram, "signal")]:
        if trigger.name and not _name(trigger, now):
            yield error(
                node.id,
                "시작하는 메시지나 신호의 이름을 배포할 때 알 수 없습니다.",
                "The name of what starts the process cannot be told at deployment.",
                trigger.ref,
            )
    for node, trigger in starts.declared(diagram, "timer"):
        try:
            _schedule(trigger, now)
        except (timing.NotATime, FeelLimitExceeded) as problem:
            yield error(
                node.id,
                "시작 시각을 배포할 때 알 수 없습니다.",
                f"The start's time cannot be told at deployment: {problem}",
            )


def arm(version: ProcessVersion, diagram: Diagram, now: datetime) -> None:
    """Let the new live version wait for its times instead of the one before; a date that this process has had
    already does not come again.
    """
    StartTimer.objects.filter(version__process_id=version.process_id).delete()
    rows = []
    for node, trigger in starts.declared(diagram, "timer"):
        found = _schedule(trigger, now)
        if found.every is None and found.due_at <= now and version.number > 1:
            continue
        rule = "" if found.every is None else found.every.stored()
        rows.append(
            StartTimer(version=version, element_id=node.id, due_at=found.due_at, remaining=found.times, rule=rule)
        )
    StartTimer.objects.bulk_create(rows)


@transaction.atomic
def fire_start_timer(*, start_timer_id: int, now: datetime) -> bool:
    """Start an instance whose time has come, once whoever asks; False where another worker is at it or was before.

    The version is locked before its timer, as a deployment does.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FREE, [start_timer_id])
        if cursor.fetchone() is None:
            return False
    due = StartTimer.objects.select_for_update(skip_locked=True).filter(pk=start_timer_id, due_at__lte=now).first()
    if due is None:
        return False
    family = Family(SYSTEM, now)
    instance_id = begin(family, due.version_id, due.element_id, {})
    _advance.finish(family, family.members[instance_id])
    _again(due)
    return True


def _again(due: StartTimer) -> None:
    if not due.rule or due.remaining == 1:
        due.delete()
        return
    due.remaining = None if due.remaining is None else due.remaining - 1
    due.due_at = timing.again(due.rule, due.due_at)
    due.save(update_fields=["remaining", "due_at"])


def _schedule(trigger: Trigger, now: datetime) -> timing.Schedule:
    """When a start is due, its FEEL read without any case."""
    value: Value = trigger.text
    if script.is_expression(trigger.text):
        value = script.compiled(script.body(trigger.text)).evaluate({}, environment.at(now)).value
    return timing.schedule(trigger.timer, value, now)


class VersionSuspended(Exception):
    """A version of which nothing is started until it goes on; ``process_id`` says of which process."""

    def __init__(self, process_id: str) -> None:
        """Keep which process."""
        self.process_id = process_id
        super().__init__(process_id)


def can_start(version_id: UUID) -> bool:
    """Whether a version may be started by hand or by a call."""
    return starts.by_hand(definitions.get(version_id).diagram)
