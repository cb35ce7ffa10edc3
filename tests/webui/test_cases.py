"""Starting, following, taking back, objecting, cancelling: the pages of the person concerned and of the officials."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from engine.models import ProcessInstance
from records.access_log import AccessLogEntry
from tests import factories
from tests.stories import forms
from tests.stories.paper import PDF
from tests.stories.telling import Story

pytestmark = pytest.mark.django_db
APPLY = "/apply/service_application/"


def application(story: Story, **changes: object) -> dict[str, object]:
    posted, files = forms.application(story.people, changes)
    found: dict[str, object] = dict(posted)
    for name, sent in files.items():
        found[name] = [SimpleUploadedFile(one.name, PDF, content_type="application/pdf") for one in sent]
    return found


def test_a_worker_applies_and_sees_where_the_matter_stands(story: Story, visit):
    worker = visit(story.people.worker)
    assert worker.get(APPLY).status_code == 200
    answer = worker.post(APPLY, application(story) | {"submission": str(uuid4())})
    assert answer.status_code == 302, answer.content.decode()
    assert "신청했습니다. 접수번호는 SA-2026-" in worker.get(answer.headers["Location"]).content.decode()
    story.wait(minutes=1)
    text = worker.get(answer.headers["Location"]).content.decode()
    assert "어디까지 왔나요" in text
    assert "지금 하는 중" in text.split("사업주 동의")[1]
    assert "할 사람" in text
    assert "SA-2026-" in worker.get("/my/").content.decode()


def test_the_same_page_sent_twice_starts_one_case(story: Story, visit):
    worker = visit(story.people.worker)
    submission = str(uuid4())
    first = worker.post(APPLY, application(story) | {"submission": submission})
    second = worker.post(APPLY, application(story) | {"submission": submission})
    assert first.headers["Location"] == second.headers["Location"]
    assert ProcessInstance.objects.filter(process_id="service_application").count() == 1


def test_a_second_application_while_one_is_open_is_refused_with_a_sentence(story: Story, visit):
    story.apply()
    answer = visit(story.people.worker).post(APPLY, application(story) | {"submission": str(uuid4())})
    assert answer.status_code == 422
    assert "이미 처리하고 있는 신청이 있습니다" in answer.content.decode()


def test_an_incomplete_application_keeps_what_was_written_and_its_files(story: Story, visit):
    worker = visit(story.people.worker)
    answer = worker.post(APPLY, application(story, duties="") | {"submission": str(uuid4())})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "담당 직무" in text.split('id="form-errors"')[1].split("</ul>")[0]
    assert 'value="가상출판"' in text
    assert "서류.pdf" in text
    assert "900101-1******" in text or "******" in text
    assert forms.APPLICATION["resident_number"] not in text


def test_applying_needs_an_account(client: Client, story: Story):
    assert client.get(APPLY).headers["Location"] == "/sign-in/?next=%2Fapply%2Fservice_application%2F"


def test_an_unknown_or_unstartable_process_has_no_start_page(story: Story, visit):
    worker = visit(story.people.worker)
    assert worker.get("/apply/no_such_process/").status_code == 404


def test_a_case_is_seen_by_those_in_it_and_by_nobody_else(story: Story, visit, stranger: Client):
    story.apply()
    page = f"/cases/{story.instance_id}/"
    assert visit(story.people.worker).get(page).status_code == 200
    assert visit(story.people.officer).get(page).status_code == 200
    assert stranger.get(page).status_code == 404
    assert visit(factories.person()).get(page).status_code == 404
    assert Client().get(page).status_code == 302


def test_an_application_is_withdrawn_after_a_reason_and_a_confirmation(story: Story, visit):
    story.apply()
    worker, page = visit(story.people.worker), f"/cases/{story.instance_id}/withdraw/"
    assert "되돌릴 수 없습니다" in worker.get(page).content.decode()
    assert worker.post(page, {"reason": " "}).status_code == 422
    answer = worker.post(page, {"reason": "이직합니다"}, follow=True)
    assert "신청을 취하했습니다" in answer.content.decode()
    story.wait(minutes=1)
    assert story.end() == "withdrawn"
    assert worker.post(page, {"reason": "또"}).status_code == 404


def test_a_guardian_withdraws_for_the_ward_and_the_history_says_so(story: Story, visit):
    guardian = factories.person("보호하는사람")
    factories.guardianship(guardian, story.people.worker)
    story.apply()
    visit(guardian).post(f"/cases/{story.instance_id}/withdraw/", {"reason": "쉬기로 했습니다"})
    text = visit(guardian).get(f"/cases/{story.instance_id}/").content.decode()
    assert story.people.worker.name_ko in text
    assert story.end() == "withdrawn"


def test_only_the_office_of_the_case_cancels_it_and_gives_a_reason(story: Story, visit):
    story.apply()
    page = f"/cases/{story.instance_id}/cancel/"
    for who in (story.people.worker, story.people.evaluator):
        assert visit(who).get(page).status_code == 404
        assert visit(who).post(page, {"reason": "x"}).status_code == 404
    officer = visit(story.people.officer)
    assert officer.post(page, {"reason": ""}).status_code == 422
    assert "이 건을 취소했습니다" in officer.post(page, {"reason": "중복 신청"}, follow=True).content.decode()
    story.wait(minutes=1)
    assert story.end() == "cancelled"


def test_nobody_objects_before_there_is_a_decision(story: Story, visit):
    story.apply()
    assert visit(story.people.worker).get(f"/cases/{story.instance_id}/object/").status_code == 404


def test_the_applicant_objects_to_a_refusal_and_headquarters_gets_it(story: Story, visit, clock):
    story.apply().do("give_consent", **forms.CONSENT)
    refusal = {"refusal_ground": "NOT_SEVERE", "intake_reason": "중증이 아닙니다."}
    story.do("review_intake", story.people.officer, intake_outcome="refuse", **refusal)
    story.wait(days=1)
    clock.set(story.now)
    page = f"/cases/{story.instance_id}/object/"
    worker = visit(story.people.worker)
    assert "결정에 이의신청하기" in worker.get(f"/cases/{story.instance_id}/").content.decode()
    assert worker.post(page, {"reason": ""}).status_code == 422
    assert "이의신청을 받았습니다" in worker.post(page, {"reason": "중증입니다"}, follow=True).content.decode()
    story.wait(minutes=1)
    assert story.open() == ["review_objection"]
    assert worker.get(page).status_code == 404, "one objection at a time"


def test_documents_of_a_case_are_for_those_in_it_and_always_a_download(story: Story, visit, stranger: Client):
    story.apply()
    worker = visit(story.people.worker)
    text = worker.get(f"/cases/{story.instance_id}/").content.decode()
    address = "/documents/" + text.split('href="/documents/')[1].split('"')[0]
    answer = worker.get(address)
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert not AccessLogEntry.objects.exists(), "one's own papers leave no line"
    assert visit(story.people.officer).get(address).status_code == 200
    assert stranger.get(address).status_code == 404
    look = AccessLogEntry.objects.get()
    assert (look.actor_id, look.subject_id) == (story.people.officer.pk, story.people.worker.pk)
    assert (look.action, look.ip) == ("document.download", "127.0.0.1")
    assert Client().get(address).status_code == 302
    assert worker.get(f"/documents/{uuid4()}/").status_code == 404


def test_notices_are_ones_own(story: Story, visit):
    story.apply()
    worker = visit(story.people.worker)
    text = worker.get("/notices/").content.decode()
    assert "근로지원인 서비스 신청을 받았습니다" in text
    assert "새 알림" in text
    read = text.split('action="/notices/')[-1].split('"')[0]
    assert visit(story.people.officer).post(f"/notices/{read}").status_code == 302
    assert "새 알림" in worker.get("/notices/").content.decode(), "another person's click marks nothing"
    worker.post("/notices/read/")
    assert "새 알림" not in worker.get("/notices/").content.decode()


def test_pages_of_people_are_not_kept_by_browsers(story: Story, visit):
    worker = visit(story.people.worker)
    for page in ("/my/", "/work/", "/notices/", "/account/", APPLY):
        assert worker.get(page).headers["Cache-Control"] == "no-store"


def test_the_outcome_stands_above_the_steps(story: Story, visit):
    story.to_approval().do("approve_decision", story.people.manager, **forms.REFUSE)
    address = f"/cases/{story.instance_id}/"
    assert "신청이 승인되지 않았습니다." in visit(story.people.worker).get(address).content.decode()


def test_a_page_that_refuses_leads_back_to_the_inbox(story: Story, visit):
    worker = visit(story.people.worker)
    answer = worker.get(f"/work/{uuid4()}/")
    assert answer.status_code == 404
    assert 'href="/work/"' in answer.content.decode().split("<main")[1]
