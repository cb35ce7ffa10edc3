from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from records import events
from records.models import RecordEvent, SupportApplication
from records.support import operations, queries
from records.support.operations import Answer, Filing, Opening, Result, Ruling, TaskSeen
from tests import factories
from tests.factories import NOW, SEOUL

pytestmark = pytest.mark.django_db
BY = factories.doer()
APPROVAL = Ruling(
    decision="APPROVED",
    reason="직무평가 결과에 따름",
    support_type="TASK_ASSISTANCE",
    minutes_day=240,
    minutes_week=1200,
    start_date=date(2026, 4, 1),
    end_date=date(2026, 12, 31),
)


def file(**facts):
    worker = factories.person("한가람")
    filing = Filing(
        instance_id=uuid4(),
        case_number=f"SA-2026-{uuid4().int % 10**6:06d}",
        applicant_id=worker.pk,
        workplace_id=factories.workplace().pk,
        branch_id=factories.organisation().pk,
        needs=[("문서 작성 보조", 90), ("이동 지원", 60)],
        consents={"PERSONAL_DATA": True, "THIRD_PARTY": False},
        **facts,
    )
    return operations.file_application(filing=filing, by=factories.doer(worker.pk), now=NOW)


def received():
    application = file()
    operations.receive(application_id=application.pk, by=BY, now=NOW)
    return application


def approved():
    application = received()
    return application, operations.decide(application_id=application.pk, ruling=APPROVAL, by=BY, now=NOW)


def state_of(application):
    application.refresh_from_db()
    return application.state


def told(application, language="ko"):
    return [events.sentence(event, language) for event in events.of_instance(application.instance_id)]


def test_filing_keeps_needs_and_consents_and_tells_the_story_in_two_languages():
    application = file()
    assert [(need.area, need.minutes) for need in application.needs.all()] == [
        ("문서 작성 보조", 90),
        ("이동 지원", 60),
    ]
    consent = application.consents.get(kind="THIRD_PARTY")
    assert (consent.agreed, consent.keep_until_date) == (False, date(2029, 3, 4))
    number = application.case_number
    assert told(application) == [f"한가람 님의 근로지원인 서비스 신청({number})이 들어왔습니다."]
    assert told(application, "en") == [f"An application for work assistance by 한가람 ({number}) came in."]


def test_filing_the_same_case_again_adds_nothing():
    application = file()
    again = Filing(
        instance_id=application.instance_id,
        case_number="SA-2026-999999",
        applicant_id=application.applicant_id,
        workplace_id=application.workplace_id,
        branch_id=application.branch_id,
    )
    assert operations.file_application(filing=again, by=BY, now=NOW) == application
    assert SupportApplication.objects.count() == 1


def test_the_way_from_filing_to_service():
    application = file()
    operations.record_employer_answer(application_id=application.pk, agreed=True, by=BY, now=NOW)
    operations.receive(application_id=application.pk, by=BY, now=NOW)
    decision = operations.decide(application_id=application.pk, ruling=APPROVAL, by=BY, now=NOW)
    operations.acknowledge(application_id=application.pk, electronic_signing=True, by=BY, now=NOW)
    agencies = [factories.organisation("implementing_agency") for _ in range(3)]
    operations.rank_wishes(decision_id=decision.pk, agency_ids=[a.pk for a in agencies], by=BY, now=NOW)
    operations.begin_service(application_id=application.pk, by=BY, now=NOW)
    assert state_of(application) == "IN_SERVICE"
    assert [wish.agency for wish in decision.wishes.all()] == agencies
    assert application.complete_at == application.decided_at == NOW
    assert len(told(application)) == 7


def test_while_a_supplement_is_awaited_the_application_is_not_complete():
    application = received()
    operations.request_supplement(application_id=application.pk, what="임금대장", by=BY, now=NOW)
    assert state_of(application) == "SUPPLEMENT_REQUESTED"
    assert application.complete_at is None
    later = NOW + timedelta(days=3)
    operations.supplement_received(application_id=application.pk, by=BY, now=later)
    assert state_of(application) == "RECEIVED"
    assert application.complete_at == later


def test_a_supplement_asked_before_receipt_leads_back_to_the_desk():
    application = file()
    operations.request_supplement(application_id=application.pk, what="임금대장", by=BY, now=NOW)
    operations.supplement_received(application_id=application.pk, by=BY, now=NOW)
    assert state_of(application) == "FILED"


@pytest.mark.parametrize(
    ("verb", "arguments", "end"),
    [
        (operations.refuse, {"reason": "소득 요건"}, "REFUSED"),
        (operations.return_application, {"reason": "보완 없음"}, "RETURNED"),
        (operations.withdraw, {"reason": ""}, "WITHDRAWN"),
        (operations.cancel, {"reason": "중복 신청"}, "CANCELLED"),
    ],
)
def test_every_other_end_is_reached_and_told_and_final(verb, arguments, end):
    application = received()
    verb(application_id=application.pk, by=BY, now=NOW, **arguments)
    assert state_of(application) == end
    assert arguments["reason"] in told(application)[-1]
    with pytest.raises(operations.StateForbids) as refusal:
        operations.decide(application_id=application.pk, ruling=APPROVAL, by=BY, now=NOW)
    assert (refusal.value.state, refusal.value.verb) == (end, "decide")


@pytest.mark.parametrize("verb", [operations.refuse, operations.cancel, operations.return_application])
def test_an_official_says_why(verb):
    application = received()
    with pytest.raises(operations.ReasonMissing):
        verb(application_id=application.pk, reason="  ", by=BY, now=NOW)
    assert state_of(application) == "RECEIVED"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"minutes_day": 481}, "minutes_day"),
        ({"minutes_week": 2401}, "minutes_week"),
        ({"minutes_day": 0}, "minutes_day"),
        ({"concurrency_allowed": 4}, "concurrency_allowed"),
        ({"support_type": ""}, "support_type"),
        ({"end_date": date(2026, 3, 31)}, "period"),
    ],
)
def test_an_approval_stays_within_the_ratebook(change, field):
    application = received()
    ruling = Ruling(**(vars(APPROVAL) | change))
    with pytest.raises(operations.RulingOutOfBounds) as refusal:
        operations.decide(application_id=application.pk, ruling=ruling, by=BY, now=NOW)
    assert refusal.value.field == field
    assert queries.decision_of(application.pk) is None


def test_who_evaluated_does_not_decide():
    application = received()
    evaluator = factories.person()
    evaluation = operations.open_evaluation(opening=opening(application), by=BY, now=NOW)
    operations.assign_evaluator(evaluation_id=evaluation.pk, evaluator_id=evaluator.pk, by=BY, now=NOW)
    with pytest.raises(operations.SameHandDecides):
        operations.decide(application_id=application.pk, ruling=APPROVAL, by=factories.doer(evaluator.pk), now=NOW)


def test_only_agencies_can_be_wished():
    _application, decision = approved()
    with pytest.raises(operations.NotAnAgency):
        operations.rank_wishes(decision_id=decision.pk, agency_ids=[factories.organisation().pk], by=BY, now=NOW)


def test_an_upheld_objection_sets_the_decision_aside_and_opens_the_application_again():
    application = received()
    refusal = operations.refuse(application_id=application.pk, reason="요건", by=BY, now=NOW)
    objection = operations.file_objection(decision_id=refusal.pk, reason="다시 봐 주세요", by=BY, now=NOW)
    with pytest.raises(operations.SameHandDecides):
        operations.decide_objection(objection_id=objection.pk, answer=Answer(upheld=True, reason="x"), by=BY, now=NOW)
    reviewer = factories.doer()
    answer = Answer(upheld=True, reason="자료가 맞음")
    operations.decide_objection(objection_id=objection.pk, answer=answer, by=reviewer, now=NOW)
    assert state_of(application) == "RECEIVED"
    operations.decide(application_id=application.pk, ruling=APPROVAL, by=BY, now=NOW)
    assert state_of(application) == "APPROVED"
    assert application.decisions.count() == 2
    with pytest.raises(operations.ObjectionDecided):
        operations.decide_objection(objection_id=objection.pk, answer=answer, by=reviewer, now=NOW)


def test_a_rejected_objection_leaves_the_decision():
    application, decision = approved()
    objection = operations.file_objection(decision_id=decision.pk, reason="시간이 모자람", by=BY, now=NOW)
    answer = Answer(upheld=False, reason="평가가 맞음")
    operations.decide_objection(objection_id=objection.pk, answer=answer, by=factories.doer(), now=NOW)
    assert state_of(application) == "APPROVED"
    assert queries.decision_of(application.pk) == decision
    assert queries.open_objection(application.pk) is None


def test_an_objection_comes_within_sixty_days_and_one_at_a_time():
    _application, decision = approved()
    with pytest.raises(operations.ObjectionTooLate):
        operations.file_objection(decision_id=decision.pk, reason="x", by=BY, now=NOW + timedelta(days=60, seconds=1))
    operations.file_objection(decision_id=decision.pk, reason="x", by=BY, now=NOW + timedelta(days=60))
    with pytest.raises(operations.ObjectionOpen):
        operations.file_objection(decision_id=decision.pk, reason="x", by=BY, now=NOW)


@pytest.mark.parametrize(
    "values", [{"state": "APPROVED"}, {"state": "WITHDRAWN"}, {"ended_at": NOW}, {"state": "SUPPLEMENT_REQUESTED"}]
)
def test_the_database_itself_refuses_states_that_cannot_be(values):
    application = received()
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportApplication.objects.filter(pk=application.pk).update(**values)


def test_overlapping_support_is_seen():
    application, _decision = approved()
    worker = application.applicant_id
    assert queries.has_overlapping_support(worker, date(2026, 12, 31), date(2027, 3, 1))
    assert not queries.has_overlapping_support(worker, date(2027, 1, 1), date(2027, 3, 1))
    operations.cancel(application_id=application.pk, reason="중단", by=BY, now=NOW)
    assert not queries.has_overlapping_support(worker, date(2026, 12, 31), date(2027, 3, 1))


def test_a_redacted_sentence_keeps_the_story_without_the_person():
    application = file()
    event = events.of_instance(application.instance_id)[0]
    events.redact(event, now=NOW)
    again = RecordEvent.objects.get(pk=event.pk)
    assert "한가람" not in str(again.arguments)
    assert (
        events.sentence(again, "ko") == f"(지움) 님의 근로지원인 서비스 신청({application.case_number})이 들어왔습니다."
    )


@pytest.mark.parametrize("change", [lambda rows: rows.update(kind="x"), lambda rows: rows.delete()])
def test_the_database_refuses_to_change_what_happened(change):
    file()
    with pytest.raises(IntegrityError), transaction.atomic():
        change(RecordEvent.objects.all())


def opening(application):
    return Opening(
        instance_id=uuid4(),
        worker_id=application.applicant_id,
        workplace_id=application.workplace_id,
        branch_id=application.branch_id,
        application_id=application.pk,
    )


def sheet():
    return [
        TaskSeen(name="상담", category="CORE", weekly_minutes=1200, recognised_minutes=0),
        TaskSeen(name="자료 정리", category="ANCILLARY", weekly_minutes=600, recognised_minutes=500, barrier="시야"),
    ]


def test_an_evaluation_goes_from_dates_to_its_result():
    evaluation = operations.open_evaluation(opening=opening(received()), by=BY, now=NOW)
    visit = datetime(2026, 3, 10, 14, 0, tzinfo=SEOUL)
    operations.propose_dates(evaluation_id=evaluation.pk, dates=[visit])
    with pytest.raises(operations.DateNotProposed):
        operations.set_visit(evaluation_id=evaluation.pk, visit_at=NOW, by=BY, now=NOW)
    operations.set_visit(evaluation_id=evaluation.pk, visit_at=visit, by=BY, now=NOW)
    assert operations.file_sheet(evaluation_id=evaluation.pk, tasks=sheet(), by=BY, now=NOW) == 500
    result = Result(support_type="TASK_ASSISTANCE", minutes_week=480, concurrency=1)
    operations.recommend(evaluation_id=evaluation.pk, result=result)
    more = Result(support_type="TASK_ASSISTANCE", minutes_week=600, concurrency=1)
    with pytest.raises(operations.ReasonMissing):
        operations.confirm(evaluation_id=evaluation.pk, result=more, by=BY, now=NOW)
    operations.confirm(evaluation_id=evaluation.pk, result=result, by=BY, now=NOW)
    sentences = [events.sentence(event, "ko") for event in events.of_instance(evaluation.instance_id)]
    assert sentences[1] == "방문일은 2026년 3월 10일 오후 2:00입니다."
    assert sentences[-1] == "평가 결과를 확정했습니다: 제1유형 업무보조형, 한 주 480분(8시간)."
    with pytest.raises(operations.EvaluationClosed):
        operations.end_evaluation(evaluation_id=evaluation.pk, by=BY, now=NOW)


@pytest.mark.parametrize(("category", "recognised"), [("CORE", 1), ("ANCILLARY", 601)])
def test_core_tasks_and_more_than_was_seen_are_not_recognised(category, recognised):
    evaluation = operations.open_evaluation(opening=opening(received()), by=BY, now=NOW)
    seen = TaskSeen(name="전화", category=category, weekly_minutes=600, recognised_minutes=recognised)
    with pytest.raises(operations.RecognisedTooMuch):
        operations.file_sheet(evaluation_id=evaluation.pk, tasks=[seen], by=BY, now=NOW)


def test_the_evaluator_with_the_least_open_work_is_chosen():
    application = received()
    busy = factories.member("evaluator", application.branch)
    free = factories.member("evaluator", application.branch)
    evaluation = operations.open_evaluation(opening=opening(application), by=BY, now=NOW)
    operations.assign_evaluator(evaluation_id=evaluation.pk, evaluator_id=busy.pk, by=BY, now=NOW)
    assert queries.evaluator_with_least_load(application.branch_id, NOW.date()) == free
    with pytest.raises(queries.NobodyEvaluates):
        queries.evaluator_with_least_load(factories.organisation().pk, NOW.date())


@pytest.mark.parametrize(("mitigated", "last"), [(False, date(2027, 3, 3)), (True, date(2026, 11, 3))])
def test_a_stop_after_fraud_lasts_as_the_ratebook_says(mitigated, last):
    worker = factories.person()
    stop = operations.Stop(worker_id=worker.pk, reason="거짓 신청", mitigated=mitigated)
    assert operations.suspend(stop=stop, by=BY, now=NOW).until_date == last
    assert queries.is_suspended(worker.pk, NOW.date())
    assert queries.is_suspended(worker.pk, last)
    assert not queries.is_suspended(worker.pk, last + timedelta(days=1))


def test_a_withdrawal_ends_the_evaluation_and_the_objection_under_way():
    application = received()
    evaluation = operations.open_evaluation(opening=opening(application), by=BY, now=NOW)
    operations.withdraw(application_id=application.pk, reason="", by=BY, now=NOW)
    evaluation.refresh_from_db()
    assert evaluation.state == "CANCELLED"
    other, decision = approved()
    operations.file_objection(decision_id=decision.pk, reason="x", by=BY, now=NOW)
    operations.cancel(application_id=other.pk, reason="중단", by=BY, now=NOW)
    assert queries.open_objection(other.pk) is None


def test_an_application_is_found_by_its_number():
    application = file()
    assert queries.by_case_number(f" {application.case_number.lower()} ") == application
    assert queries.by_case_number("SA-1") is None
