"""The inbox and the item page: who sees what, who may do what, and what is said when it cannot be."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tasks.models import Draft, ItemState, WorkItem
from tests import factories
from tests.stories import forms
from tests.stories.telling import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def intake(story: Story) -> WorkItem:
    """An application that waits for the branch's review."""
    story.apply().do("give_consent", **forms.CONSENT)
    return story.item("review_intake")


def address(item: WorkItem) -> str:
    return f"/work/{item.pk}/"


def accept(item: WorkItem) -> dict[str, str]:
    return {"intake_outcome": "accept", "revision": str(item.revision)}


def test_who_is_not_signed_in_is_asked_to_and_comes_back(client: Client, intake: WorkItem):
    answer = client.get(address(intake))
    assert answer.headers["Location"] == f"/sign-in/?next=%2Fwork%2F{intake.pk}%2F"
    assert client.get("/work/").status_code == 302


def test_the_team_sees_the_item_with_case_due_time_and_a_button_to_take_it(story: Story, visit, intake: WorkItem):
    text = visit(story.people.officer).get("/work/?box=team").content.decode()
    assert address(intake) in text
    assert story.case_number in text
    assert "내가 맡기" in text
    assert "일 남음" in text


def test_search_and_filters_narrow_the_list(story: Story, visit, intake: WorkItem):
    officer = visit(story.people.officer)
    for query, there in (
        (f"q={story.case_number}", True),
        (f"q={story.people.worker.name_ko}", True),
        ("q=nothing-of-that-name", False),
        ("process=service_application", True),
        ("process=evaluation", False),
        ("state=overdue", False),
        ("state=all&cursor=broken", True),
        ("box=nonsense", False),
    ):
        text = officer.get(f"/work/?box=team&{query}").content.decode()
        assert (address(intake) in text) is there, query


def test_another_offices_item_does_not_exist(stranger: Client, intake: WorkItem):
    for answer in (
        stranger.get(address(intake)),
        stranger.post(address(intake), accept(intake)),
        stranger.post(f"{address(intake)}claim/"),
        stranger.post(f"{address(intake)}return/"),
        stranger.get(f"/cases/{intake.instance_id}/"),
        stranger.get(f"/cases/{intake.instance_id}/cancel/"),
        stranger.post(f"/cases/{intake.instance_id}/cancel/", {"reason": "x"}),
    ):
        assert answer.status_code == 404
    intake.refresh_from_db()
    assert intake.state == ItemState.OPEN
    assert intake.assignee_id is None


def test_a_forged_id_does_not_exist(story: Story, visit):
    officer = visit(story.people.officer)
    assert officer.get(f"/work/{uuid4()}/").status_code == 404
    assert officer.post(f"/work/{uuid4()}/", {"intake_outcome": "accept"}).status_code == 404
    assert officer.get("/work/not-an-id/").status_code == 404


def test_a_colleague_without_the_role_sees_nothing(story: Story, visit, intake: WorkItem):
    assert visit(story.people.evaluator).get(address(intake)).status_code == 404


def test_the_item_says_why_what_was_decided_and_what_comes_next(story: Story, visit, intake: WorkItem):
    text = visit(story.people.officer).get(address(intake)).content.decode()
    assert "왜 나에게 왔나요" in text
    assert "앞서 정해진 것" in text
    assert "보내면 다음에" in text
    assert f'name="revision" value="{intake.revision}"' in text


def test_a_form_without_an_answer_is_refused_with_a_summary_that_leads_to_the_field(story: Story, visit, intake):
    answer = visit(story.people.officer).post(address(intake), {"revision": str(intake.revision)})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "고쳐 주실 곳이 1군데 있습니다" in text
    anchor = text.split('id="form-errors"')[1].split('href="#')[1].split('"')[0]
    assert anchor.startswith("f-intake_outcome")
    assert f'id="{anchor}"' in text


def test_values_are_kept_when_a_form_is_refused(story: Story, visit, intake: WorkItem):
    posted = {"intake_outcome": "refuse", "intake_reason": "", "revision": str(intake.revision)}
    text = visit(story.people.officer).post(address(intake), posted).content.decode()
    chosen = text.split('value="refuse"')[1].split(">")[0]
    assert "checked" in chosen


def test_a_complete_form_moves_the_case_on(story: Story, visit, intake: WorkItem):
    answer = visit(story.people.officer).post(address(intake), accept(intake), follow=True)
    assert "일을 마쳤습니다" in answer.content.decode()
    intake.refresh_from_db()
    assert intake.state == ItemState.COMPLETED
    assert intake.completed_by == story.people.officer.pk


def test_sending_twice_is_answered_as_done_once(story: Story, visit, intake: WorkItem):
    officer = visit(story.people.officer)
    officer.post(address(intake), accept(intake))
    again = officer.post(address(intake), accept(intake), follow=True)
    assert "한 번만 처리되었습니다" in again.content.decode()


def test_of_two_people_the_second_is_told_who_has_it(story: Story, visit, intake: WorkItem):
    colleague = factories.member("branch", story.people.branch)
    first, second = visit(story.people.officer), visit(colleague)
    first.post(f"{address(intake)}claim/")
    answer = second.post(address(intake), accept(intake))
    assert answer.status_code == 409
    assert f"{story.people.officer.name_ko} 님이 먼저 맡았습니다" in answer.content.decode()
    assert f"{story.people.officer.name_ko} 님이 맡고 있습니다" in second.get(address(intake)).content.decode()
    first.post(address(intake), accept(intake))
    assert second.post(address(intake), accept(intake)).status_code == 409


def test_an_item_is_taken_and_given_back(story: Story, visit, intake: WorkItem):
    officer = visit(story.people.officer)
    assert officer.post(f"{address(intake)}claim/").headers["Location"] == address(intake)
    assert address(intake) in officer.get("/work/").content.decode()
    assert officer.post(f"{address(intake)}return/", {"reason": "휴가"}).headers["Location"] == "/work/"
    assert address(intake) not in officer.get("/work/").content.decode()
    assert officer.post(f"{address(intake)}return/").status_code == 409


def test_a_page_from_before_a_change_is_refused(story: Story, visit, intake: WorkItem):
    posted = accept(intake) | {"revision": str(intake.revision + 1)}
    answer = visit(story.people.officer).post(address(intake), posted)
    assert answer.status_code == 409
    assert "그 사이에 바뀌었습니다" in answer.content.decode()
    intake.refresh_from_db()
    assert intake.state == ItemState.OPEN


def test_the_form_is_saved_for_later_and_comes_back(story: Story, visit, intake: WorkItem):
    officer = visit(story.people.officer)
    posted = {"intake_outcome": "refuse", "intake_reason": "서류가 다릅니다", "revision": str(intake.revision)}
    assert officer.post(address(intake), posted | {"refresh": "1"}).headers["Location"] == address(intake)
    text = officer.get(address(intake)).content.decode()
    assert "저장한 내용을 이어서 씁니다" in text
    assert "checked" in text.split('value="refuse"')[1].split(">")[0]
    assert Draft.objects.count() == 1


def test_the_script_gets_the_fields_alone_and_they_follow_the_answers(story: Story, visit, intake: WorkItem):
    officer = visit(story.people.officer)
    posted = {"intake_outcome": "refuse", "revision": str(intake.revision), "refresh": "1"}
    answer = officer.post(address(intake), posted, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert 'id="form-fields"' in text
    before = officer.post(address(intake), posted | {"intake_outcome": "accept"}, headers={"HX-Request": "true"})
    assert len(before.content.decode()) < len(text), "a refusal asks for its reason"


def test_the_script_is_sent_to_sign_in_when_the_session_is_over(client: Client, intake: WorkItem):
    answer = client.post(address(intake), {"refresh": "1"}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/sign-in/")


def test_a_form_from_elsewhere_is_refused(story: Story, visit, intake: WorkItem):
    client = visit(story.people.officer)
    client.handler.enforce_csrf_checks = True
    assert client.post(address(intake), accept(intake)).status_code == 403
    intake.refresh_from_db()
    assert intake.state == ItemState.OPEN


def test_only_posts_change_anything(story: Story, visit, intake: WorkItem):
    officer = visit(story.people.officer)
    for path in (f"{address(intake)}claim/", f"{address(intake)}return/", "/sign-out/", "/notices/read/"):
        assert officer.get(path).status_code == 405


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("program.exe", b"MZ" + b"\0" * 2000, "program.exe"),
        ("letter.pdf", b"<html><script>alert(1)</script></html>", "letter.pdf"),
        ("huge.pdf", b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024 + 1), "huge.pdf"),
    ],
)
def test_a_wrong_or_oversized_file_is_refused_and_nothing_moves(story: Story, visit, name, content, said):
    story.apply().do("give_consent", **forms.CONSENT)
    asked = {"supplement_items": ["wage_file"], "supplement_note": "임금대장을 내 주세요."}
    story.do("review_intake", story.people.officer, intake_outcome="supplement", **asked)
    item = story.item("supply_supplement")
    sent = SimpleUploadedFile(name, content, content_type="application/pdf")
    answer = visit(story.people.worker).post(address(item), {"wage_file": sent, "revision": str(item.revision)})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    item.refresh_from_db()
    assert item.state == ItemState.OPEN


def test_lists_cost_the_same_few_queries_whatever_their_length(
    story: Story, visit, intake: WorkItem, django_assert_max_num_queries
):
    officer = visit(story.people.officer)
    officer.get("/work/?box=team")
    with django_assert_max_num_queries(16):
        officer.get("/work/?box=team")


def test_an_items_page_costs_ten_queries_whatever_the_case_has_behind_it(story: Story, visit, intake: WorkItem):
    officer = visit(story.people.officer)
    officer.get(address(intake))
    with CaptureQueriesContext(connection) as captured:
        assert officer.get(address(intake)).status_code == 200
    assert len(captured.captured_queries) <= 10, [one["sql"][:120] for one in captured.captured_queries]


def test_who_looks_and_what_time_it_is_come_with_the_session(story: Story, visit, intake: WorkItem):
    officer = visit(story.people.officer)
    with CaptureQueriesContext(connection) as captured:
        officer.post(address(intake), accept(intake))
    said = [one["sql"] for one in captured.captured_queries]
    assert "django_session" in said[0]
    asked_once = ("django_session", "records_account", "clock_timestamp()", "records_membership")
    assert [name for name in asked_once if any(name in one for one in said[1:3])] == []
    assert said[1].startswith("SAVEPOINT"), "then the completion's own transaction begins"
