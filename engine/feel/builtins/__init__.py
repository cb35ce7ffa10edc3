"""All built-in functions of FEEL, and ours."""

from __future__ import annotations

from engine.feel.builtins import (
    camunda,
    contexts,
    conversion,
    json_text,
    lists,
    masking,
    numbers,
    range_text,
    ranges,
    strings,
    temporal,
    workdays,
)
from engine.feel.builtins.registry import FUNCTIONS

__all__ = [
    "FUNCTIONS",
    "camunda",
    "contexts",
    "conversion",
    "json_text",
    "lists",
    "masking",
    "numbers",
    "range_text",
    "ranges",
    "strings",
    "temporal",
    "workdays",
]
