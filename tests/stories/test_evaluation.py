"""The ways of an evaluation: the dates nobody picks, the silent employer, deviations, and starting it alone."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from records.models import Evaluation
from tasks import starting, viewers
from tasks.starting import StartRefused
from tests.stories import forms

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")
DATES = [{"at": "2026-03-11T14:00"}, {"at": "2026-03-12T10:00"}]


def to_visit(story):
    story.apply().do("give_consent", **forms.CONSENT)
    story.do("review_intake", story.people.officer, intake_outcome="accept")
    return story.do("propose_visit", story.people.evaluator, visit_dates=DATES)


def test_the_first_date_stands_where_nobody_picks_one(story):
    to_visit(story)
    assert story.open() == ["pick_visit_date"]
    story.wait(days=4)
    assert story.open() == ["file_visit_sheet", "give_opinion"]
    assert Evaluation.objects.get().visit_at == datetime(2026, 3, 11, 14, 0, tzinfo=SEOUL)
    assert "visit_fixed" in story.notices(to=story.people.worker)


def test_a_silent_employer_does_not_hold_the_evaluation_up(story):
    to_visit(story).wait(days=4)
    story.do("file_visit_sheet", story.people.evaluator, **forms.SHEET)
    assert story.open() == ["give_opinion"]
    story.wait(days=8)
    assert story.open() == ["confirm_result"]


def to_confirmation(story):
    to_visit(story).wait(days=13)
    return story.do("file_visit_sheet", story.people.evaluator, **forms.SHEET)


def test_a_small_deviation_is_the_evaluators_own(story):
    to_confirmation(story)
    less = {"confirmed_minutes_week": "1110", "confirmed_minutes_day": "240", "deviation_reason": "출장이 잦음"}
    story.do("confirm_result", story.people.evaluator, **{**forms.CONFIRM, **less})
    assert story.open() == ["approve_decision"]
    assert Evaluation.objects.get().deviation_reason == "출장이 잦음"


def test_a_deviation_needs_its_reason(story):
    to_confirmation(story)
    with pytest.raises(AssertionError, match="권고와 다른 사유"):
        story.do("confirm_result", story.people.evaluator, **{**forms.CONFIRM, "confirmed_minutes_week": "1110"})
    assert story.open() == ["confirm_result"]


def test_a_large_deviation_goes_to_the_manager_who_may_return_it(story):
    people = story.people
    to_confirmation(story)
    much = {"confirmed_minutes_week": "1800", "confirmed_minutes_day": "360", "deviation_reason": "연말 집중"}
    story.do("confirm_result", people.evaluator, **{**forms.CONFIRM, **much})
    assert story.open() == ["review_deviation"]
    story.do("review_deviation", people.manager, deviation_outcome="return", deviation_note="근거를 적으세요.")
    story.do("confirm_result", people.evaluator, **{**forms.CONFIRM, **much})
    story.do("review_deviation", people.manager, deviation_outcome="accept")
    assert story.open() == ["approve_decision"]
    assert story.variables()["approved_minutes_week"] == 1800


def start_alone(story, number, who):
    viewer = viewers.of_person(who.pk, story.now.date())
    posted = {"application_number": [number], "evaluation_reason": ["직무가 바뀌었습니다."]}
    facts = starting.start(
        process_id="evaluation", posted=posted, files={}, viewer=viewer, now=story.now, submission_id=uuid4()
    )
    story.instance_id = facts.id
    story.settle()
    return story


def in_service(story):
    story.to_approval().do("approve_decision", story.people.manager, **forms.APPROVE)
    return story.case_number


def test_a_branch_starts_an_evaluation_on_its_own(story):
    number = in_service(story)
    start_alone(story, number, story.people.officer).evaluate()
    assert story.end() == "evaluated"
    assert story.case_number.startswith("EV-2026-")
    assert Evaluation.objects.filter(state="CONFIRMED").count() == 2


def test_another_office_cannot_evaluate_the_worker(story):
    number = in_service(story)
    with pytest.raises(StartRefused):
        start_alone(story, number, story.people.reviewer)


@pytest.mark.parametrize(("message", "end"), [("withdraw", "withdrawn"), ("cancel_case", "cancelled")])
def test_an_evaluation_on_its_own_can_end_early(story, message, end):
    number = in_service(story)
    start_alone(story, number, story.people.officer).say(message, story.people.officer)
    assert (story.end(), story.open()) == (end, [])
    assert Evaluation.objects.filter(state="CANCELLED").count() == 1
