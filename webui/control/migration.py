"""Running cases onto another version: rehearsed first, then done, both as background work that can be watched."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engine import clock, operations, queries
from engine.queries.batches import BatchFacts, NoSuchBatch, batch, batch_items
from webui.access import ViewedRequest
from webui.control import access, actions, processes

#: Why something cannot go over, by the short names of ``engine.migration``; other texts are shown as they are.
OBSTACLES: Final[dict[str, Promise]] = {
    "no_target": gettext_lazy("새 판에 이 단계가 없습니다"),
    "unknown_element": gettext_lazy("지금 판에 이 단계가 없습니다"),
    "other_process": gettext_lazy("같은 업무의 다른 판이 아닙니다"),
    "other_kind": gettext_lazy("새 판에서는 다른 종류의 단계입니다"),
    "other_event": gettext_lazy("새 판에서는 다른 것을 기다립니다"),
    "other_loop": gettext_lazy("새 판에서는 되풀이하는 방식이 다릅니다"),
    "other_place": gettext_lazy("새 판에서는 다른 하위 절차 안에 있습니다"),
    "other_interrupting": gettext_lazy("새 판에서는 하던 일을 멈추게 하는지가 다릅니다"),
    "other_host": gettext_lazy("새 판에서는 다른 단계에 붙어 있습니다"),
    "other_called_process": gettext_lazy("새 판에서는 다른 업무를 부릅니다"),
    "other_job": gettext_lazy("새 판에서는 맡기는 작업이 다릅니다"),
    "no_flow": gettext_lazy("모이는 곳으로 온 길이 새 판에 없습니다"),
    "no_compensation": gettext_lazy("이미 한 일을 새 판에서는 되돌릴 수 없습니다"),
}


def in_words(obstacles: str) -> list[str]:
    """Obstacles as the engine keeps them (``step: why; step: why``), each as a sentence."""
    found = []
    for one in obstacles.split("; "):
        element_id, between, why = one.partition(": ")
        said = str(OBSTACLES.get(why, why))
        found.append(f"{element_id}: {said}" if between else one)
    return found


class PlanForm(actions.ReasonForm):
    """From which version to which, where steps have other ids now, and why."""

    source = forms.TypedChoiceField(label=gettext_lazy("지금 판"), coerce=UUID)
    target = forms.TypedChoiceField(label=gettext_lazy("옮길 판"), coerce=UUID)
    mapping = forms.CharField(
        label=gettext_lazy("바뀐 단계"),
        help_text=gettext_lazy("이름표가 바뀐 단계만 한 줄에 하나씩 적습니다. 예: check -> review"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ["source", "target", "mapping", "reason"]

    def clean_mapping(self) -> dict[str, str]:
        """Read ``old -> new``, one a line."""
        found = {}
        for line in str(self.cleaned_data["mapping"]).splitlines():
            old, arrow, new = (part.strip() for part in line.partition("->"))
            if line.strip() and not (old and arrow and new):
                raise forms.ValidationError(_("‘%(line)s’ 줄을 읽을 수 없습니다.") % {"line": line.strip()})
            if line.strip():
                found[old] = new
        return found


@access.overseer
@require_http_methods(["GET", "POST"])
def plan(request: ViewedRequest, process_id: str) -> HttpResponse:
    """Choose versions and rehearse; nothing changes yet."""
    _require_everywhere(request)
    process = processes.find_process(process_id)
    form = PlanForm(request.POST or None)
    choices = [
        (str(one.id), _("%(number)s판 (진행 중 %(running)s건)") % {"number": one.number, "running": one.running})
        for one in queries.versions(process_id)
    ]
    form.fields["source"].choices = form.fields["target"].choices = choices  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("control_batch", _rehearse(request, form.cleaned_data))
        except operations.NotMigratable as refused:
            for sentence in in_words(refused.reasons):
                form.add_error(None, sentence)
    facts = {"process": process, "name": processes.name_of(process, request.viewer.language), "form": form}
    return render(request, "control/migrate.html", facts, status=422 if form.errors else 200)


@access.watcher
@require_GET
def show(request: ViewedRequest, batch_id: UUID) -> HttpResponse:
    """How far a batch is, what refused and why, and what can be done next."""
    _require_everywhere(request, reading=True)
    found = _batch(batch_id)
    facts = {
        "batch": found,
        "failed": [(one, in_words(one.detail or one.problem)) for one in batch_items(batch_id, "failed")],
        "may_act": access.everywhere(request.viewer),
        "form": actions.ReasonForm(),
    }
    return render(request, "control/batch.html", facts)


@access.overseer
@require_POST
def carry_out(request: ViewedRequest, batch_id: UUID) -> HttpResponse:
    """Do for real what was rehearsed."""
    return _go_on(request, batch_id, operations.carry_out, _("옮기기 시작했습니다."))


@access.overseer
@require_POST
def undo(request: ViewedRequest, batch_id: UUID) -> HttpResponse:
    """Bring back what a migration moved and that has not gone on since."""
    return _go_on(request, batch_id, operations.undo_batch, _("되돌리기 시작했습니다."))


@access.overseer
@require_POST
def stop(request: ViewedRequest, batch_id: UUID) -> HttpResponse:
    """Leave alone what the batch has not come to."""
    _require_everywhere(request)
    operations.cancel_batch(batch_id=batch_id, by=request.viewer.actor, now=clock.now())
    messages.success(request, _("남은 건은 그대로 두었습니다."))
    return redirect("control_batch", batch_id)


def _go_on(request: ViewedRequest, batch_id: UUID, act: Any, told: str) -> HttpResponse:  # noqa: ANN401 - an operation
    _require_everywhere(request)
    form = actions.ReasonForm(request.POST)
    if not form.is_valid():
        facts = {"batch": _batch(batch_id), "failed": [], "may_act": True, "form": form}
        return render(request, "control/batch.html", facts, status=422)
    reason = form.cleaned_data["reason"]
    made = act(batch_id=batch_id, reason=reason, by=request.viewer.actor, now=clock.now())
    messages.success(request, told)
    return redirect("control_batch", made)


def _rehearse(request: ViewedRequest, said: Mapping[str, Any]) -> UUID:
    wanted = operations.MigrationPlan(from_version=said["source"], to_version=said["target"], mapping=said["mapping"])
    return operations.rehearse_all(plan=wanted, reason=said["reason"], by=request.viewer.actor, now=clock.now())


def _batch(batch_id: UUID) -> BatchFacts:
    try:
        return batch(batch_id)
    except NoSuchBatch as missing:
        raise Http404(batch_id) from missing


def _require_everywhere(request: ViewedRequest, *, reading: bool = False) -> None:
    """A migration does not stop at an office's door."""
    if not (access.everywhere(request.viewer) or (reading and access.offices_of(request.viewer) is None)):
        raise PermissionDenied
