"""Drives a case as people do: forms are handed in by whoever may, time passes, the real engine does the rest."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from engine import jobs, operations
from engine.models import ProcessInstance, Timer
from processes.demo import names
from records.models import Person
from records.organisations import queries as organisations
from tasks import access_sets, completion, filling_in, forms, starting, viewers
from tasks.forms import library
from tasks.forms.presented import PresentedLine
from tasks.models import ItemState, StartSubmission, WorkItem
from tasks.uploads import Uploaded
from tasks.viewers import Viewer

PROCESS = "service_application"
MOST_ROUNDS = 100
Answers = Mapping[str, object]
FIRST = "(the first option)"


class CaseStuck(Exception):
    """The case is not where the script thinks."""


class Driver:
    """One case and its own time, which only goes on."""

    def __init__(self, key: str, now: datetime) -> None:
        self.submission_id = names.identity(f"case {key}")
        self.now = now
        self._instance_id: UUID | None = None

    @property
    def instance_id(self) -> UUID:
        """The case; raises CaseStuck before the application was handed in."""
        if self._instance_id is None:
            raise CaseStuck("nothing was filed")
        return self._instance_id

    def is_built(self) -> bool:
        """Whether an earlier load began this case."""
        return StartSubmission.objects.filter(pk=self.submission_id).exists()

    def apply(self, by: Person, answers: Answers) -> None:
        """Hand in the application form; raises NotStartable where the lifecycle is not deployed."""
        posted, files = split(answers)
        started = starting.start(
            process_id=PROCESS,
            posted=posted,
            files=files,
            viewer=viewers.of_person(by.pk, self.now.date()),
            now=self.now,
            submission_id=self.submission_id,
        )
        self._instance_id = started.id
        self.settle()

    def do(self, element_id: str, answers: Answers) -> None:
        """Hand in the form of an open step, as the one who may; raises CaseStuck where the step is not open."""
        item = WorkItem.objects.filter(root_id=self.instance_id, element_id=element_id, state=ItemState.OPEN).first()
        if item is None:
            raise CaseStuck(f"{element_id} is not open")
        viewer = holder_of(item, self.now)
        posted, files = split(_given(item, viewer, self.now, answers))
        completion.complete(item_id=item.pk, viewer=viewer, posted=posted, files=files, revision=None, now=self.now)
        self.settle()

    def say(self, message: str, reason: str, by: Person) -> None:
        """Send a message to the case, as its page does."""
        key = ProcessInstance.objects.values_list("case_number", flat=True).get(pk=self.instance_id)
        actor = viewers.of_person(by.pk, self.now.date()).actor
        operations.deliver_message(name=message, key=key, data={"reason": reason}, by=actor, now=self.now)
        self.settle()

    def rest(self, reason: str, by: Person) -> None:
        """Suspend the case, as its supervisor does."""
        actor = viewers.of_person(by.pk, self.now.date()).actor
        operations.suspend(instance_id=self.instance_id, reason=reason, by=actor, now=self.now)

    def wait_until(self, end: datetime) -> None:
        """Let time pass; what falls due on the way happens at its own time."""
        for _ in range(MOST_ROUNDS):
            due = Timer.objects.filter(due_at__lte=end).aggregate(at=Min("due_at"))["at"]
            if due is None:
                break
            self.now = max(self.now, due.astimezone(self.now.tzinfo))
            self.settle()
        self.now = max(self.now, end)

    def settle(self) -> None:
        """Do what is due now, messages and papers included."""
        for _ in range(MOST_ROUNDS):
            if not jobs.run_due(self.now):
                return


def _given(item: WorkItem, viewer: Viewer, now: datetime, answers: Answers) -> dict[str, object]:
    """The answers over what the form shows already, as a browser would post them; FIRST takes the first option."""
    form = library.load(item.version_id, item.form_id)
    surroundings = filling_in.of_item(item, form, viewer, now)
    filled = forms.fill(form, surroundings)
    shown = forms.present(form, filled, surroundings)
    firsts = {name: _first_option(shown.lines, name) for name, value in answers.items() if value == FIRST}
    return {**filled.texts, **answers, **firsts}


def holder_of(item: WorkItem, now: datetime) -> Viewer:
    """Who may do the item: its holder, the link it was sent to, or a member of the role who is not barred."""
    on = now.date()
    if item.assignee_id is not None:
        known = Person.objects.filter(pk=item.assignee_id).exists()
        return viewers.of_person(item.assignee_id, on) if known else viewers.of_link(item.assignee_id)
    for group in sorted(access_sets.groups_of(item.access_set_id)):
        kind, _, rest = group.partition(":")
        if kind == "link":
            return viewers.of_link(UUID(rest))
        for person_id in _members(kind, rest, now):
            if person_id not in item.not_by:
                return viewers.of_person(person_id, on)
    raise CaseStuck(f"nobody may do {item.element_id}")


def split(answers: Answers) -> tuple[dict[str, list[str]], dict[str, list[Uploaded]]]:
    """Answers as a page posts them: texts by name, rows as `rows[0].minutes` with their count, files beside."""
    texts: dict[str, list[str]] = {}
    files: dict[str, list[Uploaded]] = {}
    for name, value in answers.items():
        if isinstance(value, Uploaded):
            files[name] = [value]
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            texts[f"{name}[#]"] = [str(len(value))]
            for number, row in enumerate(value):
                texts |= {f"{name}[{number}].{key}": _texts(cell) for key, cell in row.items()}
        else:
            texts[name] = _texts(value)
    return texts, files


def _texts(value: object) -> list[str]:
    if isinstance(value, bool):
        return ["true"] if value else []
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [str(value)]


def _first_option(lines: Sequence[PresentedLine], name: str) -> str:
    for field in (field for line in lines for field in line.fields):
        if field.name == name and field.options:
            return field.options[0].value
        found = _first_option(field.lines, name)
        if found:
            return found
    return ""


def _members(kind: str, rest: str, now: datetime) -> list[UUID]:
    """The people of a group: `person:<id>`, `org:<id>:<role>`, `role:<role>`."""
    if kind == "person":
        return [UUID(rest)]
    if kind == "org":
        organisation_id, _, role = rest.partition(":")
        return [person.pk for person in organisations.members(UUID(organisation_id), role, now.date())]
    return [person.pk for person in organisations.holders(rest, now.date())]
