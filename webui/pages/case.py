"""A case for the people in it: plain steps, who must act by when, what happened; taking back, objecting, cancelling.

Each of the three verbs is a message to the case, with a reason; the diagram says what it does. They are offered only
while the case listens for them, and only to those who may send them.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from engine import clock, operations
from engine.actors import Actor
from tasks import queries
from tasks.queries import CaseView
from webui import cases, standing
from webui.access import ViewedRequest, page, page_or_link


@dataclass(frozen=True, kw_only=True)
class Verb:
    """Something a person may do to a whole case: the message it sends, and how it is asked."""

    message: str
    title: Promise
    warning: Promise
    reason_label: Promise
    button: Promise
    done: Promise
    is_danger: bool = True


WITHDRAW: Final = Verb(
    message="withdraw",
    title=_("신청 취하"),
    warning=_("취하하면 지금까지의 처리가 모두 끝나고 되돌릴 수 없습니다. 필요하면 나중에 다시 신청할 수 있습니다."),
    reason_label=_("취하하는 까닭"),
    button=_("신청을 취하합니다"),
    done=_("신청을 취하했습니다."),
)
OBJECT: Final = Verb(
    message="objection",
    title=_("이의신청"),
    warning=_(
        "본부가 결정을 다시 살펴봅니다. 10일 안에 답을 드리며, 한 번 10일까지 늘어날 수 있습니다. 비용은 없습니다."
    ),
    reason_label=_("이의가 있는 까닭"),
    button=_("이의신청 보내기"),
    done=_("이의신청을 받았습니다. 결과를 알려 드리겠습니다."),
    is_danger=False,
)
CANCEL: Final = Verb(
    message="cancel_case",
    title=_("이 건 취소"),
    warning=_("취소하면 열려 있는 일이 모두 닫히고 신청인에게 사유가 통지됩니다. 되돌릴 수 없습니다."),
    reason_label=_("취소 사유 (신청인에게 그대로 통지됩니다)"),
    button=_("이 건을 취소합니다"),
    done=_("이 건을 취소했습니다."),
)


class ReasonForm(forms.Form):
    """Why; told to those concerned and kept in the history."""

    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("사유를 적어 주세요."), "max_length": _("1,000자 안으로 적어 주세요.")},
    )


@require_safe
@page_or_link
def show(request: ViewedRequest, instance_id: UUID) -> HttpResponse:
    """Where the matter stands."""
    now = clock.now()
    found = queries.case(viewer=request.viewer, instance_id=instance_id, now=now)
    facts = {
        "case": found,
        "now": now,
        "standing": standing.of_case(found.facts.id),
        "may_cancel": cases.may_cancel(request.viewer, found.facts.id),
    }
    return render(request, "pages/case.html", facts)


@require_http_methods(["GET", "POST"])
@page
def withdraw(request: ViewedRequest, instance_id: UUID) -> HttpResponse:
    """The applicant, or their guardian, takes the application back."""
    found = _case(request, instance_id)
    return _ask(request, found, WITHDRAW, may=found.may_withdraw)


@require_http_methods(["GET", "POST"])
@page
def object_to(request: ViewedRequest, instance_id: UUID) -> HttpResponse:
    """The applicant, or their guardian, objects to the decision."""
    found = _case(request, instance_id)
    return _ask(request, found, OBJECT, may=found.may_object)


@require_http_methods(["GET", "POST"])
@page
def cancel(request: ViewedRequest, instance_id: UUID) -> HttpResponse:
    """An official of the office that handles the case cancels it."""
    found = _case(request, instance_id)
    return _ask(request, found, CANCEL, may=cases.may_cancel(request.viewer, found.facts.id))


def _case(request: ViewedRequest, instance_id: UUID) -> CaseView:
    return queries.case(viewer=request.viewer, instance_id=instance_id, now=clock.now())


def _ask(request: ViewedRequest, found: CaseView, verb: Verb, *, may: bool) -> HttpResponse:
    if not may:
        raise Http404
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = str(verb.reason_label)
    if request.method == "POST" and form.is_valid():
        actor = cases.actor_in(request.viewer, found.facts.id)
        return _send(request, found, verb, actor, form.cleaned_data["reason"])
    facts = {"case": found, "verb": verb, "form": form}
    return render(request, "pages/case_verb.html", facts, status=422 if form.errors else 200)


def _send(request: ViewedRequest, found: CaseView, verb: Verb, actor: Actor, reason: str) -> HttpResponse:  # noqa: PLR0913
    result = operations.deliver_message(
        name=verb.message, key=found.facts.case_number, data={"reason": reason}, by=actor, now=clock.now()
    )
    if result.correlated:
        messages.success(request, str(verb.done))
    else:
        messages.warning(request, str(_("그 사이에 이 건이 끝났거나 다음 단계로 넘어가 처리하지 못했습니다.")))
    return redirect("case", instance_id=found.facts.id)
