"""Figures that were lost or spoilt are made anew from the history and the inbox, exactly as they were."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from engine import metrics, operations, verification
from engine.actors import SYSTEM
from engine.models import StepDaily, StepDelta, Timer
from tasks.counting import fold
from tasks.models import OpenCount, OpenCountDelta
from tests.engine.building import bundle, extension, flows, message, message_event, node, service, timer, user
from tests.tasks.conftest import filled, world  # noqa: F401 - fixtures
from tests.tasks.forms.building import NOW

pytestmark = pytest.mark.django_db

EXTERNAL = '<zeebe:taskHeaders><zeebe:header key="external" value="true"/></zeebe:taskHeaders>'
INNER = bundle("inner", node("startEvent", "s"), user("x"), node("endEvent", "e"), flows("s -> x -> e"))
#: Every kind of wait that is counted: a person, a job, an event, a call; one of them is taken back.
ALL_WAITS = bundle(
    "waits",
    node("startEvent", "s"),
    node("parallelGateway", "fork"),
    service("away", "rebuilding.away", EXTERNAL),
    node("intermediateCatchEvent", "heard", message_event("m")),
    node("callActivity", "call", extension('<zeebe:calledElement processId="inner"/>')),
    user("asked"),
    node("boundaryEvent", "late", timer("timeDuration", "P1D"), attachedToRef="asked"),
    node("endEvent", "e"),
    flows(*(f"s -> fork -> {name} -> e" if name == "away" else f"fork -> {name} -> e" for name in ("away", "heard"))),
    flows("fork -> call -> e", "fork -> asked -> e", "late -> e"),
    top=message("m", "called", None),
)


def said() -> list[str]:
    return [str(found) for found in verification.verify()]


def days() -> list[tuple[object, ...]]:
    columns = ("process_id", "element_id", "day", "outcome", "count", "histogram")
    return sorted(StepDaily.objects.values_list(*columns), key=str)


def everything_done(world) -> None:  # noqa: F811
    for made in (INNER, ALL_WAITS):
        operations.deploy(bundle=made, by=SYSTEM, now=NOW)
    operations.start(process_id="waits", variables={}, participants=(), by=SYSTEM, now=NOW)
    later = NOW + timedelta(hours=3)
    [job] = operations.take_jobs(type="rebuilding.away", limit=1, lease=timedelta(minutes=1), now=later)
    operations.complete_job(job=job, variables={}, by=SYSTEM, now=later)
    operations.deliver_message(name="called", key=None, data={}, by=SYSTEM, now=NOW + timedelta(days=2))
    operations.fire_timer(timer_id=Timer.objects.get(element_id="late").pk, now=NOW + timedelta(days=2))
    world.up_to("read")
    cancelled = world.up_to("approve")
    operations.cancel(instance_id=cancelled.id, reason="취하", by=SYSTEM, now=NOW + timedelta(days=40))


def spent() -> dict[str, float]:
    """The seconds of every line, one element may have several."""
    lines = StepDaily.objects.values_list("day", "element_id", "outcome", "seconds")
    return {f"{day} {element} {outcome}": seconds for day, element, outcome, seconds in lines}


def test_all_figures_come_back_as_they_were(world):  # noqa: F811
    everything_done(world)
    metrics.fold()
    right = days()
    assert {(row[1], row[3]) for row in right} >= {
        ("away", "completed"),
        ("heard", "completed"),
        ("asked", "cancelled"),
        ("check", "completed"),
        ("approve", "cancelled"),
    }
    seconds = spent()
    assert said() == []
    StepDaily.objects.filter(outcome="completed").delete()
    StepDaily.objects.filter(element_id="asked").update(count=7)
    broken = [line for line in said() if line.startswith("figures of")]
    assert any("away" in line for line in broken)
    assert "figures of waits asked on 2026-03-04: 7 counted, 1 cancelled" in broken
    call_command("rebuild_figures", stdout=StringIO())
    assert said() == []
    assert days() == right
    assert spent() == pytest.approx(seconds)


def test_deltas_that_were_not_folded_are_not_counted_twice(world):  # noqa: F811
    world.up_to("approve")
    assert StepDelta.objects.exists()
    call_command("rebuild_figures", stdout=StringIO())
    assert not StepDelta.objects.exists()
    assert said() == []


@pytest.mark.parametrize("spoil", ["lost", "too many", "a delta twice"])
def test_the_inbox_counts_what_lies_in_it_again(world, spoil):  # noqa: F811
    world.up_to("approve")
    world.up_to("read")
    if spoil == "a delta twice":
        again = OpenCountDelta.objects.filter(change=1).first()
        OpenCountDelta.objects.create(holder=again.holder, process_id=again.process_id, change=1)
    else:
        fold()
        counted = OpenCount.objects.exclude(open=0)
        counted.delete() if spoil == "lost" else counted.update(open=90)
    assert any(line.startswith("the inbox of") for line in said())
    out = StringIO()
    call_command("rebuild_figures", stdout=out)
    assert "open counts of the inbox: " in out.getvalue()
    assert said() == []


def test_what_is_right_stays_as_it_is(world):  # noqa: F811
    world.up_to("read")
    metrics.fold()
    before = days()
    call_command("rebuild_figures", stdout=StringIO())
    call_command("rebuild_figures", stdout=StringIO())
    assert days() == before
