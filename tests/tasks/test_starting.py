"""A start form makes one case, however often it is sent, and nobody can name another's."""

from uuid import uuid4

import pytest

from engine import queries as engine
from engine.models import ProcessInstance
from records.documents.models import Document
from tasks import drafts, starting
from tasks.models import Draft, StartSubmission
from tasks.starting import FormRejected, NotStartable, Prepared, StartRefused
from tasks.uploads import Uploaded
from tests.tasks.forms.building import NOW
from tests.tasks.test_assignment import at_once
from tests.tasks.test_completion import found_in_any_table
from tests.tasks.test_uploads import PDF


@pytest.fixture
def startable(monkeypatch):
    def install(world):
        def prepare(values, viewer, now):
            if values["name"] == "정지":
                raise StartRefused("지금은 신청할 수 없습니다.", "You cannot apply now.")
            return Prepared(variables=values, participants=world.participants(), title=f"{values['name']} 신청")

        monkeypatch.setitem(starting._prepare, "small", prepare)
        return world

    return install


def start(world, who=None, submission_id=None, files=None, **posted):
    return starting.start(
        process_id="small",
        posted={name: [text] for name, text in posted.items()},
        files=files or {},
        viewer=world.viewer(who or world.worker),
        now=NOW,
        submission_id=submission_id or uuid4(),
    )


def test_a_start_form_makes_a_case_with_its_people_and_files(world, startable):
    startable(world)
    facts = start(world, name="김하늘", files={"proof": [Uploaded("a.pdf", PDF)]})
    detail = engine.instance(facts.id)
    assert facts.title == "김하늘 신청"
    assert facts.case_number.startswith("SM-2026-")
    assert detail.started_by == world.worker.pk
    assert world.item(facts).element_id == "check"
    document = Document.objects.get()
    assert detail.variables["proof"][0]["id"] == str(document.pk)
    assert (document.instance_id, document.attached) == (facts.id, True)


def test_the_form_is_filled_in_with_what_is_known_of_the_person(world, startable):
    startable(world)
    page = starting.start_form(process_id="small", viewer=world.viewer(world.worker), now=NOW)
    values = {one.name: one.value for line in page.presented.lines for one in line.fields}
    assert values["name"] == "김하늘"
    assert page.has_form
    assert page.draft_saved_at is None


def test_the_same_submission_makes_one_case(world, startable):
    startable(world)
    submission = uuid4()
    first = start(world, submission_id=submission, name="김하늘")
    again = start(world, submission_id=submission, name="다른 이름")
    assert first.id == again.id
    assert ProcessInstance.objects.count() == 1


def test_sent_four_times_at_once_it_makes_one_case(real_world, startable):
    world = startable(real_world)
    submission = uuid4()
    results = at_once(*(lambda: start(world, submission_id=submission, name="김하늘") for _ in range(4)))
    assert len({result.id for result in results}) == 1
    assert ProcessInstance.objects.count() == 1


def test_nobody_gets_at_anothers_case_by_its_submission(world, startable):
    startable(world)
    submission = uuid4()
    start(world, submission_id=submission, name="김하늘")
    with pytest.raises(NotStartable):
        start(world, world.stranger, submission_id=submission, name="남")
    case = ProcessInstance.objects.get()
    other = start(world, world.stranger, submission_id=case.pk, name="남")
    assert other.id != case.pk


def test_a_refused_form_starts_nothing_and_keeps_the_answers(world, startable):
    startable(world)
    submission = uuid4()
    with pytest.raises(FormRejected) as refused:
        start(world, submission_id=submission, name="", files={"proof": [Uploaded("a.pdf", PDF)]})
    assert [error.name for error in refused.value.result.errors] == ["name"]
    assert not ProcessInstance.objects.exists()
    assert not StartSubmission.objects.exists()
    facts = start(world, submission_id=submission, name="김하늘")
    assert len(engine.instance(facts.id).variables["proof"]) == 1
    assert not Draft.objects.exists()


def test_a_lifecycle_may_refuse_and_says_why_in_both_languages(world, startable):
    startable(world)
    with pytest.raises(StartRefused) as refused:
        start(world, name="정지")
    assert refused.value.sentence("ko") == "지금은 신청할 수 없습니다."
    assert refused.value.sentence("en") == "You cannot apply now."
    assert not ProcessInstance.objects.exists()
    assert drafts.load("start:small", world.worker.pk).text("name") == "정지"


def test_what_nobody_made_startable_is_not(world):
    with pytest.raises(NotStartable):
        start(world, name="x")
    with pytest.raises(NotStartable):
        starting.start_form(process_id="small", viewer=world.viewer(world.worker), now=NOW)


def test_a_number_in_a_start_form_is_sealed_before_anything_else_sees_it(world, startable):
    startable(world)
    canary = "880101-1234568"
    viewer = world.viewer(world.worker)
    starting.save_draft(process_id="small", viewer=viewer, posted={"name": ["김하늘"], "rrn": [canary]}, now=NOW)
    assert drafts.load("start:small", world.worker.pk).sealed["rrn"].masked == "880101-1******"
    facts = start(world, name="김하늘", rrn="")
    assert engine.instance(facts.id).variables["rrn"]["masked"] == "880101-1******"
    assert not found_in_any_table(canary)
