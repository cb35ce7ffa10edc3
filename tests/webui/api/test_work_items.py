"""Programs list, read and complete work items: with the rights, the reading of forms and the refusals of the pages."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engine import operations
from engine.actors import SYSTEM
from records.models import VaultEntry
from tasks import completion
from tasks.models import Draft, ItemState, WorkItem
from tests import factories
from tests.stories import forms
from tests.stories.telling import Story

pytestmark = pytest.mark.django_db


def test_the_boxes_are_listed_as_the_inbox_shows_them(story: Story, program, intake: WorkItem):
    officer = program(story.people.officer)
    team = officer.get("/work-items/", box="team").json()
    assert [row["id"] for row in team["items"]] == [str(intake.pk)]
    assert team["items"][0]["case_number"] == story.case_number
    assert team["items"][0]["due_at"].endswith("+09:00")
    assert officer.get("/work-items/").json()["items"] == []
    assert officer.get("/work-items/", box="team", q="nothing-of-that-name").json()["items"] == []


def test_an_unknown_box_is_refused_by_name(story: Story, program, intake: WorkItem):
    answer = program(story.people.officer).get("/work-items/", box="nonsense")
    assert answer.status_code == 400
    assert [error["name"] for error in answer.json()["errors"]] == ["box"]


def test_an_item_says_what_its_form_holds_and_what_can_be_sent(story: Story, program, intake: WorkItem):
    officer = program(story.people.officer)
    found = officer.read(intake)
    assert found["revision"] == intake.revision
    assert found["why_not"] is None
    assert found["filled"]["read_only"]["applicant_name"] == story.people.worker.name_ko
    assert "intake_outcome" in found["filled"]["values"]
    schema = Client().get(found["form"]["href"], headers={"Authorization": f"Bearer {officer.token}"}).json()
    assert schema["id"] == found["form"]["id"] == "review_intake"


def test_what_is_masked_or_sealed_for_people_is_so_for_programs(story: Story, program, intake: WorkItem):
    number = forms.APPLICATION["resident_number"]
    text = program(story.people.officer).get(f"/work-items/{intake.pk}/").content.decode()
    assert number not in text
    assert number.replace("-", "") not in text


def test_another_offices_item_does_not_exist(story: Story, program, intake: WorkItem):
    stranger = program(factories.member("branch", factories.organisation("branch_office", region="busan")))
    for path in (f"/work-items/{intake.pk}/", f"/work-items/{intake.pk}/form/", f"/work-items/{uuid4()}/"):
        assert stranger.get(path).status_code == 404
    assert stranger.complete(intake, intake_outcome="accept").status_code == 404
    intake.refresh_from_db()
    assert intake.state == ItemState.OPEN


def test_a_completion_moves_the_case_on_in_the_persons_name(story: Story, program, intake: WorkItem):
    answer = program(story.people.officer).complete(intake, intake_outcome="accept")
    assert answer.status_code == 200
    assert answer.json() == {
        "id": str(intake.pk),
        "case_id": str(intake.root_id),
        "name": intake.name_ko,
        "before": False,
    }
    intake.refresh_from_db()
    assert intake.state == ItemState.COMPLETED
    assert intake.completed_by == story.people.officer.pk


def test_sent_again_it_is_answered_as_done_and_changes_nothing(story: Story, program, intake: WorkItem):
    officer = program(story.people.officer)
    officer.complete(intake, intake_outcome="accept")
    again = officer.complete(intake, intake_outcome="refuse", intake_reason="마음이 바뀌었습니다.")
    assert again.status_code == 200
    assert again.json()["before"] is True
    assert officer.read(intake)["filled"] is None


def test_of_two_the_second_is_told_that_it_is_done(story: Story, program, intake: WorkItem):
    colleague = factories.member("branch", story.people.branch)
    program(story.people.officer).complete(intake, intake_outcome="accept")
    answer = program(colleague).complete(intake, intake_outcome="accept")
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:gyeot:problem:work-item-closed"
    assert program(colleague).read(intake)["why_not"]["type"] == "urn:gyeot:problem:work-item-closed"


def test_who_has_taken_an_item_is_named_to_the_other(story: Story, program, visit, intake: WorkItem):
    visit(story.people.officer).post(f"/work/{intake.pk}/claim/")
    colleague = program(factories.member("branch", story.people.branch))
    answer = colleague.complete(intake, intake_outcome="accept")
    assert answer.status_code == 409
    assert f"{story.people.officer.name_ko} 님이 먼저 맡았습니다" in answer.json()["detail"]


def test_a_revision_from_before_a_change_is_refused(story: Story, program, intake: WorkItem):
    answer = program(story.people.officer).complete(intake, intake.revision + 1, intake_outcome="accept")
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:gyeot:problem:stale-form"


def test_a_resting_case_takes_nothing(story: Story, program, intake: WorkItem):
    operations.suspend(instance_id=intake.root_id, reason="확인", by=SYSTEM, now=story.now)
    answer = program(story.people.officer).complete(intake, intake_outcome="accept")
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:gyeot:problem:instance-suspended"


def test_an_item_that_went_with_its_case_says_so(story: Story, program, intake: WorkItem):
    operations.cancel(instance_id=intake.root_id, reason="취하", by=SYSTEM, now=story.now)
    officer = program(story.people.officer)
    found = officer.read(intake)
    assert (found["state"], found["filled"]) == ("cancelled", None)
    assert officer.complete(intake, intake_outcome="accept").status_code == 409


def test_refused_values_are_named_and_nothing_of_them_stays(story: Story, program, intake: WorkItem):
    officer = program(story.people.officer)
    answer = officer.complete(intake, intake_outcome="refuse", intake_reason=None)
    assert answer.status_code == 422
    assert [error["name"] for error in answer.json()["errors"]] == ["refusal_ground", "intake_reason"]
    assert answer.json()["errors"][1]["pointer"] == "/data/intake_reason"
    assert Draft.objects.count() == 0
    intake.refresh_from_db()
    assert intake.state == ItemState.OPEN


def test_a_draft_of_the_person_survives_a_programs_refusal(story: Story, program, visit, intake: WorkItem):
    posted = {"intake_outcome": "refuse", "intake_reason": "서류가 다릅니다", "revision": str(intake.revision)}
    visit(story.people.officer).post(f"/work/{intake.pk}/", posted | {"refresh": "1"})
    before = Draft.objects.get().answers
    assert program(story.people.officer).complete(intake, intake_outcome="nonsense").status_code == 422
    assert Draft.objects.get().answers == before


def test_a_number_for_the_vault_leaves_nothing_there_when_it_is_refused(story: Story, program):
    before = VaultEntry.objects.count()
    story.apply().do("give_consent", **forms.CONSENT)
    asked = {"supplement_items": ["wage_file"], "supplement_note": "임금대장을 내 주세요."}
    story.do("review_intake", story.people.officer, intake_outcome="supplement", **asked)
    item, kept = story.item("supply_supplement"), VaultEntry.objects.count()
    answer = program(story.people.worker).complete(item, resident_number=forms.resident_number(777))
    assert answer.status_code == 422
    assert before < VaultEntry.objects.count() == kept


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"intake_outcom": "accept"}, "intake_outcom"),
        ({"applicant_name": "다른 이름"}, "applicant_name"),
        ({"intake_outcome": ["accept", "refuse"]}, "intake_outcome"),
        ({"intake_outcome": {"value": "accept"}}, "intake_outcome.value"),
        ({"intake_outcome": [["accept"]]}, "intake_outcome"),
        ({"refresh": "1"}, "refresh"),
        ({"add": "rows"}, "add"),
        ({"rows[0].x": "1"}, "rows[0].x"),
        ({"intake_outcome": "accept", "more": []}, "more"),
    ],
)
def test_what_the_form_cannot_take_is_refused_by_name(story: Story, program, intake: WorkItem, data, name):
    answer = program(story.people.officer).complete(intake, **data)
    assert answer.status_code == 422
    assert name in [error["name"] for error in answer.json()["errors"]]


def test_a_file_is_refused_with_the_way_it_can_be_given(story: Story, program):
    story.apply().do("give_consent", **forms.CONSENT)
    asked = {"supplement_items": ["wage_file"], "supplement_note": "임금대장을 내 주세요."}
    story.do("review_intake", story.people.officer, intake_outcome="supplement", **asked)
    answer = program(story.people.worker).complete(story.item("supply_supplement"), wage_file="JVBERi0xLjcK")
    assert answer.status_code == 422
    [said] = [error["message"] for error in answer.json()["errors"] if error["name"] == "wage_file"]
    assert "화면에서 첨부해 주세요" in said


def test_rows_of_a_list_are_read_and_given_as_lists(story: Story, program, intake: WorkItem):
    story.do("review_intake", story.people.officer, intake_outcome="accept")
    evaluator, item = program(story.people.evaluator), story.item("propose_visit")
    dates = [{"at": "2026-03-11T14:00"}, {"at": "2026-03-10T10:00:30"}]
    values = evaluator.read(item)["filled"]["values"]
    assert isinstance(values["visit_dates"], list)
    wrong = evaluator.complete(item, **values | {"visit_dates": [dates[0], {"at": "neverday"}]})
    assert "/data/visit_dates/1/at" in [error["pointer"] for error in wrong.json()["errors"]]
    assert evaluator.complete(item, **values | {"visit_dates": dates}).status_code == 200


def test_values_read_can_be_sent_back_as_they_are(story: Story, program, intake: WorkItem):
    """The evaluator's sheet has every kind of field; a page saves it, a program reads it and hands it in."""
    story.do("review_intake", story.people.officer, intake_outcome="accept")
    story.do("propose_visit", story.people.evaluator, visit_dates=[{"at": "2026-03-11T14:00"}])
    story.do("pick_visit_date", story.people.worker, visit_choice=story._choices()[0])
    story.do("give_opinion", employer_opinion="협조하겠습니다.", opinion_name="담당인")
    item, evaluator = story.item("file_visit_sheet"), program(story.people.evaluator)
    posted, _files = forms.posted(forms.SHEET)
    viewer = story.viewer(story.people.evaluator)
    completion.save_draft(item_id=item.pk, viewer=viewer, posted=posted, now=story.now)
    values = evaluator.read(item)["filled"]["values"]
    answer = evaluator.complete(item, **values)
    assert answer.status_code == 200, answer.json()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[1]", 400),
        ('{"revision": 1}', 400),
        ('{"revision": "1", "data": {}}', 400),
        ('{"revision": true, "data": {}}', 400),
        ('{"revision": 1, "data": []}', 400),
        ('{"revision": 1, "data": {}, "by": "somebody"}', 400),
        ('{"revision": 1, "data": {"n": NaN}}', 400),
        ('{"revision": 1, "data": {"n": 1e999999999999999999999}}', 400),
        ('{"revision": 1, "data": ' + "[" * 100_000, 400),
        ('{"revision": ' + "9" * 5_000 + ', "data": {}}', 400),
        (b"\xff\xfe", 400),
        ('{"revision": 1, "data": {"t": "' + "가" * 1_000_001 + '"}}', 413),
        (b" " * 6_000_001, 413),
    ],
)
def test_a_body_of_another_shape_is_refused(story: Story, program, intake: WorkItem, body, status):
    answer = program(story.people.officer).post(f"/work-items/{intake.pk}/completion/", body)
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_a_number_too_long_to_be_written_out_is_refused_like_any_other(story: Story, program, intake: WorkItem):
    body = f'{{"revision": {intake.revision}, "data": {{"intake_outcome": 1e999999}}}}'
    assert program(story.people.officer).post(f"/work-items/{intake.pk}/completion/", body).status_code == 422


def test_only_json_goes_in_and_out(story: Story, program, intake: WorkItem):
    officer = program(story.people.officer)
    path = f"/work-items/{intake.pk}/completion/"
    assert officer.post(path, "intake_outcome=accept", content_type="text/plain").status_code == 415
    body = {"revision": intake.revision, "data": {"intake_outcome": "accept"}}
    assert officer.post(path, body, Accept="text/html").status_code == 406
    intake.refresh_from_db()
    assert intake.state == ItemState.OPEN


def test_an_address_that_is_none_and_a_method_it_does_not_take_are_problems_too(story: Story, program, intake):
    officer = program(story.people.officer)
    headers = {"Authorization": f"Bearer {officer.token}"}
    nowhere = Client().get("/api/v1/nowhere/", headers=headers)
    assert nowhere.status_code == 404
    assert nowhere.headers["Content-Type"] == "application/problem+json"
    wrong = Client().delete(f"/api/v1/work-items/{intake.pk}/", headers=headers)
    assert wrong.status_code == 405
    assert wrong.json()["type"] == "urn:gyeot:problem:method-not-allowed"


def test_sentences_come_in_the_language_asked_for_else_in_the_persons(story: Story, program, intake: WorkItem):
    officer = story.people.officer
    assert "이 서식에 없거나" in program(officer).complete(intake, x=1).json()["errors"][0]["message"]
    asked = program(officer, language="en").complete(intake, x=1)
    assert "The form has no such field" in asked.json()["errors"][0]["message"]
    assert asked.json()["title"] == "Some values need another look"
    assert asked.headers["Content-Language"] == "en"
    officer.preferred_language = "en"
    officer.save()
    assert program(officer).complete(intake, x=1).json()["title"] == "Some values need another look"
    assert program(officer, language="ko").complete(intake, x=1).json()["title"] == "고쳐 주실 값이 있습니다"


def test_who_asks_is_found_in_one_statement(story: Story, program, intake: WorkItem):
    officer = program(story.people.officer)
    officer.read(intake)
    with CaptureQueriesContext(connection) as captured:
        assert officer.complete(intake, intake_outcome="refuse").status_code == 422
    said = [one["sql"] for one in captured.captured_queries]
    assert "records_apitoken" in said[0]
    assert [one for one in said[1:] if "records_apitoken" in one or "django_session" in one] == []
    assert said[1].startswith("SAVEPOINT"), "then the completion's own transaction begins"


def test_a_late_answer_counts_on_the_engines_clock(story: Story, program, intake: WorkItem, clock):
    clock.move(timedelta(days=400))
    team = program(story.people.officer).get("/work-items/", box="team", state="overdue").json()
    assert [row["overdue"] for row in team["items"]] == [True]
