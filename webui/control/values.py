"""Changing one value of a case: what it is now, what it shall be, and why; values that are hidden stay untouched."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from engine import clock, feel, operations
from engine.feel import Value
from engine.queries import InstanceDetail
from webui.access import ViewedRequest
from webui.control import access, actions, data


def _number(text: str) -> Value:
    try:
        found = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise ValueError(text) from None
    if not found.is_finite():
        raise ValueError(text)
    return found


def _yes_or_no(text: str) -> Value:
    return {"예": True, "yes": True, "true": True, "아니요": False, "no": False, "false": False}[text.lower()]


READ: Final[dict[str, Callable[[str], Value]]] = {
    "text": str,
    "number": _number,
    "date": date.fromisoformat,
    "yes_or_no": _yes_or_no,
    "nothing": lambda _text: None,
}
KINDS = [
    ("text", gettext_lazy("글")),
    ("number", gettext_lazy("숫자")),
    ("date", gettext_lazy("날짜 (2026-03-02)")),
    ("yes_or_no", gettext_lazy("예 / 아니요")),
    ("nothing", gettext_lazy("값 없음")),
]


class ValueForm(actions.ReasonForm):
    """The kind and text of the new value, and a mark of the value that was seen."""

    kind = forms.ChoiceField(label=gettext_lazy("값의 종류"), choices=KINDS)
    value = forms.CharField(
        label=gettext_lazy("새 값"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["kind", "value", "reason", "seen"]

    def clean(self) -> dict[str, Any]:
        """Read the text as its kind."""
        said = dict(super().clean() or {})
        try:
            said["read"] = READ[said.get("kind", "text")](said.get("value", "").strip())
        except (ValueError, KeyError):
            self.add_error("value", _("고른 종류의 값으로 읽을 수 없습니다."))
        return said


@access.overseer
@require_http_methods(["GET", "POST"])
def edit(request: ViewedRequest, instance_id: UUID, name: str) -> HttpResponse:
    """Change one value; refused where somebody changed it since it was shown."""
    found = actions.find(request, instance_id)
    line = _line(request, found, name)
    before = found.variables[name]
    form = ValueForm(request.POST or None, initial={**_given(before), "seen": mark(before)})
    if request.method == "POST" and form.is_valid():
        _change(request, found, (name, before), form)
        messages.success(request, _("값을 바꾸었습니다. 전의 값과 까닭도 남았습니다."))
        return redirect("control_instance", instance_id)
    said = {
        "title": _("값 바꾸기: %(name)s") % {"name": line.label or name},
        "warning": _("지금 값은 ‘%(value)s’입니다. 이미 지나간 단계의 결과는 바뀌지 않습니다.") % {"value": line.value},
        "button": _("바꾸기"),
    }
    return actions.ask(request, found, form, said)


def mark(value: Value) -> str:
    """A short mark of a value, by which a page knows whether it is still the one it showed."""
    text = json.dumps([type(value).__name__, feel.to_json(value)], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _change(request: ViewedRequest, found: InstanceDetail, what: tuple[str, Value], form: ValueForm) -> None:
    name, before = what
    if form.cleaned_data["seen"] != mark(before):
        raise operations.VariableChanged(name)
    change = operations.Change(name=name, old=before, new=form.cleaned_data["read"])
    said = operations.Edit(changes=[change], reason=form.cleaned_data["reason"])
    operations.set_variables(instance_id=found.facts.id, edit=said, by=request.viewer.actor, now=clock.now())


def _line(request: ViewedRequest, found: InstanceDetail, name: str) -> data.DataLine:
    lines = data.lines(data.versions_of(found), found.variables, request.viewer.language)
    line = next((one for one in lines if one.name == name), None)
    if line is None or not line.is_open:
        raise Http404(name)
    return line


def _given(value: Value) -> dict[str, str]:
    """The form as it first stands: the value of now, where it can be typed."""
    if isinstance(value, bool):
        return {"kind": "yes_or_no", "value": _("예") if value else _("아니요")}
    if value is None:
        return {"kind": "nothing", "value": ""}
    kinds = {Decimal: "number", date: "date"}
    kind = kinds.get(type(value), "text")
    return {"kind": kind, "value": str(value) if isinstance(value, str | Decimal | date) else ""}
