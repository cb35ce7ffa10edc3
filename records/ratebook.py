"""Effective-dated numbers and the calendar: rates, limits and public holidays are data, never constants.

Sources: holidays 관공서의 공휴일에 관한 규정 and 공휴일에 관한 법률; rates the Notice 2023-1
(Arts 40–52) and the minimum wage table.
"""

import datetime
from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from records import validity


class Holiday(models.Model):
    """A day on which offices are closed by law; `substitute` marks a 대체공휴일."""

    day_date = models.DateField(primary_key=True)
    name_ko = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    substitute = models.BooleanField(default=False)

    class Meta:
        ordering = ["day_date"]

    def __str__(self) -> str:
        return f"{self.day_date} {self.name_ko}"


class Rate(models.Model):
    """The value of one named number from since_date through until_date; spans of one name never overlap."""

    name = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=14, decimal_places=4)
    unit = models.CharField(max_length=30)
    since_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["name", "since_date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("since_date")),
                name="rate_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="one_value_of_a_rate_on_a_day",
                expressions=[
                    ("name", RangeOperators.EQUAL),
                    (
                        validity.days(),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.value} ({self.since_date})"


class RateMissing(Exception):
    """No value of that name holds on that day; the ratebook must be filled before the day comes."""

    def __init__(self, name: str, on: datetime.date) -> None:
        super().__init__(f"{name} on {on}")
        self.name = name
        self.on = on


def is_holiday(day: datetime.date) -> bool:
    """Whether the day is a public holiday; Saturdays and Sundays are not holidays by themselves."""
    return Holiday.objects.filter(day_date=day).exists()


def rate(name: str, on: datetime.date) -> Decimal | int | None:
    """The value of a rate on a day, whole numbers as int; None where the book has none."""
    value = (
        Rate.objects.filter(Q(until_date__isnull=True) | Q(until_date__gte=on), name=name, since_date__lte=on)
        .values_list("value", flat=True)
        .first()
    )
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value.normalize()


def whole(name: str, on: datetime.date) -> int:
    """A rate that is a whole number (KRW, minutes, days); raises RateMissing where the book has none."""
    value = rate(name, on)
    if value is None:
        raise RateMissing(name, on)
    return int(value)
