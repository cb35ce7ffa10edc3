"""Drawing a form: `{% load forms %}{% present_form presented %}`; the partials lie in `templates/forms/`."""

from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tasks.forms.presented import PresentedField, PresentedForm
from tasks.forms.words import say

register = template.Library()

_TYPES = {"date": "date", "time": "time", "datetime": "datetime-local"}


@register.inclusion_tag("forms/form.html")
def present_form(presented: PresentedForm) -> dict[str, Any]:
    """The fields of a form, without the form element around them."""
    return {"presented": presented, "lines": presented.lines}


@register.simple_tag
def form_word(code: str, **facts: object) -> str:
    """A word of the forms' own in the page's language, from the one table of them."""
    return say(code, "en" if (get_language() or "").startswith("en") else "ko", **facts)


@register.simple_tag
def input_attributes(field: PresentedField, kind: str = "text") -> SafeString:
    """The attributes of a field's input: type, id, name, value, and what ties it to its texts."""
    found: dict[str, object] = {"type": kind, "id": field.id, "name": field.name}
    if kind not in ("file", "checkbox"):
        found["value"] = field.value
    if kind == "checkbox":
        found |= {"value": "true", "checked": field.value not in ("", "false")}
    return flatatt(found | _required(field) | dict(field.attributes))


@register.simple_tag
def text_area_attributes(field: PresentedField) -> SafeString:
    """The attributes of an element that has its value inside: textarea, select."""
    return flatatt({"id": field.id, "name": field.name} | _required(field) | dict(field.attributes))


@register.simple_tag
def group_attributes(field: PresentedField) -> SafeString:
    """The attributes of a fieldset around choices; only a radio group may say that it is required or wrong."""
    found: dict[str, object] = {"id": field.id, "tabindex": "-1"}
    if "aria-describedby" in field.attributes:
        found["aria-describedby"] = field.attributes["aria-describedby"]
    if field.type == "radio":
        found["role"] = "radiogroup"
        found |= _required(field)
        if field.error:
            found["aria-invalid"] = "true"
    return flatatt(found)


@register.simple_tag
def option_type(field: PresentedField) -> str:
    """Radio buttons for one of several, boxes for several."""
    return "radio" if field.type == "radio" else "checkbox"


@register.simple_tag
def moment_type(field: PresentedField) -> str:
    """The input type of a date, a time or both."""
    return _TYPES[field.subtype]


def _required(field: PresentedField) -> dict[str, object]:
    return {"aria-required": "true"} if field.required else {}
