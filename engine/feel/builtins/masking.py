"""Our own function ``mask``: personal data as it may be shown and printed."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel.builtins import arguments as want
from engine.feel.builtins.registry import builtin
from engine.feel.environment import Run
from engine.feel.errors import Undefined
from engine.feel.values import Value


def _name(text: str) -> str:
    if len(text) < 3:
        return text[:1] + "*" * (len(text) - 1)
    return text[0] + "*" * (len(text) - 2) + text[-1]


def _resident_number(text: str) -> str:
    digits = "".join(char for char in text if char.isdigit())
    return f"{digits[:6]}-{digits[6:7]}******" if len(digits) == 13 else "*" * len(text)


def _phone(text: str) -> str:
    digits = "".join(char for char in text if char.isdigit())
    if not 9 <= len(digits) <= 11:
        return "*" * len(text)
    head = 2 if digits.startswith("02") else 3
    return f"{digits[:head]}-{'*' * (len(digits) - head - 4)}-{digits[-4:]}"


def _account(text: str) -> str:
    if sum(char.isdigit() for char in text) < 8:
        return "*" * len(text)
    left = sum(char.isdigit() for char in text) - 4
    shown = []
    for char in text:
        hidden = char.isdigit() and left > 0
        left -= char.isdigit()
        shown.append("*" if hidden else char)
    return "".join(shown)


def _email(text: str) -> str:
    local, at, domain = text.partition("@")
    return (
        f"{local[:2] if len(local) > 2 else ''}{'*' * (len(local) - 2 if len(local) > 2 else len(local))}{at}{domain}"
    )


KINDS: dict[str, Callable[[str], str]] = {
    "name": _name,
    "rrn": _resident_number,
    "phone": _phone,
    "account": _account,
    "email": _email,
    "all": lambda text: "*" * len(text),
}


@builtin("mask(text, kind)")
def _mask(run: Run, text: Value, kind: Value) -> str:
    mask = KINDS.get(want.string(kind))
    if mask is None:
        raise Undefined(f"the kinds of mask are {', '.join(KINDS)}")
    return mask(want.string(text))
