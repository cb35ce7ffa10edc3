"""Timer cycles: repetitions, FEEL and cron, on the wall clock of Seoul."""

from datetime import datetime, timedelta

import pytest

from engine import checks, operations
from engine.spiff import timing
from engine.spiff.timing import SEOUL
from tests.engine.building import bundle, flows, node, timer, user
from tests.engine.conftest import NOW


def first(text: str, now: str = "2026-03-02T09:00", count: int = 3) -> list[str]:
    found = timing.schedule("cycle", text, datetime.fromisoformat(now).replace(tzinfo=SEOUL))
    moments, due = [], found.due_at
    for _ in range(count):
        moments.append(due.replace(tzinfo=None).isoformat(" ", "minutes"))
        due = timing.again(found.every.stored(), due)
    return moments


@pytest.mark.parametrize(
    ("text", "moments"),
    [
        ("R3/PT1H", ["2026-03-02 10:00", "2026-03-02 11:00", "2026-03-02 12:00"]),
        ("R/P1M", ["2026-04-02 09:00", "2026-05-02 09:00", "2026-06-02 09:00"]),
        ("R2/2026-03-05T08:00/P1D", ["2026-03-05 08:00", "2026-03-06 08:00", "2026-03-07 08:00"]),
        ("R2/2026-03-05T08:00+09:00[Asia/Seoul]/P1D", ["2026-03-05 08:00", "2026-03-06 08:00", "2026-03-07 08:00"]),
        ("R2/2026-03-05T08:00@Asia/Seoul/P1D", ["2026-03-05 08:00", "2026-03-06 08:00", "2026-03-07 08:00"]),
        ("0 0 9 * * MON-FRI", ["2026-03-03 09:00", "2026-03-04 09:00", "2026-03-05 09:00"]),
        ("0 30 8 ? * 1", ["2026-03-09 08:30", "2026-03-16 08:30", "2026-03-23 08:30"]),
        ("0 0 0 L * *", ["2026-03-31 00:00", "2026-04-30 00:00", "2026-05-31 00:00"]),
        ("0 0 9 * * FRIL", ["2026-03-27 09:00", "2026-04-24 09:00", "2026-05-29 09:00"]),
        ("0 0 9 ? * MON#1", ["2026-04-06 09:00", "2026-05-04 09:00", "2026-06-01 09:00"]),
        ("0 0/20 * * * *", ["2026-03-02 09:20", "2026-03-02 09:40", "2026-03-02 10:00"]),
        ("*/30 * * * *", ["2026-03-02 09:30", "2026-03-02 10:00", "2026-03-02 10:30"]),
        ("@monthly", ["2026-04-01 00:00", "2026-05-01 00:00", "2026-06-01 00:00"]),
        # Six fields: a Friday that is a 13th (Spring); five fields: a Friday or a 13th (Unix).
        ("0 0 0 13 * FRI", ["2026-03-13 00:00", "2026-11-13 00:00", "2027-08-13 00:00"]),
        ("0 0 13 * FRI", ["2026-03-06 00:00", "2026-03-13 00:00", "2026-03-20 00:00"]),
    ],
)
def test_when_a_cycle_is_due(text, moments):
    assert first(text) == moments


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-05T00:00:00+09:00[Asia/Seoul]", "2026-03-05T00:00+09:00"),
        ("2026-03-05T00:00:00Z[UTC]", "2026-03-05T09:00+09:00"),
        ("2026-03-05T00:00:00[Europe/Berlin]", "2026-03-05T08:00+09:00"),
        ("2026-03-05T00:00:00@Europe/Berlin", "2026-03-05T08:00+09:00"),
    ],
)
def test_a_zone_may_stand_behind_a_date_and_time(text, moment):
    assert timing.moment(text) == datetime.fromisoformat(moment)


@pytest.mark.parametrize("text", ["2026-03-05T00:00:00Z[nowhere]", "2026-03-05T00:00:00[UTC", "2026-03-05T00:00:00@"])
def test_a_zone_that_is_none_makes_no_time(text):
    with pytest.raises(timing.NotATime):
        timing.moment(text)


@pytest.mark.parametrize(
    "text", ["R0/PT1H", "R/PT0S", "R-1/PT1H", "R3", "0 0 9 * *  * *", "61 * * * * *", "0 0 0 30 2 *", "0 0 9 15W * *"]
)
def test_what_is_no_cycle_is_refused_with_the_element(text):
    with pytest.raises(timing.NotATime):
        timing.schedule("cycle", text, NOW)
    late = node("boundaryEvent", "odd", timer("timeCycle", text), attachedToRef="t", cancelActivity="false")
    found = checks.check(bundle("p", node("startEvent", "s"), user("t"), late, user("u"), flows("s -> t", "odd -> u")))
    assert "odd" in {finding.element_id for finding in found if finding.severity == "error"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "chased"),
    [("R3/PT1H", 3), ('=cycle(2, duration("PT3H"))', 2), ('="0 0 " + string(hour) + " * * *"', 5)],
)
def test_a_boundary_that_does_not_interrupt_fires_as_often_as_its_cycle_says(case, text, chased):
    cycle = timer("timeCycle", text.replace('"', "&quot;"))
    late = node("boundaryEvent", "late", cycle, attachedToRef="t", cancelActivity="false")
    case.deploy(bundle("p", node("startEvent", "s"), user("t"), late, user("chase"), flows("s -> t", "late -> chase")))
    case.start("p", hour=18)
    until = case.now + timedelta(days=5)
    while due := case.row.timers.filter(due_at__lte=until).first():
        operations.fire_timer(timer_id=due.task_id, now=due.due_at)
    assert case.open.count("chase") == chased
    assert case.row.timers.count() == (1 if chased == 5 else 0)


@pytest.mark.django_db
def test_a_cron_rule_survives_being_stored(case):
    late = node("boundaryEvent", "late", timer("timeCycle", "0 0 9 * * *"), attachedToRef="t", cancelActivity="false")
    case.deploy(bundle("p", node("startEvent", "s"), user("t"), late, user("c"), flows("s -> t", "late -> c")))
    case.start("p")
    [due] = case.row.timers.all()
    assert due.due_at.astimezone(SEOUL).hour == 9
    operations.fire_timer(timer_id=due.task_id, now=due.due_at)
    [following] = case.row.timers.all()
    assert following.due_at - due.due_at == timedelta(days=1)
