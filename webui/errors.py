"""What people are told when something refuses: one table of sentences, and the pages made from it.

Lower layers raise exceptions that carry facts and know no HTTP. A room adds its own rows with `SENTENCES.update(...)`.
Sentences say what is so and what to do next; `%(name)s` is filled from the exception's attribute of that name.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.people import accounts, links
from webui import moments

log = logging.getLogger(__name__)
Text = str | Promise


@dataclass(frozen=True)
class Refusal:
    """How an exception is told: the HTTP status, a title, and one or two plain sentences."""

    status: int
    title: Text
    sentence: Text


SENTENCES: dict[type[Exception], Refusal] = {
    accounts.SignInRefused: Refusal(
        422,
        _("확인되지 않았습니다"),
        _("입력하신 내용이 맞지 않습니다. 다시 확인해 주세요. 한 번 쓴 번호나 시간이 지난 번호는 쓸 수 없습니다."),
    ),
    accounts.SignInLocked: Refusal(
        429,
        _("잠시 기다려 주세요"),
        _("여러 번 맞지 않아 안전을 위해 잠시 막았습니다. %(wait)s 다시 해 주세요."),
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
    accounts.TotpAlreadyEnrolled: Refusal(
        409,
        _("인증 앱이 이미 등록되어 있습니다"),
        _("새로 등록하려면 먼저 지금의 인증 앱을 해제해 주세요."),
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
}


def refusal_for(exception: Exception) -> Refusal | None:
    """The row of the nearest class of an exception, if it has one."""
    for kind in type(exception).__mro__:
        if issubclass(kind, Exception) and kind in SENTENCES:
            return SENTENCES[kind]
    return None


def sentence_for(exception: Exception) -> str:
    """The sentence of a known exception with its facts filled in, for a message inside a page."""
    refusal = refusal_for(exception)
    return "" if refusal is None else str(refusal.sentence) % _Facts(exception)


def page_for(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """The answer to a known exception; None leaves it to Django (404, 403, 500)."""
    refusal = refusal_for(exception)
    if refusal is None:
        return None
    log.info("refused %s: %s", request.path, type(exception).__name__)
    facts = {"title": str(refusal.title), "sentence": sentence_for(exception)}
    if wants_json(request):
        return JsonResponse({"error": type(exception).__name__, **facts}, status=refusal.status)
    return render(request, "errors/refusal.html", facts, status=refusal.status)


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asked, not a person's browser."""
    return request.path.startswith("/api/") or request.headers.get("Accept", "").startswith("application/json")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from our page, or was open for so long that its key is gone."""
    log.warning("CSRF refused on %s: %s", request.path, reason)
    facts = {
        "title": _("이 화면은 더 이상 유효하지 않습니다"),
        "sentence": _("안전을 위해 보내신 내용을 처리하지 않았습니다. 화면을 다시 연 뒤 한 번 더 보내 주세요."),
    }
    if wants_json(request):
        return JsonResponse({"error": "CsrfFailed", **{name: str(text) for name, text in facts.items()}}, status=403)
    return render(request, "errors/refusal.html", facts, status=403)


class _Facts(Mapping[str, object]):
    """An exception's attributes for `%(name)s`; a fact it does not carry is left empty rather than failing the page."""

    def __init__(self, exception: Exception) -> None:
        self.exception = exception

    def __getitem__(self, name: str) -> object:
        fact = getattr(self.exception, name, "")
        if name == "wait" and fact == "":
            return moments.wait_in_words(getattr(self.exception, "until", None))
        return moments.in_words(fact) if isinstance(fact, datetime) else fact

    def __iter__(self) -> Iterator[str]:
        return iter(vars(self.exception))

    def __len__(self) -> int:
        return len(vars(self.exception))
