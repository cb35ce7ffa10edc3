"""What a field's ``validate`` block may hold: a pattern that can be matched, and limits that an answer can keep."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tasks.forms import patterns
from tasks.forms.schema import Field
from tasks.forms.surroundings import is_expression

#: What is wrong, in Korean and in English.
Wrong = tuple[str, str]
_PAIRS = (("min", "max"), ("minLength", "maxLength"))
#: No limit of a field is meant to be longer; more digits would only cost time.
_MOST_DIGITS = 30


def wrong(field: Field) -> Iterator[Wrong]:
    """What is wrong with the rules of a field; computed limits are known only with the answers."""
    yield from _pattern(field.rules.get("pattern"))
    for low, high in _PAIRS:
        for name in (low, high):
            if _is_said(field.rules.get(name)) and _number(field.rules[name]) is None:
                yield f"{name}은(는) 수이거나 =로 시작하는 식이어야 합니다.", f"{name} is a number or an =expression."
        least, most = _number(field.rules.get(low)), _number(field.rules.get(high))
        if least is not None and most is not None and least > most:
            yield f"{low}이 {high}보다 큽니다.", f"{low} is greater than {high}."


def _pattern(said: object) -> Iterator[Wrong]:
    if said is not None and not isinstance(said, str):
        yield "정규식(pattern)은 글이어야 합니다.", "The pattern is a text."
    elif said and not patterns.is_pattern(said):
        yield "정규식이 잘못되었습니다.", "The pattern is not a regular expression."


def _is_said(limit: object) -> bool:
    """Whether a limit is written down: an editor may leave an empty text behind, and an expression gives its own."""
    return limit is not None and limit != "" and not is_expression(limit)


def _number(said: object) -> Decimal | None:
    if isinstance(said, bool) or not isinstance(said, int | float | str | Decimal):
        return None
    try:
        found = Decimal(str(said))
    except ArithmeticError:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < _MOST_DIGITS else None
