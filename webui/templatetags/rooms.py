"""What the studio's and the control rooms' templates need beyond Django."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def named(names: Mapping[str, str], key: str) -> str:
    """The name of an element by its id; the id where an older version's element has no name any more."""
    return names.get(key) or key
