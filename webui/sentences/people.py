"""Refusals about accounts, codes and links."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from integrations.messages.client import MessageNotSent
from records.people import accounts, links, tokens
from records.people.operations import ResidentNumberConflict
from records.people.vault import NotAResidentNumber
from webui.sentences.refusal import Refusal

TABLE: Final[dict[type[Exception], Refusal]] = {
    accounts.SignInRefused: Refusal(
        422,
        _("확인되지 않았습니다"),
        _("입력하신 내용이 맞지 않습니다. 다시 확인해 주세요. 한 번 쓴 번호나 시간이 지난 번호는 쓸 수 없습니다."),
    ),
    accounts.SignInLocked: Refusal(
        429,
        _("잠시 기다려 주세요"),
        _("여러 번 시도하여 안전을 위해 잠시 막았습니다. %(wait)s 다시 해 주세요."),
    ),
    accounts.NoMobile: Refusal(
        422,
        _("등록된 휴대전화가 없습니다"),
        _("문자를 받을 휴대전화 번호가 등록되어 있지 않습니다. 소속 기관이나 관할 지사에 알려 주세요."),
    ),
    accounts.PasswordTooShort: Refusal(
        422,
        _("비밀번호가 짧습니다"),
        _("비밀번호는 %(length)s자 이상이어야 합니다."),
    ),
    accounts.ResetInvalid: Refusal(
        410,
        _("쓸 수 없는 링크입니다"),
        _("30분이 지났거나 이미 쓴 링크입니다. 로그인 화면의 ‘비밀번호를 잊으셨나요?’에서 다시 받아 주세요."),
    ),
    accounts.UsernameTaken: Refusal(
        409,
        _("이미 있는 아이디입니다"),
        _("다른 아이디를 골라 주세요."),
    ),
    accounts.TotpAlreadyEnrolled: Refusal(
        409,
        _("인증 앱이 이미 등록되어 있습니다"),
        _("새로 등록하려면 먼저 지금의 인증 앱을 해제해 주세요."),
    ),
    tokens.TooManyTokens: Refusal(
        409,
        _("토큰이 너무 많습니다"),
        _("토큰은 %(most)s개까지 둘 수 있습니다. 쓰지 않는 토큰을 끝낸 뒤 다시 만들어 주세요."),
    ),
    links.LinkInvalid: Refusal(
        404,
        _("쓸 수 없는 링크입니다"),
        _("주소가 잘못되었거나, 더 이상 필요하지 않아 닫힌 링크입니다. 받은 문자의 주소를 다시 확인해 주세요."),
    ),
    links.LinkExpired: Refusal(
        410,
        _("기한이 지난 링크입니다"),
        _("이 링크는 %(expired_at)s까지 쓸 수 있었습니다. 관할 지사에 연락하시면 도와드립니다."),
    ),
    NotAResidentNumber: Refusal(
        422,
        _("주민등록번호를 확인해 주세요"),
        _("주민등록번호의 형식이 맞지 않습니다. 13자리 숫자를 확인해 주세요."),
    ),
    ResidentNumberConflict: Refusal(
        409,
        _("주민등록번호를 확인해 주세요"),
        _("주민등록번호가 등록된 정보와 맞지 않습니다. 번호를 확인하고, 그래도 안 되면 관할 지사에 문의해 주세요."),
    ),
    MessageNotSent: Refusal(
        503,
        _("문자를 보내지 못했습니다"),
        _("지금 문자를 보낼 수 없습니다. 잠시 뒤 다시 해 주세요."),
    ),
}
