"""Refusals of the programme's records."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from records.organisations.queries import NoBranchForRegion
from records.support.deciding import NotAnAgency, RulingOutOfBounds, SameHandDecides
from records.support.evaluating import DateNotProposed, EvaluationClosed, RecognisedTooMuch
from records.support.objecting import ObjectionDecided, ObjectionOpen, ObjectionTooLate
from records.support.queries import NobodyEvaluates
from records.support.states import ReasonMissing, StateForbids
from webui.sentences.refusal import Refusal

TABLE: Final[dict[type[Exception], Refusal]] = {
    StateForbids: Refusal(409, _("지금은 할 수 없습니다"), _("이 신청은 지금 그렇게 처리할 수 있는 단계가 아닙니다.")),
    ReasonMissing: Refusal(422, _("사유가 필요합니다"), _("사유를 적어 주세요.")),
    SameHandDecides: Refusal(403, _("다른 분이 결정해야 합니다"), _("평가한 사람은 같은 신청을 결재할 수 없습니다.")),
    RulingOutOfBounds: Refusal(422, _("한도를 넘었습니다"), _("지원시간이나 기간이 정해진 한도를 넘었습니다.")),
    NotAnAgency: Refusal(422, _("수행기관이 아닙니다"), _("고른 기관은 수행기관이 아닙니다. 다시 골라 주세요.")),
    EvaluationClosed: Refusal(409, _("끝난 평가입니다"), _("이 평가는 이미 끝나서 바꿀 수 없습니다.")),
    DateNotProposed: Refusal(422, _("제안되지 않은 날짜입니다"), _("제안된 날짜 가운데에서 골라 주세요.")),
    RecognisedTooMuch: Refusal(
        422, _("인정 시간이 너무 깁니다"), _("인정 시간은 그 업무의 한 주 시간보다 길 수 없습니다.")
    ),
    ObjectionTooLate: Refusal(
        422, _("이의신청 기간이 지났습니다"), _("이의신청은 통지를 받은 날부터 60일 안에 할 수 있습니다.")
    ),
    ObjectionOpen: Refusal(409, _("이미 이의신청을 하셨습니다"), _("먼저 한 이의신청의 결과를 기다려 주세요.")),
    ObjectionDecided: Refusal(409, _("이미 결정된 이의신청입니다"), _("이 이의신청은 이미 결정되었습니다.")),
    NobodyEvaluates: Refusal(
        409, _("평가 담당자가 없습니다"), _("이 지사에는 지금 평가 담당자가 없습니다. 본부에 알려 주세요.")
    ),
    NoBranchForRegion: Refusal(
        422, _("관할 지사를 찾을 수 없습니다"), _("이 주소를 맡는 지사가 등록되어 있지 않습니다. 주소를 확인해 주세요.")
    ),
}
