"""What a supervisor does by hand when a case cannot go on by itself: another time for a timer, a message given to the
step that waits for it, a step given up for another. Each says what will happen, asks why, and is kept in the history.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from engine import clock, environment, feel, operations, queries
from engine.feel import Value
from engine.queries import InstanceDetail, MessageWait, OpenStepFacts, TimerFacts
from records import wording
from webui import moments
from webui.access import ViewedRequest
from webui.control import access, actions

#: Kinds of nodes that a case can be led to: work of people and machines, and events that wait.
PLACES: Final = frozenset(
    {
        "userTask", "manualTask", "task", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask",
        "callActivity", "subProcess", "intermediateCatchEvent", "eventBasedGateway",
    }
)  # fmt: skip
MOST_LINES = 50


class TimerForm(actions.ReasonForm):
    """The new time, and the one that was seen."""

    due_at = forms.DateTimeField(
        label=gettext_lazy("새 때"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": gettext_lazy("새 때를 적어 주세요."),
            "invalid": gettext_lazy("때를 알 수 없습니다."),
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    field_order = ["due_at", "reason", "seen"]

    def clean_seen(self) -> datetime:
        """The time as the page was made with it."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            raise forms.ValidationError(_("화면을 다시 열어 주세요.")) from None


class MessageForm(actions.ReasonForm):
    """What the message brings, a line a value."""

    brings = forms.CharField(
        label=gettext_lazy("함께 전할 값"),
        help_text=gettext_lazy('없으면 비워 두세요. 한 줄에 하나씩 적습니다. 보기: 금액 = 3, 결과 = "승인"'),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ["brings", "reason"]

    def clean_brings(self) -> dict[str, Value]:
        """The lines as FEEL values by name."""
        lines = [line for line in self.cleaned_data["brings"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("값이 너무 많습니다."))
        return dict(_value(line) for line in lines)


class MoveForm(actions.ReasonForm):
    """Where to go on."""

    to = forms.ChoiceField(
        label=gettext_lazy("옮길 단계"), error_messages={"required": gettext_lazy("옮길 단계를 고르세요.")}
    )
    field_order = ["to", "reason"]


@access.overseer
@require_http_methods(["GET", "POST"])
def change_timer(request: ViewedRequest, instance_id: UUID, timer_id: UUID) -> HttpResponse:
    """Let a timer come at another time; refused where somebody moved it since it was shown."""
    found = actions.find(request, instance_id)
    timer = _timer(found, timer_id)
    form = TimerForm(request.POST or None, initial={"due_at": timer.due_at, "seen": timer.due_at.isoformat()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        operations.change_timer(
            timer_id=timer_id,
            due_at=said["due_at"],
            seen_due_at=said["seen"],
            reason=said["reason"],
            by=request.viewer.actor,
            now=clock.now(),
        )
        messages.success(request, _("때를 바꾸었습니다. 전의 때와 까닭도 남았습니다."))
        return redirect("control_instance", instance_id)
    warning = _("‘%(step)s’의 때는 지금 %(at)s입니다. 지난 때를 적으면 바로 그 때가 된 것으로 합니다.")
    words = {"step": timer.name or timer.element_id, "at": moments.in_words(timer.due_at)}
    page = {"title": _("때 바꾸기"), "warning": warning % words, "button": _("바꾸기")}
    return actions.ask(request, found, form, page)


@access.overseer
@require_http_methods(["GET", "POST"])
def give_message(request: ViewedRequest, instance_id: UUID, task_id: UUID) -> HttpResponse:
    """Give the step the message it waits for, as if it had come by itself."""
    found = actions.find(request, instance_id)
    wait = _wait(instance_id, task_id)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = operations.ByHand(reason=form.cleaned_data["reason"], data=form.cleaned_data["brings"])
        operations.correlate(task_id=task_id, message=said, by=request.viewer.actor, now=clock.now())
        messages.success(request, _("메시지를 전했습니다. 까닭은 이력에 남았습니다."))
        return redirect("control_instance", instance_id)
    warning = _("‘%(step)s’이(가) 기다리던 메시지가 온 것으로 하고 다음으로 갑니다. 되돌릴 수 없습니다.")
    page = {
        "title": _("메시지 직접 전하기"),
        "warning": wording.settled(warning % {"step": _name(found, wait.element_id)}),
        "button": _("전하기"),
        "is_danger": True,
    }
    return actions.ask(request, found, form, page)


@access.overseer
@require_http_methods(["GET", "POST"])
def move_step(request: ViewedRequest, instance_id: UUID, task_id: UUID) -> HttpResponse:
    """Give up an open step and go on at another one."""
    found = actions.find(request, instance_id)
    step = _step(found, task_id)
    form = MoveForm(request.POST or None)
    form.fields["to"].choices = [("", _("고르세요")), *_places(found, step)]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        placement = operations.Placement(element_id=form.cleaned_data["to"])
        said = operations.Modification(cancel=[task_id], add=[placement], reason=form.cleaned_data["reason"])
        operations.modify(instance_id=instance_id, modification=said, by=request.viewer.actor, now=clock.now())
        messages.success(request, _("옮겼습니다. 까닭은 이력에 남았습니다."))
        return redirect("control_instance", instance_id)
    warning = _("열린 단계 ‘%(step)s’을(를) 거두고 고른 단계에서 다시 이어 갑니다. 이미 한 일과 자료는 그대로입니다.")
    page = {
        "title": _("다른 단계로 옮기기"),
        "warning": wording.settled(warning % {"step": step.name or step.element_id}),
        "button": _("옮기기"),
        "is_danger": True,
    }
    return actions.ask(request, found, form, page)


def _timer(found: InstanceDetail, timer_id: UUID) -> TimerFacts:
    timer = next((one for one in found.timers if one.task_id == timer_id), None)
    if timer is None:
        raise operations.TimerGone(timer_id)
    return timer


def _wait(instance_id: UUID, task_id: UUID) -> MessageWait:
    wait = next((one for one in queries.message_waits(instance_id) if one.task_id == task_id), None)
    if wait is None:
        raise operations.NobodyWaits(task_id)
    return wait


def _name(found: InstanceDetail, element_id: str) -> str:
    return queries.element(found.facts.version_id, element_id).name or element_id


def _step(found: InstanceDetail, task_id: UUID) -> OpenStepFacts:
    step = next((one for one in found.open_tasks if one.task_id == task_id), None)
    if step is None:
        raise operations.TaskNotOpen(task_id)
    return step


def _places(found: InstanceDetail, step: OpenStepFacts) -> list[tuple[str, str]]:
    """The steps of the version in the order of the diagram, by name; the one that is given up is none of them."""
    nodes = queries.elements(found.facts.version_id)
    return [(one.id, one.name or one.id) for one in nodes if one.kind in PLACES and one.id != step.element_id]


def _value(line: str) -> tuple[str, Value]:
    name, separator, text = line.partition("=")
    try:
        if not separator or not name.strip() or not text.strip():
            raise ValueError(line)
        found = feel.evaluate(text.strip(), {}, environment.at(clock.now()))
    except (ValueError, feel.FeelSyntaxError, feel.FeelLimitExceeded):
        raise forms.ValidationError(
            _("‘%(line)s’을(를) 읽을 수 없습니다. ‘이름 = 값’으로 적고, 글은 따옴표 안에 적어 주세요.")
            % {"line": line.strip()}
        ) from None
    return name.strip(), found.value
