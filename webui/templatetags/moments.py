"""Dates in words inside templates: `{{ row.due_at|due:now }}`."""

from datetime import datetime

from django import template

from webui import moments

register = template.Library()


@register.filter
def due(due_at: datetime, now: datetime) -> str:
    """By when, in the words of `moments.due_in_words`."""
    return moments.due_in_words(due_at, now)
