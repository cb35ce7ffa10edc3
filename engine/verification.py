"""Compares every running instance with the rows beside it: a checker for operators and for chaos tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from engine import definitions
from engine.actors import SYSTEM
from engine.commands._family import Circumstances, Family
from engine.models import Incident, Job, OpenStep, ProcessInstance, Subscription, Timer
from engine.spiff import codec
from engine.spiff.run import Run


def verify(root_ids: list[UUID] | None = None) -> Iterator[str]:
    """A sentence for each thing that is not as the state says; nothing at all when everything is right."""
    rows = ProcessInstance.objects.order_by("id")
    if root_ids is not None:
        rows = rows.filter(root_id__in=root_ids)
    for row in rows.iterator(chunk_size=200):
        for sentence in _instance(row):
            yield f"{row.case_number}: {sentence}"


def _instance(row: ProcessInstance) -> Iterator[str]:
    host = Circumstances(Family(SYSTEM, datetime.now(UTC)), row.id)
    run = codec.decode(bytes(row.state), definitions.get(row.version_id), host)
    if row.status != "running":
        if any((OpenStep.objects.filter(instance=row).exists(), Timer.objects.filter(instance=row).exists())):
            yield "it has ended, but something of it still waits"
        return
    if not any(not token.listening for token in run.tokens.values()):
        yield "it runs, but holds no token"
    yield from _rows(row, run)


def _rows(row: ProcessInstance, run: Run) -> Iterator[str]:
    tokens = run.tokens.values()
    expected: dict[str, tuple[set[UUID], QuerySet[Any]]] = {
        "open steps": ({t.id for t in tokens if "waits" in t.extra}, OpenStep.objects.all()),
        "timers": ({t.id for t in tokens if t.node.trigger.kind == "timer" and not t.stuck}, Timer.objects.all()),
        "subscriptions": (
            {
                t.id
                for t in tokens
                if t.node.trigger.kind in {"message", "signal"} and _listens(t.node.kind) and not t.stuck
            },
            Subscription.objects.all(),
        ),
        "jobs": ({t.id for t in tokens if t.extra.get("waits") == "job"}, Job.objects.exclude(task_id=None)),
        "incidents": (
            {t.id for t in tokens if t.stuck},
            Incident.objects.filter(resolved_at=None).exclude(task_id=None),
        ),
    }
    for name, (wanted, rows) in expected.items():
        found = set(rows.filter(instance=row).values_list("task_id", flat=True))
        if wanted != found:
            yield f"{name}: {len(wanted - found)} missing, {len(found - wanted)} too many"
    children = {t.extra["child"] for t in tokens if t.extra.get("child")}
    running = set(row.children.filter(status="running").values_list("id", flat=True))
    if children != running:
        yield f"called instances: {len(children - running)} missing, {len(running - children)} too many"


def _listens(kind: str) -> bool:
    return kind in {"intermediateCatchEvent", "receiveTask", "boundaryEvent", "startEvent"}
