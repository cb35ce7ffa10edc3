"""What the worker sees of the case: plain steps, who must act, what can still be done about it."""

from __future__ import annotations

import pytest

from tasks import queries
from tests.stories import forms

pytestmark = pytest.mark.django_db

ORDER = ["신청", "사업주 동의", "접수 검토", "방문 평가", "결정", "이용 준비", "이용 시작"]


def seen(story):
    return queries.case(viewer=story.viewer(story.people.worker), instance_id=story.instance_id, now=story.now)


def now_at(story):
    """The stage the case stands at; those before it are done, those after it are to come."""
    stages = seen(story).stages
    assert [stage.name for stage in stages] == ORDER
    states = [stage.state for stage in stages]
    assert states == sorted(states, key=["done", "now", "later"].index)
    return next((stage.name for stage in stages if stage.state == "now"), None)


def test_the_stages_move_on_with_the_case(story):
    people = story.people
    story.apply()
    assert now_at(story) == "사업주 동의"
    story.do("give_consent", **forms.CONSENT)
    assert now_at(story) == "접수 검토"
    story.do("review_intake", people.officer, intake_outcome="accept")
    assert now_at(story) == "방문 평가"
    story.evaluate()
    assert now_at(story) == "결정"
    story.do("approve_decision", people.manager, **forms.APPROVE)
    assert now_at(story) == "이용 준비"
    agency = str(people.agencies[0].pk)
    story.do("acknowledge_decision", people.worker, agency_first=agency, signing_method="paper", decision_read=True)
    assert {stage.state for stage in seen(story).stages} == {"done"}


def test_the_worker_reads_who_must_act_and_by_when(story):
    story.apply()
    (waiting,) = seen(story).waiting
    assert (waiting.plain, waiting.item_id) == ("사업주가 동의 여부를 답하는 중입니다.", None)
    assert (waiting.due_at - story.now).days == 7


def test_what_the_worker_may_do_changes_with_the_case(story):
    story.apply()
    assert (seen(story).may_withdraw, seen(story).may_object) == (True, False)
    story.do("give_consent", **forms.CONSENT)
    why = {"refusal_ground": "OTHER", "intake_reason": "대상이 아닙니다."}
    story.do("review_intake", story.people.officer, intake_outcome="refuse", **why)
    assert seen(story).may_object is True
    at_rest = seen(story)
    assert (at_rest.may_withdraw, at_rest.waiting) == (False, [])
    assert at_rest.rests_until is not None
    assert 58 <= (at_rest.rests_until - story.now).days <= 60
    story.wait(days=61)
    assert (seen(story).may_withdraw, seen(story).may_object) == (False, False)
    assert seen(story).rests_until is None


def test_the_worker_finds_the_notice_among_the_documents(story):
    story.to_approval().do("approve_decision", story.people.manager, **forms.REFUSE)
    assert "근로지원인 서비스 결정 통지서" in [document.title for document in seen(story).documents]


def test_the_story_is_told_in_sentences(story):
    story.to_approval().do("approve_decision", story.people.manager, **forms.APPROVE)
    told = " ".join(line.sentence for line in seen(story).history)
    for words in ("들어왔습니다", "동의했습니다", "접수", "승인했습니다"):
        assert words in told


def test_nothing_is_told_twice_and_minutes_and_dates_are_written_out(story):
    story.to_approval().do("approve_decision", story.people.manager, **forms.APPROVE)
    told = [line.sentence for line in seen(story).history]
    assert "‘결재’ 단계를 마쳤습니다." not in told, "the decision itself is told"
    assert "‘방문 날짜 제안’ 단계를 마쳤습니다." in told, "no record tells of the proposal, so its step is"
    (approved,) = [one for one in told if "승인했습니다" in one]
    assert "분(" in approved
    assert "년 " in approved
    assert not [one for one in told if "이(가)" in one or "을(를)" in one]


def test_a_refused_application_shows_no_steps_that_will_never_come(story):
    story.to_approval().do("approve_decision", story.people.manager, **forms.REFUSE)
    assert [(stage.name, stage.state) for stage in seen(story).stages][-1] == ("결정", "done")
