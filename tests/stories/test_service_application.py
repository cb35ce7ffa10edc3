"""The ways of a service application that end in service: by the real engine, inbox and timers on a moved clock."""

from __future__ import annotations

import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from engine import queries
from integrations.documents import storage
from records.models import Membership, SupportDecision
from tasks import access, completion
from tests.stories import forms

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")


def choice(story, **more):
    agencies = [str(agency.pk) for agency in story.people.agencies]
    wishes = {"agency_first": agencies[1], "agency_second": agencies[0]}
    return {**wishes, "signing_method": "electronic", "decision_read": True, "esign_agreed": True, **more}


def approve(story):
    return story.do("approve_decision", story.people.manager, **forms.APPROVE)


def test_a_worker_is_granted_support_and_uses_it(story):
    people = story.people
    approve(story.to_approval())
    decision = SupportDecision.objects.get(application=story.application)
    assert (decision.decision, decision.decided_by) == ("APPROVED", people.manager.pk)
    assert (decision.approved_minutes_day, decision.approved_minutes_week, decision.concurrency_allowed) == (
        240,
        1200,
        2,
    )
    assert story.open() == ["acknowledge_decision"]
    story.do("acknowledge_decision", people.worker, **choice(story))
    application = story.application
    assert (application.state, application.electronic_signing) == ("IN_SERVICE", True)
    assert [wish.agency for wish in decision.wishes.order_by("rank")] == [people.agencies[1], people.agencies[0]]
    assert story.end() == "", "the objection period still runs"
    story.wait(days=61)
    assert (story.end(), story.row.status) == ("in_service", "completed")


def test_the_history_tells_the_whole_story(story):
    approve(story.to_approval())
    story.do("acknowledge_decision", story.people.worker, **choice(story)).wait(days=61)
    assert story.passed(
        "receive_application",
        "give_consent",
        "record_complete",
        "review_intake",
        "pick_evaluator",
        "propose_visit",
        "pick_visit_date",
        "file_visit_sheet",
        "confirm_result",
        "approve_decision",
        "record_decision",
        "issue_notice",
        "acknowledge_decision",
        "request_matching",
        "objection_expired",
        "in_service",
    )
    who = {event.element_id: event.actor.id for event in queries.history(story.instance_id) if event.actor}
    assert who["review_intake"] == story.people.officer.pk


def test_the_worker_is_told_at_every_turn(story):
    approve(story.to_approval())
    assert story.notices(to=story.people.worker) == [
        "application_received",
        "visit_dates_proposed",
        "visit_fixed",
        "decision_issued",
    ]
    links = [text for text in story.texts() if "/l/" in text]
    assert len(links) == 2, "one link for the consent, one for the opinion"


def test_the_decision_notice_is_a_readable_document_of_the_worker(story):
    approve(story.to_approval())
    document = SupportDecision.objects.get(application=story.application).notice_document
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(storage.open(document.storage_key))).pages)
    words = " ".join(text.split())
    assert story.case_number in words
    assert story.people.worker.name_ko in words
    assert "2026-12-31" in words
    assert document.readers.filter(group=f"person:{story.people.worker.pk}").exists()


def test_the_evaluation_leaves_its_records(story):
    story.to_approval()
    evaluation = story.application.evaluations.get()
    assert (evaluation.state, evaluation.evaluator) == ("CONFIRMED", story.people.evaluator)
    assert (evaluation.confirmed_type, evaluation.confirmed_minutes_week) == ("TASK_ASSISTANCE", 1200)
    assert evaluation.employer_opinion == "협조하겠습니다."
    recognised = list(evaluation.tasks.values_list("category", "recognised_minutes"))
    assert recognised == [("ANCILLARY", 1220), ("CORE", 0)]


@pytest.mark.parametrize(
    ("received", "due"),
    [(date(2024, 3, 4), date(2024, 3, 21)), (date(2024, 5, 2), date(2024, 5, 23))],
    ids=["V32", "V33"],
)
def test_the_statutory_period_counts_from_the_complete_receipt(story, received, due):
    story.now = datetime(received.year, received.month, received.day, 10, tzinfo=SEOUL)
    story.apply(wished_start_date="2024-07-01").do("give_consent", **forms.CONSENT)
    assert story.variables()["statutory_due"].astimezone(SEOUL).date() == due


def test_the_manager_is_warned_before_the_statutory_deadline(story):
    story.to_approval()
    due = story.item("approve_decision").due_at
    story.wait(days=(due - story.now).days - 4)
    assert "deadline_near" not in story.notices(to=story.people.manager)
    story.wait(days=2)
    assert story.notices(to=story.people.manager) == ["deadline_near"]


def test_a_supplement_starts_the_statutory_period_anew(story):
    people = story.people
    story.apply(contract_file=None).do("give_consent", **forms.CONSENT)
    first = story.variables()["statutory_due"]
    asked = {"supplement_items": ["contract_file"], "supplement_note": "근로계약서를 내 주세요."}
    story.do("review_intake", people.officer, intake_outcome="supplement", **asked)
    assert (story.open(), story.application.state) == (["supply_supplement"], "SUPPLEMENT_REQUESTED")
    assert "supplement_requested" in story.notices(to=people.worker)
    story.wait(days=7).do("supply_supplement", people.worker, contract_file=forms.paper())
    assert (story.open(), story.application.state) == (["review_intake"], "RECEIVED")
    assert story.variables()["statutory_due"] > first
    assert story.variables()["missing"] == []


def test_the_manager_sends_the_case_back_for_another_evaluation(story):
    people = story.people
    story.to_approval()
    story.do("approve_decision", people.manager, approval_outcome="return", return_note="부수 업무를 다시 보세요.")
    assert story.open() == ["propose_visit"]
    approve(story.evaluate())
    assert story.application.evaluations.count() == 2
    assert story.application.state == "APPROVED"


def test_who_evaluated_may_not_approve(story):
    people = story.people
    Membership.objects.create(
        person=people.evaluator, organisation=people.branch, role="branch_manager", since_date=date(2020, 1, 1)
    )
    story.to_approval()
    with pytest.raises(access.NotYourOwnWork):
        story.do("approve_decision", people.evaluator, **forms.APPROVE)
    assert story.open() == ["approve_decision"]


def test_the_branch_chooses_where_the_worker_does_not(story):
    people = story.people
    approve(story.to_approval()).wait(days=15)
    assert story.open() == ["choose_for_worker"]
    story.do(
        "choose_for_worker", people.officer, agency_first=str(people.agencies[0].pk), branch_choice_reason="같은 지역"
    )
    assert story.application.state == "IN_SERVICE"
    story.wait(days=50)
    assert story.end() == "in_service"


def test_a_stranger_never_sees_the_case(story):
    story.apply()
    stranger = story.viewer(story.people.reviewer)
    with pytest.raises(access.WorkItemNotFound):
        completion.complete(
            item_id=story.item("give_consent").pk,
            viewer=stranger,
            posted={},
            files={},
            revision=None,
            now=story.now,
        )
