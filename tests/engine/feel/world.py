"""The little world the FEEL tests run in: a clock in Korea, its holidays of 2024, one rate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine import feel

SEOUL = ZoneInfo("Asia/Seoul")
HOLIDAYS = {date(2024, 3, 1), date(2024, 5, 6), date(2024, 5, 15), date(2024, 12, 25)}


class Holidays:
    def is_holiday(self, day: date, /) -> bool:
        return day in HOLIDAYS


class Prices:
    def rate(self, name: str, on: date, /) -> Decimal | int | None:
        if name != "hourly wage":
            return None
        return 9860 if on.year == 2024 else Decimal("9620.5")


def environment(
    now: datetime = datetime(2024, 3, 4, 10, 30, tzinfo=SEOUL), limits: feel.Limits = feel.DEFAULT_LIMITS
) -> feel.Environment:
    return feel.Environment(now=now, calendar=Holidays(), rates=Prices(), limits=limits)


def value(text: str, context: Mapping[str, object] | None = None) -> object:
    """What an expression gives, as JSON, and None only together with a warning or a written null."""
    return feel.to_json(feel.evaluate(text, context or {}, environment()).value)


def warnings(text: str, context: Mapping[str, object] | None = None) -> list[str]:
    return [warning.message for warning in feel.evaluate(text, context or {}, environment()).warnings]
