"""The other ends of a service application: refused, returned, withdrawn, cancelled, objections, a silent employer."""

from __future__ import annotations

import pytest

from records.models import Notice, Objection, SupportDecision
from tests.stories import forms

pytestmark = pytest.mark.django_db


def to_review(story, **changes):
    return story.apply(**changes).do("give_consent", **forms.CONSENT)


def refuse_at_intake(story):
    to_review(story, contract_hours_month="59")
    assert [ground["code"] for ground in story.variables()["eligibility"]["grounds"]] == ["HOURS_BELOW_MINIMUM"]
    why = {"refusal_ground": "HOURS_BELOW_MINIMUM", "intake_reason": "월 소정근로시간이 60시간 미만입니다."}
    return story.do("review_intake", story.people.officer, intake_outcome="refuse", **why)


def refuse_by_manager(story):
    return story.to_approval().do("approve_decision", story.people.manager, **forms.REFUSE)


def test_a_clear_refusal_is_decided_by_a_person_and_told(story):
    refuse_at_intake(story)
    decision = SupportDecision.objects.get(application=story.application)
    assert (decision.decision, decision.decided_by) == ("REFUSED", story.people.officer.pk)
    assert decision.notice_document is not None
    assert story.application.state == "REFUSED"
    assert "decision_issued" in story.notices(to=story.people.worker)
    story.wait(days=61)
    assert (story.end(), story.open()) == ("refused", [])


def test_the_manager_refuses(story):
    refuse_by_manager(story).wait(days=61)
    assert (story.end(), story.application.state) == ("refused", "REFUSED")


def test_an_application_nobody_completes_is_returned(story):
    asked = {"supplement_items": ["wage_file"], "supplement_note": "임금대장을 내 주세요."}
    to_review(story, wage_file=None).do("review_intake", story.people.officer, intake_outcome="supplement", **asked)
    story.wait(days=13)
    assert story.open() == ["supply_supplement"]
    story.wait(days=2)
    assert (story.end(), story.application.state) == ("returned", "RETURNED")
    assert "application_returned" in story.notices(to=story.people.worker)


def test_a_silent_employer_is_reminded_once_then_the_branch_decides(story):
    people = story.people
    story.apply().wait(days=5)
    assert story.notices().count("consent_reminder") == 1
    assert story.open() == ["give_consent"]
    story.wait(days=3)
    assert story.open() == ["decide_without_consent"]
    story.do("decide_without_consent", people.officer, consent_followup="ask_again")
    assert story.open() == ["give_consent"]
    story.wait(days=8)
    story.do("decide_without_consent", people.officer, consent_followup="proceed", paper_consent=forms.paper())
    assert story.open() == ["review_intake"]
    assert story.application.employer_consent_at is not None


def test_an_employer_without_account_is_sent_to_no_page_but_the_links_own(story):
    refuse_at_intake(story)
    told = Notice.objects.filter(instance_id=story.instance_id)
    assert told.filter(link__isnull=False).exists()
    assert set(told.filter(link__isnull=False).values_list("address_path", flat=True)) == {""}
    assert "" not in set(told.filter(person=story.people.worker).values_list("address_path", flat=True))


def test_an_employer_who_declines_leaves_it_to_the_branch(story):
    story.apply().do("give_consent", **forms.DECLINE)
    assert story.application.employer_consent_at is None
    why = "사업주가 동의하지 않습니다."
    story.do("decide_without_consent", story.people.officer, consent_followup="return", followup_reason=why)
    assert (story.end(), story.application.state, story.application.end_reason) == ("returned", "RETURNED", why)


def test_withdrawn_while_the_employer_is_asked(story):
    story.apply().say("withdraw", story.people.worker)
    assert (story.end(), story.open(), story.application.state) == ("withdrawn", [], "WITHDRAWN")
    assert "application_withdrawn" in story.notices(to=story.people.worker)
    assert "application_withdrawn" in story.notices(to=story.people.officer)


def test_withdrawn_during_the_evaluation(story):
    to_review(story).do("review_intake", story.people.officer, intake_outcome="accept")
    story.do("propose_visit", story.people.evaluator, visit_dates=[{"at": "2026-03-11T14:00"}])
    story.say("withdraw", story.people.worker)
    assert (story.end(), story.open()) == ("withdrawn", [])
    assert story.application.evaluations.get().state == "CANCELLED"
    story.wait(days=90)
    assert story.end() == "withdrawn", "no timer of the ended case fires"


def test_withdrawn_after_the_decision(story):
    story.to_approval().do("approve_decision", story.people.manager, **forms.APPROVE)
    story.say("withdraw", story.people.worker)
    assert (story.end(), story.open(), story.application.state) == ("withdrawn", [], "WITHDRAWN")


def test_cancelled_by_an_official_with_a_reason(story):
    to_review(story).say("cancel_case", story.people.officer, reason="신청인이 다른 사업에 선정됨")
    application = story.application
    assert (story.end(), application.state) == ("cancelled", "CANCELLED")
    assert application.end_reason == "신청인이 다른 사업에 선정됨"
    assert "application_cancelled" in story.notices(to=story.people.worker)


def object_to(story):
    story.wait(days=10).say("objection", story.people.worker, reason="시간이 부족합니다.")
    assert story.open() == ["review_objection"]
    return story


def review(story, outcome, answer="검토했습니다."):
    return story.do("review_objection", story.people.reviewer, objection_outcome=outcome, objection_answer=answer)


def test_an_objection_is_rejected_after_one_extension(story):
    object_to(refuse_by_manager(story))
    review(story, "extend", "현장을 더 봐야 합니다.")
    assert "objection_extended" in story.notices(to=story.people.worker)
    review(story, "extend", "한 번 더")
    assert story.end() == "refused", "a period is extended once; asking again decides"


def test_an_objection_that_is_rejected_leaves_the_refusal(story):
    review(object_to(refuse_by_manager(story)), "reject")
    assert (story.end(), story.application.state) == ("refused", "REFUSED")
    assert Objection.objects.get().state == "REJECTED"
    assert "objection_decided" in story.notices(to=story.people.worker)


def test_an_upheld_objection_goes_back_to_the_approval(story):
    review(object_to(refuse_by_manager(story)), "to_approval")
    assert story.open() == ["approve_decision"]
    story.do("approve_decision", story.people.manager, **forms.APPROVE)
    decisions = SupportDecision.objects.filter(application=story.application).order_by("decided_at")
    assert [(one.decision, one.superseded_at is None) for one in decisions] == [("REFUSED", False), ("APPROVED", True)]
    assert story.open() == ["acknowledge_decision"]
    story.wait(days=15)
    assert story.open() == ["choose_for_worker"]


def test_an_upheld_objection_to_an_intake_refusal_leads_to_the_evaluation(story):
    review(object_to(refuse_at_intake(story)), "to_evaluation")
    assert story.open() == ["propose_visit"]
    story.evaluate().do("approve_decision", story.people.manager, **forms.APPROVE)
    assert story.application.state == "APPROVED"


def test_an_objection_after_the_period_finds_nobody(story):
    refuse_by_manager(story).wait(days=61)
    assert story.end() == "refused"
    with pytest.raises(AssertionError):
        story.say("objection", story.people.worker)
    assert not Objection.objects.exists()
