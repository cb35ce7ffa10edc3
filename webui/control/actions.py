"""What a supervisor may do to an instance: hand an item over, cancel with a reason, try a failed step again.

Each has a page that says what will happen and asks; each is one call of the domain, which records who did it.
"""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from engine import clock, operations, queries
from engine.queries import IncidentFacts, InstanceDetail
from records import wording
from tasks import assignment, naming
from tasks.models import ItemState, WorkItem
from webui.access import ViewedRequest
from webui.control import access, processes

CANCELLATION = "cancel_case"


class ReasonForm(forms.Form):
    """Why; it is kept in the history."""

    reason = forms.CharField(
        label=gettext_lazy("까닭"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("까닭을 적어 주세요.")},
    )


class HandOverForm(ReasonForm):
    """To whom, of those who could do the item, and why."""

    to = forms.ChoiceField(
        label=gettext_lazy("맡길 사람"), error_messages={"required": gettext_lazy("맡길 사람을 고르세요.")}
    )
    field_order = ["to", "reason"]


@access.overseer
@require_http_methods(["GET", "POST"])
def reassign(request: ViewedRequest, instance_id: UUID, item_id: UUID) -> HttpResponse:
    """Hand an open item to another person of the right group."""
    instance = find(request, instance_id)
    item = WorkItem.objects.filter(pk=item_id, instance_id=instance_id, state=ItemState.OPEN).first()
    if item is None:
        raise Http404(item_id)
    now = clock.now()
    people = assignment.candidates(item, now)
    form = HandOverForm(request.POST or None)
    form.fields["to"].choices = [("", _("고르세요")), *((str(pk), name) for pk, name in people)]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        assignment.reassign(
            item_id=item_id,
            to_person=UUID(form.cleaned_data["to"]),
            by=request.viewer,
            reason=form.cleaned_data["reason"],
            now=now,
        )
        messages.success(request, _("다른 사람에게 맡겼습니다."))
        return redirect("control_instance", instance_id)
    said = {
        "title": _("다른 사람에게 맡기기"),
        "warning": _("‘%(step)s’ 일이 고른 사람의 업무함으로 옮겨 갑니다.")
        % {"step": naming.item(item, request.viewer.language)},
        "button": _("맡기기"),
        "is_empty": not people,
    }
    return ask(request, instance, form, said)


@access.overseer
@require_http_methods(["GET", "POST"])
def cancel(request: ViewedRequest, instance_id: UUID) -> HttpResponse:
    """Cancel an instance with a reason: as its diagram models it where it does, else by force."""
    instance = find(request, instance_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _cancel(request, instance, form.cleaned_data["reason"])
        messages.success(request, _("취소했습니다. 까닭은 이력에 남았습니다."))
        return redirect("control_instance", instance_id)
    said = {
        "title": _("취소하기"),
        "warning": _("열려 있는 일이 모두 거두어지고 되돌릴 수 없습니다. 관계된 사람들에게 알림이 갑니다."),
        "button": _("취소합니다"),
        "is_danger": True,
    }
    return ask(request, instance, form, said)


@access.overseer
@require_http_methods(["GET", "POST"])
def retry(request: ViewedRequest, instance_id: UUID, incident_id: UUID) -> HttpResponse:
    """Try the step of an incident again."""
    instance = find(request, instance_id)
    incident = _incident(instance, incident_id)
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        operations.retry(incident_id=incident_id, by=request.viewer.actor, now=clock.now())
        messages.success(request, _("다시 하게 했습니다. 결과는 이 화면에 나타납니다."))
        return redirect("control_instance", instance_id)
    warning = _("막힌 단계 ‘%(step)s’을(를) 다시 합니다. 원인이 그대로면 다시 막힙니다.")
    said = {
        "title": _("다시 하기"),
        "warning": wording.settled(warning % {"step": _step_name(instance, incident, request.viewer.language)}),
        "detail": incident.message,
        "button": _("다시 하기"),
    }
    return ask(request, instance, form, said)


def find(request: ViewedRequest, instance_id: UUID) -> InstanceDetail:
    """An instance the viewer may act on; another is unknown (404) or refused (403)."""
    found = access.find_instance(request.viewer, instance_id)
    access.require_act(request.viewer, found)
    return found


def _incident(instance: InstanceDetail, incident_id: UUID) -> IncidentFacts:
    found = next((one for one in instance.incidents if one.id == incident_id), None)
    if found is None:
        raise Http404(incident_id)
    return found


def _step_name(instance: InstanceDetail, incident: IncidentFacts, language: str) -> str:
    found = queries.element(instance.facts.version_id, incident.element_id)
    return processes.element_name(found, language)


def _cancel(request: ViewedRequest, instance: InstanceDetail, reason: str) -> None:
    """Where the diagram waits for a cancellation, its own path closes the records and tells people.

    Raises:
        InstanceSuspended: a case that rests has to go on first, or that path could not be taken.
    """
    if instance.facts.suspended_at is not None:
        raise operations.InstanceSuspended(instance.facts.id, instance.facts.case_number)
    by, now = request.viewer.actor, clock.now()
    told = operations.deliver_message(
        name=CANCELLATION, key=instance.facts.case_number, data={"reason": reason}, by=by, now=now
    )
    if told.correlated == 0:
        operations.cancel(instance_id=instance.facts.id, reason=reason, by=by, now=now)


def ask(request: ViewedRequest, instance: InstanceDetail, form: forms.Form, said: Mapping[str, object]) -> HttpResponse:
    """The page that says what will happen and asks."""
    facts = {"instance": instance, "form": form, **said}
    return render(request, "control/ask.html", facts, status=422 if form.errors else 200)
