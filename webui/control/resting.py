"""Letting a case rest and letting it go on: each asked first, with a reason that the history keeps."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engine import clock, operations
from webui.access import ViewedRequest
from webui.control import access, actions


@access.overseer
@require_http_methods(["GET", "POST"])
def suspend(request: ViewedRequest, instance_id: UUID) -> HttpResponse:
    """Let a case rest with all that belongs to it."""
    instance = actions.find(request, instance_id)
    form = actions.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        operations.suspend(instance_id=instance_id, reason=reason, by=request.viewer.actor, now=clock.now())
        messages.success(request, _("멈추었습니다. 까닭은 이력에 남았습니다."))
        return redirect("control_instance", instance_id)
    said = {
        "title": _("잠시 멈추기"),
        "warning": _(
            "다시 진행시킬 때까지 아무도 이 건의 일을 마칠 수 없고, 기한과 알림도 기다립니다. 잃는 것은 없습니다."
        ),
        "button": _("멈추기"),
    }
    return actions.ask(request, instance, form, said)


@access.overseer
@require_http_methods(["GET", "POST"])
def resume(request: ViewedRequest, instance_id: UUID) -> HttpResponse:
    """Let a case go on; what became due meanwhile is done at once."""
    instance = actions.find(request, instance_id)
    form = actions.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        operations.resume(instance_id=instance_id, reason=reason, by=request.viewer.actor, now=clock.now())
        messages.success(request, _("다시 진행합니다."))
        return redirect("control_instance", instance_id)
    said = {
        "title": _("다시 진행시키기"),
        "warning": _("멈춘 동안 때가 된 것이 바로 이루어집니다. 기다리던 알림도 전해집니다."),
        "button": _("다시 진행시키기"),
    }
    return actions.ask(request, instance, form, said)
