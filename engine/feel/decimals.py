"""Exact decimal numbers: IEEE 754 decimal128, 34 digits, half even, no binary floats."""

from __future__ import annotations

from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

from engine.feel.errors import Undefined

CONTEXT = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
WIDE = Context(prec=7000, rounding=ROUND_HALF_EVEN, Emin=-13000, Emax=13000, traps=[InvalidOperation, Overflow])
ONE = Decimal(1)
MAX_SCALE = 6176
MIN_SCALE = -6111


def power(base: Decimal, exponent: Decimal) -> Decimal:
    """Raise to a power; 0 ** 0 is 1 as in every other number system of the standard's implementers."""
    if not exponent:
        return ONE
    return CONTEXT.power(base, exponent)


def scaled(number: Decimal, scale: Decimal, rounding: str) -> Decimal:
    """Round to that many digits after the point; a scale outside −6111…6176 is undefined."""
    places = int(scale)
    if not MIN_SCALE <= places <= MAX_SCALE:
        raise Undefined(f"the scale {places} is outside {MIN_SCALE}…{MAX_SCALE}")
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -places:
        return number
    return CONTEXT.plus(number.quantize(Decimal((0, (1,), -places)), rounding=rounding, context=WIDE))


def text(number: Decimal) -> str:
    """Write plainly: no exponent, no trailing zeros, no minus before zero."""
    if not number:
        return "0"
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
