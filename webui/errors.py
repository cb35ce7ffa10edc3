"""What people are told when something refuses: one table of sentences, and the pages made from it.

Lower layers raise exceptions that carry facts and know no HTTP. A room adds its own rows with `SENTENCES.update(...)`.
Sentences say what is so and what to do next; `%(name)s` is filled from the exception's attribute of that name.
"""

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from engine.commands.background import NoSuchWork
from engine.handlers import BpmnError, HandlerRefused
from engine.ports import PortNotFilled
from engine.typing_values import WrongType
from integrations.documents.storage import FileDamaged, FileMissing
from integrations.documents.typesetter import TemplateMissing, TypesettingFailed
from records import wording
from records.events import KindUnknown
from records.people.sealing import SealBroken
from records.ratebook import RateMissing
from tasks.forms.codes import CodeListUnknown
from tasks.forms.scalars import NotReadable
from tasks.forms.schema import FormFileBroken
from tasks.forms.sources import SourceUnknown
from webui import moments
from webui.sentences import engine, people, records, work
from webui.sentences.refusal import Refusal

log = logging.getLogger(__name__)
SENTENCES: dict[type[Exception], Refusal] = {**people.TABLE, **work.TABLE, **engine.TABLE, **records.TABLE}

#: Mistakes of ours or of the installation: nobody who looks at a page can mend them. Answered by 500 and the log.
FAULTS_OF_OURS: tuple[type[Exception], ...] = (
    BpmnError,
    HandlerRefused,
    PortNotFilled,
    WrongType,
    KindUnknown,
    SealBroken,
    RateMissing,
    CodeListUnknown,
    NotReadable,
    FormFileBroken,
    SourceUnknown,
    FileMissing,
    FileDamaged,
    TemplateMissing,
    TypesettingFailed,
    NoSuchWork,
)


def refusal_for(exception: Exception) -> Refusal | None:
    """The row of the nearest class of an exception, if it has one."""
    return row_of(exception, SENTENCES)


def row_of(exception: Exception, table: Mapping[type[Exception], Refusal]) -> Refusal | None:
    """The same in one table."""
    for kind in type(exception).__mro__:
        if issubclass(kind, Exception) and kind in table:
            return table[kind]
    return None


def sentence_for(exception: Exception) -> str:
    """The sentence of a known exception with its facts filled in, for a message inside a page."""
    refusal = refusal_for(exception)
    return "" if refusal is None else filled_in(refusal, exception)


def filled_in(refusal: Refusal, exception: Exception) -> str:
    """A row's sentence with the facts of the exception."""
    return wording.settled(str(refusal.sentence) % _Facts(exception))


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
