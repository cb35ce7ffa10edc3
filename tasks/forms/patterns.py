"""Patterns that analysts and the house write, matched within a time limit so that no pattern can hold a worker up."""

from __future__ import annotations

from functools import lru_cache

import regex

LONGEST = 1_000
SECONDS = 0.05
_EMAIL = r"^[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+$"
_PHONE = r"^(\+\d{1,3}[ -]?)?\(?\d{1,4}\)?([ -]?\d{2,4}){1,3}$"


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


def is_pattern(pattern: str) -> bool:
    """Whether the text is a regular expression of bearable length."""
    try:
        _compiled(pattern)
    except regex.error:
        return False
    return len(pattern) <= LONGEST


def fits(pattern: str, text: str) -> bool:
    """Whether the pattern is found in the text (as in form-js: anchor it yourself); too slow a one does not fit."""
    try:
        return _compiled(pattern).search(text, timeout=SECONDS) is not None
    except (TimeoutError, regex.error):
        return False


def is_email(text: str) -> bool:
    """Whether the text looks like an address for electronic mail."""
    return len(text) <= 254 and fits(_EMAIL, text)


def is_phone(text: str) -> bool:
    """Whether the text is a Korean or international telephone number of 8 to 15 digits."""
    return fits(_PHONE, text) and 8 <= sum(letter.isdigit() for letter in text) <= 15
