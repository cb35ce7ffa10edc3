"""A case as a story: people hand in forms, time passes, the real engine and its timers do the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from engine import bundle, jobs, operations, queries
from engine.actors import SYSTEM
from engine.feel.values import Value
from engine.models import Incident, Job, ProcessInstance, Timer
from integrations.messages.models import FakeMessage
from records.models import Notice, Organisation, Person, SupportApplication
from records.people.models import AccessLink
from tasks import completion, drafts, filling_in, handing_in, starting, viewers
from tasks.forms import PresentedForm, library, present
from tasks.models import ItemState, WorkItem
from tests import factories
from tests.stories import forms

PROCESSES = Path(settings.PROCESSES_DIR)
MOST_ROUNDS = 200


@dataclass
class People:
    """Everybody the two lifecycles need, at one branch office in Seoul."""

    branch: Organisation
    headquarters: Organisation
    agencies: list[Organisation]
    worker: Person
    officer: Person
    evaluator: Person
    manager: Person
    reviewer: Person


def gather() -> People:
    branch = factories.organisation("branch_office")
    headquarters = Organisation.objects.filter(kind="headquarters", until_date=None).first()
    headquarters = headquarters or factories.organisation("headquarters")
    return People(
        branch=branch,
        headquarters=headquarters,
        agencies=[factories.organisation("implementing_agency") for _ in range(3)],
        worker=factories.person(disability_type="PHYSICAL", disability_severity="SEVERE", address="서울특별시 중구"),
        officer=factories.member("branch", branch),
        evaluator=factories.member("evaluator", branch),
        manager=factories.member("branch_manager", branch),
        reviewer=factories.member("headquarters", headquarters),
    )


def deploy(now: datetime) -> None:
    for name in ("evaluation", "service_application"):
        files = bundle.from_folder(PROCESSES / name, PROCESSES / "shared")
        operations.deploy(bundle=files, by=SYSTEM, now=now)


@dataclass
class Story:
    """One case from its start form on. ``now`` is the moved clock; nothing here reads another one."""

    people: People
    now: datetime
    instance_id: UUID | None = None
    told: list[str] = field(default_factory=list)

    # -- people act

    def apply(self, by: Person | None = None, **changes: object) -> Story:
        viewer = viewers.of_person((by or self.people.worker).pk, self.now.date())
        posted, files = forms.application(self.people, changes)
        facts = starting.start(
            process_id="service_application",
            posted=posted,
            files=files,
            viewer=viewer,
            now=self.now,
            submission_id=uuid4(),
        )
        self.instance_id = facts.id
        self.settle()
        return self

    def do(self, element_id: str, who: Person | None = None, **answers: object) -> Story:
        """Complete an open item; the employer acts by the link that was sent, everybody else by their account."""
        self.now += timedelta(minutes=5)
        item = self.item(element_id)
        viewer = self.viewer(who) if who is not None else self.employer(item)
        posted, files = forms.posted(answers)
        try:
            completion.complete(item_id=item.pk, viewer=viewer, posted=posted, files=files, revision=None, now=self.now)
        except completion.FormRejected as refused:
            raise AssertionError([(error.label, error.message) for error in refused.result.errors]) from refused
        self.settle()
        return self

    def viewer(self, who: Person) -> viewers.Viewer:
        return viewers.of_person(who.pk, self.now.date())

    def employer(self, item: WorkItem) -> viewers.Viewer:
        """The holder of the link that was sent for the case the item belongs to."""
        link = AccessLink.objects.get(instance_id=item.instance_id, role="employer", revoked_at=None)
        return viewers.of_link(link.pk)

    def say(self, message: str, by: Person, reason: str = "사정이 바뀌었습니다.") -> Story:
        """Send a message to the case, as its page does."""
        result = operations.deliver_message(
            name=message, key=self.case_number, data={"reason": reason}, by=self.viewer(by).actor, now=self.now
        )
        assert result.correlated == 1
        self.settle()
        return self

    def evaluate(self) -> Story:
        """The whole visit, with the employer's opinion."""
        people = self.people
        dates = [{"at": "2026-03-11T14:00"}, {"at": "2026-03-12T10:00"}]
        self.do("propose_visit", people.evaluator, visit_dates=dates)
        self.do("pick_visit_date", people.worker, visit_choice=self._choices()[0])
        self.do("give_opinion", employer_opinion="협조하겠습니다.", opinion_name="담당인")
        self.do("file_visit_sheet", people.evaluator, **forms.SHEET)
        return self.do("confirm_result", people.evaluator, **forms.CONFIRM)

    def _choices(self) -> list[str]:
        shown = self.page("pick_visit_date", self.people.worker)
        field = next(field for line in shown.lines for field in line.fields if field.name == "visit_choice")
        return [option.value for option in field.options]

    def page(self, element_id: str, who: Person) -> PresentedForm:
        """The form of an open item as its page draws it."""
        item = self.item(element_id)
        viewer = self.viewer(who)
        form = library.load(item.version_id, item.form_id)
        surroundings = filling_in.of_item(item, form, viewer, self.now)
        return present(form, handing_in.current(form, drafts.item_subject(item.pk), viewer, surroundings), surroundings)

    def to_approval(self) -> Story:
        """From the start form to the manager's desk."""
        self.apply().do("give_consent", **forms.CONSENT)
        return self.do("review_intake", self.people.officer, intake_outcome="accept").evaluate()

    # -- time passes

    def wait(self, days: int = 0, **span: int) -> Story:
        """Let time pass; what is due on the way happens at its own time, in due order."""
        end = self.now + timedelta(days=days, **span)
        for _ in range(MOST_ROUNDS):
            due = self._next_due(end)
            if due is None:
                break
            self.now = max(self.now, due)
            self.settle()
        self.now = end
        return self

    def _next_due(self, end: datetime) -> datetime | None:
        times = [
            *Timer.objects.filter(due_at__lte=end).values_list("due_at", flat=True),
            *Job.objects.filter(due_at__lte=end).exclude(kind="external").values_list("due_at", flat=True),
        ]
        return min(times, default=None)

    def settle(self) -> None:
        for _ in range(MOST_ROUNDS):
            if not jobs.run_due(self.now):
                break
        assert not self.incidents(), self.incidents()

    # -- what one sees

    def incidents(self) -> list[str]:
        rows = Incident.objects.filter(instance__root_id=self.instance_id, resolved_at=None)
        return [f"{row.element_id}: {row.message}" for row in rows]

    def item(self, element_id: str) -> WorkItem:
        return WorkItem.objects.get(root_id=self.instance_id, element_id=element_id, state=ItemState.OPEN)

    def open(self) -> list[str]:
        items = WorkItem.objects.filter(root_id=self.instance_id, state=ItemState.OPEN)
        return sorted(items.values_list("element_id", flat=True))

    @property
    def row(self) -> ProcessInstance:
        return ProcessInstance.objects.get(pk=self.instance_id)

    @property
    def case_number(self) -> str:
        return self.row.case_number

    @property
    def application(self) -> SupportApplication:
        return SupportApplication.objects.get(instance_id=self.instance_id)

    def end(self) -> str:
        """The end event reached; empty while the case runs."""
        return queries.instance(self.instance_id).end_event

    def variables(self) -> dict[str, Value]:
        return queries.variables(self.instance_id)

    def history(self) -> list[str]:
        return [event.element_id for event in queries.history(self.instance_id) if event.element_id]

    def passed(self, *elements: str) -> bool:
        """Whether the history names these elements in this order."""
        found = iter(self.history())
        return all(any(element == seen for seen in found) for element in elements)

    def notices(self, to: Person | None = None) -> list[str]:
        found = Notice.objects.filter(instance_id=self.instance_id).order_by("created_at")
        return list((found.filter(person=to) if to else found).values_list("kind", flat=True))

    def texts(self) -> list[str]:
        return list(FakeMessage.objects.order_by("sent_at").values_list("text", flat=True))
