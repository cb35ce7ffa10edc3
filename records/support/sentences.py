"""What happened to an application, an evaluation or an objection, as people read it."""

from typing import Final

from records import events
from records.events import Kind
from records.support.codes import SupportType

#: How the names that events keep in Korean read in English.
TYPES: Final = {
    str(SupportType.TASK_ASSISTANCE.label): "type 1, task assistance",
    str(SupportType.COMMUNICATION.label): "type 2, communication",
    str(SupportType.ADAPTATION_GUIDANCE.label): "type 3, adaptation guidance",
}
SIGNING: Final = {"전자서명": "electronic", "종이 서명": "on paper"}

events.register(
    {
        "support.filed": Kind(
            ko="{name} 님의 근로지원인 서비스 신청({case_number})이 들어왔습니다.",
            en="An application for work assistance by {name} ({case_number}) came in.",
            personal=("name",),
        ),
        "support.employer_agreed": Kind(
            ko="사업주 {workplace}이(가) 신청에 동의했습니다.",
            en="The employer, {workplace}, consented to the application.",
        ),
        "support.employer_declined": Kind(
            ko="사업주 {workplace}이(가) 신청에 동의하지 않았습니다.",
            en="The employer, {workplace}, did not consent to the application.",
        ),
        "support.received": Kind(
            ko="{branch}이(가) 신청을 접수했습니다.", en="{branch} accepted the application for review."
        ),
        "support.supplement_requested": Kind(
            ko="보완을 요청했습니다: {what}", en="A supplement was requested: {what}", personal=("what",)
        ),
        "support.supplement_received": Kind(ko="보완 자료가 들어왔습니다.", en="The supplement came in."),
        "support.approved": Kind(
            ko="지원을 승인했습니다: {support_type}, 하루 {minutes_day:minutes}, 한 주 {minutes_week:minutes}, "
            "{start_date:date}부터 {end_date:date}까지.",
            en="Support was approved: {support_type}, {minutes_day:minutes} a day, {minutes_week:minutes} a week, "
            "from {start_date:date} through {end_date:date}.",
            english=TYPES,
        ),
        "support.refused": Kind(
            ko="신청을 승인하지 않았습니다. 사유: {reason}",
            en="The application was refused. Reason: {reason}",
            personal=("reason",),
        ),
        "support.returned": Kind(
            ko="신청을 반려했습니다. 사유: {reason}",
            en="The application was returned. Reason: {reason}",
            personal=("reason",),
        ),
        "support.withdrawn": Kind(
            ko="신청을 취하했습니다. {reason}", en="The application was withdrawn. {reason}", personal=("reason",)
        ),
        "support.cancelled": Kind(
            ko="담당자가 신청을 취소했습니다. 사유: {reason}",
            en="An official cancelled the application. Reason: {reason}",
            personal=("reason",),
        ),
        "support.acknowledged": Kind(
            ko="결정 통지를 확인하고 {signing}을(를) 골랐습니다.",
            en="The decision was acknowledged; signing: {signing}.",
            english=SIGNING,
        ),
        "support.wishes_ranked": Kind(
            ko="희망 수행기관을 골랐습니다: {agencies}", en="Wished agencies, in order: {agencies}"
        ),
        "support.in_service": Kind(ko="서비스가 시작되었습니다.", en="The service began."),
        "support.objection_filed": Kind(ko="결정에 이의를 신청했습니다.", en="An objection to the decision was filed."),
        "support.objection_extended": Kind(
            ko="이의신청의 처리기간을 늘렸습니다.", en="The time for answering the objection was extended."
        ),
        "support.objection_upheld": Kind(
            ko="이의신청을 받아들였습니다. 사유: {reason}",
            en="The objection was upheld. Reason: {reason}",
            personal=("reason",),
        ),
        "support.objection_rejected": Kind(
            ko="이의신청을 받아들이지 않았습니다. 사유: {reason}",
            en="The objection was rejected. Reason: {reason}",
            personal=("reason",),
        ),
        "support.objection_withdrawn": Kind(ko="이의신청을 취하했습니다.", en="The objection was withdrawn."),
        "support.suspended": Kind(
            ko="{until:date}까지 지원을 멈춥니다. 사유: {reason}",
            en="Support is stopped through {until:date}. Reason: {reason}",
            personal=("reason",),
        ),
        "evaluation.opened": Kind(ko="평가를 시작했습니다.", en="The evaluation began."),
        "evaluation.assigned": Kind(
            ko="평가 담당자는 {evaluator}입니다.", en="The evaluator is {evaluator}.", personal=("evaluator",)
        ),
        "evaluation.visit_set": Kind(ko="방문일은 {visit:moment}입니다.", en="The visit is on {visit:moment}."),
        "evaluation.sheet_filed": Kind(
            ko="방문평가표를 냈습니다: 직무 {tasks}개, 인정 시간 한 주 {minutes:minutes}.",
            en="The visit sheet was filed: {tasks} job tasks, {minutes:minutes} a week recognised.",
        ),
        "evaluation.opinion_given": Kind(ko="사업주가 의견을 냈습니다.", en="The employer gave an opinion."),
        "evaluation.confirmed": Kind(
            ko="평가 결과를 확정했습니다: {support_type}, 한 주 {minutes_week:minutes}.",
            en="The evaluation was confirmed: {support_type}, {minutes_week:minutes} a week.",
            english=TYPES,
        ),
        "evaluation.cancelled": Kind(ko="평가를 그만두었습니다.", en="The evaluation was ended without a result."),
    }
)
