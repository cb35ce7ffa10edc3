"""What the studio's and the control rooms' templates need beyond Django."""

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language

from engine.queries import ProcessFacts

register = template.Library()


@register.filter
def named(names: Mapping[str, str], key: str) -> str:
    """The name of an element by its id; the id where an older version's element has no name any more."""
    return names.get(key) or key


@register.filter
def called(process: ProcessFacts) -> str:
    """The process's name in the reader's language."""
    return process.name_en or process.name if get_language() == "en" else process.name
