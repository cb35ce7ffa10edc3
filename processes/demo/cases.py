"""Cases in every state, each driven from its start form by the people who may; a second load adds nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from processes.demo import answers, people
from processes.demo.driver import FIRST, CaseStuck, Driver
from tasks.completion import NotYourOwnWork, WorkItemClosed, WorkItemNotFound, WorkItemTaken
from tasks.handing_in import FormRejected
from tasks.starting import NotStartable, StartRefused

Given = Mapping[str, object] | Callable[[datetime], Mapping[str, object]]
REFUSALS = (CaseStuck, FormRejected, StartRefused, NotYourOwnWork, WorkItemClosed, WorkItemNotFound, WorkItemTaken)
FRIDAY = 4


@dataclass(frozen=True, kw_only=True)
class Do:
    """After so many days, somebody hands in a step's form."""

    step: str
    given: Given
    after: int = 1


@dataclass(frozen=True, kw_only=True)
class Say:
    """After so many days, the worker or an official sends the case a message."""

    message: str
    reason: str
    by: str = ""
    after: int = 1


@dataclass(frozen=True, kw_only=True)
class Rest:
    """After so many days, a supervisor lets the case rest, for a reason."""

    reason: str
    by: str
    after: int = 1


@dataclass(frozen=True, kw_only=True)
class Plot:
    """One case: who applies at which company, how many days ago, and what happened since."""

    worker: int
    days_ago: int
    events: tuple[Do | Say | Rest, ...] = ()
    company: int = 1
    by: str = ""
    changes: Mapping[str, object] | None = None


CONSENT = Do(step="give_consent", given=answers.CONSENT)
ACCEPT = Do(step="review_intake", given=answers.ACCEPT)
PROPOSE = Do(step="propose_visit", given=answers.visit_dates)
PICK = Do(step="pick_visit_date", given={"visit_choice": FIRST})
SHEET = Do(step="file_visit_sheet", given=answers.sheet, after=4)
OPINION = Do(step="give_opinion", given=answers.OPINION, after=2)
CONFIRM = Do(step="confirm_result", given=answers.CONFIRM)
APPROVE = Do(step="approve_decision", given=answers.APPROVE)
REFUSE = Do(step="approve_decision", given=answers.REFUSE)
CHOOSE = Do(step="acknowledge_decision", given=answers.choice, after=2)
OBJECT = Say(message="objection", reason="현장에서 본 시간이 실제보다 적습니다.", after=3)
WITHDRAW = Say(message="withdraw", reason="이직하게 되었습니다.")
REST = Rest(reason="사업체의 휴업 여부를 확인하고 있습니다.", by="supervisor1")
CANCEL = Say(message="cancel_case", reason="같은 신청이 둘입니다.", by="branch1")
TO_VISIT = (CONSENT, ACCEPT, PROPOSE, PICK)
TO_RESULT = (*TO_VISIT, OPINION, SHEET)
TO_DECISION = (*TO_RESULT, CONFIRM)

PLOTS: tuple[Plot, ...] = (
    Plot(worker=2, days_ago=40, events=(*TO_DECISION, APPROVE, CHOOSE)),
    Plot(worker=3, days_ago=2, company=9),
    Plot(worker=4, days_ago=1, by="guardian1", changes={"filing_capacity": "guardian"}),
    Plot(worker=7, days_ago=9, company=10),
    Plot(worker=8, days_ago=2, company=11, events=(CONSENT,)),
    Plot(worker=9, days_ago=6, company=12, events=(CONSENT, Do(step="review_intake", given=answers.SUPPLEMENT))),
    Plot(worker=10, days_ago=3, events=(CONSENT, ACCEPT)),
    Plot(worker=11, days_ago=3, company=9, events=(CONSENT, ACCEPT, PROPOSE)),
    Plot(worker=12, days_ago=9, events=TO_VISIT),
    Plot(worker=13, days_ago=12, company=10, events=TO_RESULT),
    Plot(worker=14, days_ago=14, company=11, events=(*TO_RESULT, Do(step="confirm_result", given=answers.DEVIATE))),
    Plot(worker=15, days_ago=15, company=12, events=TO_DECISION),
    Plot(worker=16, days_ago=18, events=(*TO_DECISION, APPROVE)),
    Plot(worker=17, days_ago=30, company=9, events=(*TO_DECISION, REFUSE)),
    Plot(worker=18, days_ago=30, company=10, events=(*TO_DECISION, REFUSE, OBJECT)),
    Plot(worker=19, days_ago=30, company=11, events=(CONSENT, Do(step="review_intake", given=answers.SUPPLEMENT))),
    Plot(worker=20, days_ago=12, company=12, events=(WITHDRAW,)),
    Plot(worker=21, days_ago=20, events=(*TO_VISIT, WITHDRAW)),
    Plot(worker=22, days_ago=15, company=9, events=(CONSENT, CANCEL)),
    Plot(worker=23, days_ago=45, company=10, events=(*TO_DECISION, APPROVE)),
    Plot(
        worker=24,
        days_ago=60,
        company=11,
        events=(*TO_DECISION, APPROVE, CHOOSE, OBJECT, Do(step="review_objection", given=answers.REJECT, after=4)),
    ),
    Plot(worker=25, days_ago=12, company=12, events=(CONSENT,)),
    Plot(worker=26, days_ago=8, events=(CONSENT, Do(step="review_intake", given=answers.TURN_DOWN))),
    Plot(worker=27, days_ago=4, company=4, events=(CONSENT,)),
    Plot(worker=28, days_ago=5, company=5, events=(CONSENT, ACCEPT)),
    Plot(worker=29, days_ago=2, company=8),
    Plot(worker=30, days_ago=5, company=10, events=(CONSENT, REST)),
)


def build(now: datetime) -> Iterator[str]:
    """Build the cases that are missing; yields a line for whatever could not be done."""
    for plot in PLOTS:
        driver = Driver(f"worker{plot.worker} {plot.days_ago}", _at_work(now - timedelta(days=plot.days_ago), -1))
        if driver.is_built():
            continue
        try:
            # Whole or not at all, and unseen by workers, whose clock is past the timers of a case in the making.
            with transaction.atomic():
                _play(plot, driver, now)
        except NotStartable:
            yield "신청 절차가 배포되지 않아 건을 만들지 않았습니다. (No lifecycle is deployed: no cases.)"
            return
        except REFUSALS as stuck:
            yield f"worker{plot.worker}: {type(stuck).__name__} {_why(stuck)}"


def _play(plot: Plot, driver: Driver, now: datetime) -> None:
    worker = people.person(f"worker{plot.worker}")
    changes = dict(plot.changes or {})
    if "filing_capacity" in changes:
        changes["ward_id"] = str(worker.pk)
    form = answers.application(worker, plot.company, driver.now, **changes)
    driver.apply(people.person(plot.by) if plot.by else worker, form)
    for event in plot.events:
        driver.wait_until(min(_at_work(driver.now + timedelta(days=event.after)), now))
        if isinstance(event, Do):
            driver.do(event.step, event.given(driver.now) if callable(event.given) else event.given)
        elif isinstance(event, Rest):
            driver.rest(event.reason, people.person(event.by))
        else:
            driver.say(event.message, event.reason, people.person(event.by) if event.by else worker)
    driver.wait_until(now)


def _at_work(moment: datetime, step: int = 1) -> datetime:
    """A quarter past ten of the same day, or of the next working day (with step -1, the one before) at a weekend."""
    while moment.weekday() > FRIDAY:
        moment += timedelta(days=step)
    return moment.replace(hour=10, minute=15, second=0, microsecond=0)


def _why(stuck: Exception) -> str:
    if isinstance(stuck, FormRejected):
        return ", ".join(f"{error.label}: {error.message}" for error in stuck.result.errors)
    return str(stuck)
