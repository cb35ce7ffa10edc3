"""Fictional names and numbers, the same on every load; nobody real has them."""

from datetime import date
from uuid import UUID, uuid5

_SPACE = UUID("6b1f0d5e-0f5c-5b57-9a6e-5c1f4c9d2a10")
_FAMILY: tuple[tuple[str, str], ...] = (
    ("김", "Kim"),
    ("이", "Lee"),
    ("박", "Park"),
    ("최", "Choi"),
    ("정", "Jeong"),
    ("강", "Kang"),
    ("조", "Jo"),
    ("윤", "Yoon"),
    ("장", "Jang"),
    ("임", "Lim"),
    ("한", "Han"),
    ("오", "Oh"),
    ("서", "Seo"),
)
_GIVEN = (
    ("가람", "Garam"),
    ("나연", "Nayeon"),
    ("다온", "Daon"),
    ("도윤", "Doyun"),
    ("민서", "Minseo"),
    ("보람", "Boram"),
    ("서진", "Seojin"),
    ("채원", "Chaewon"),
    ("예린", "Yerin"),
    ("우진", "Ujin"),
    ("은채", "Eunchae"),
    ("재이", "Jaei"),
    ("지호", "Jiho"),
    ("하늘", "Haneul"),
    ("한별", "Hanbyeol"),
    ("해솔", "Haesol"),
    ("현우", "Hyeonu"),
)


def identity(key: str) -> UUID:
    """The id of a demo row, made from its key, so that a second load finds the first."""
    return uuid5(_SPACE, key)


def person(number: int) -> tuple[str, str]:
    """Korean and English name of the demo's n-th person."""
    family, family_en = _FAMILY[number % len(_FAMILY)]
    given, given_en = _GIVEN[(number * 2 + number // len(_FAMILY) * 4) % len(_GIVEN)]
    return family + given, f"{given_en} {family_en}"


def mobile(number: int) -> str:
    """A number of the block 010-0000, which nobody has."""
    return f"010-0000-{number:04d}"


def business_number(number: int) -> str:
    """A business number of the block 000-00, which no office gives out."""
    return f"000-00-{number:05d}"


def resident_number(birth: date, number: int) -> str:
    """A number with a fitting check digit and the place code 99, under which none was ever issued."""
    century = "1" if birth.year < 2000 else "3"
    digits = f"{birth:%y%m%d}{century}99{number % 1000:03d}"
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return f"{digits[:6]}-{digits[6:]}{(11 - total % 11) % 10}"
