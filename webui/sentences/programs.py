"""Refusals that programs meet at the API before anything of ours is asked."""

from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions

from webui.api.bearer import ScopeMissing
from webui.sentences.refusal import Refusal


class Fault(Exception):
    """Something of ours failed; what, is in the log and nowhere else."""


TABLE: Final[dict[type[Exception], Refusal]] = {
    exceptions.ParseError: Refusal(
        400, _("읽을 수 없는 요청입니다"), _("본문이 올바른 JSON이 아닙니다. 숫자와 묶음의 모양을 확인해 주세요.")
    ),
    exceptions.ValidationError: Refusal(
        400, _("요청의 모양이 다릅니다"), _("요청에 있어야 할 것이 없거나 모양이 다릅니다.")
    ),
    exceptions.NotAuthenticated: Refusal(
        401,
        _("토큰이 필요합니다"),
        _("Authorization 머리글에 Bearer 토큰을 넣어 주세요. 토큰은 계정 보안 화면에서 만듭니다."),
    ),
    exceptions.AuthenticationFailed: Refusal(
        401,
        _("쓸 수 없는 토큰입니다"),
        _("토큰이 틀렸거나, 기한이 지났거나, 끝냈거나, 비밀번호를 바꾼 뒤의 토큰입니다. 새 토큰을 만들어 주세요."),
    ),
    ScopeMissing: Refusal(
        403,
        _("토큰에 없는 권한입니다"),
        _("이 토큰에는 %(scope)s 권한이 없습니다. 그 권한이 있는 토큰을 만들어 주세요."),
    ),
    exceptions.MethodNotAllowed: Refusal(
        405, _("할 수 없는 방법입니다"), _("이 주소에서는 그 메서드를 쓸 수 없습니다.")
    ),
    exceptions.NotAcceptable: Refusal(406, _("줄 수 없는 형식입니다"), _("이 주소는 application/json으로만 답합니다.")),
    exceptions.UnsupportedMediaType: Refusal(
        415, _("받을 수 없는 형식입니다"), _("본문은 application/json으로 보내 주세요. 파일은 화면에서 첨부합니다.")
    ),
    exceptions.Throttled: Refusal(
        429, _("요청이 너무 잦습니다"), _("잠시 뒤에 다시 보내 주세요. 몇 초 뒤인지는 Retry-After 머리글에 있습니다.")
    ),
    Http404: Refusal(404, _("찾으시는 것이 없습니다"), _("주소가 잘못되었거나, 이 토큰으로 볼 수 없는 것입니다.")),
    PermissionDenied: Refusal(403, _("할 수 없는 일입니다"), _("이 토큰의 사람은 이 일을 할 수 없습니다.")),
    Fault: Refusal(
        500,
        _("저희 쪽에 문제가 생겼습니다"),
        _("요청을 마치지 못했습니다. 잠시 뒤에 같은 요청을 다시 보내도 두 번 처리되지 않습니다."),
    ),
}
