from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from records import ratebook
from records.models import Holiday, Rate, Region

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "day",
    ["2024-05-06", "2024-05-15", "2024-04-10", "2025-10-08", "2026-05-01", "2026-07-17", "2026-08-17", "2028-10-05"],
)
def test_the_calendar_knows_the_holidays_of_the_law(day):
    assert ratebook.is_holiday(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2024-05-01", "2025-07-17", "2026-06-08", "2024-05-04", "2026-09-28"])
def test_ordinary_days_are_no_holidays(day):
    assert not ratebook.is_holiday(date.fromisoformat(day))


def test_substitute_holidays_are_marked_and_fall_on_weekdays():
    substitutes = Holiday.objects.filter(substitute=True)
    assert substitutes.count() == 19
    assert all(holiday.day_date.weekday() < 5 for holiday in substitutes)


def test_there_are_seventeen_provinces():
    assert Region.objects.count() == 17
    assert Region.objects.first().name_ko == "서울특별시"


@pytest.mark.parametrize(("on", "wage"), [("2023-12-31", 9620), ("2024-01-01", 9860), ("2026-11-22", 10320)])
def test_the_minimum_wage_is_that_of_the_day(on, wage):
    assert ratebook.rate("minimum_wage", date.fromisoformat(on)) == wage


def test_a_fraction_stays_a_decimal_and_an_unknown_rate_is_none():
    assert ratebook.rate("concurrency_addon_2", date(2024, 1, 1)) == Decimal("0.2")
    assert ratebook.rate("limit_minutes_week", date(2024, 1, 1)) == 2400
    assert ratebook.rate("minimum_wage", date(2001, 1, 1)) is None
    with pytest.raises(ratebook.RateMissing):
        ratebook.whole("minimum_wage", date(2001, 1, 1))


def test_two_values_of_a_rate_on_one_day_are_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        Rate.objects.create(name="minimum_wage", value=1, unit="KRW/hour", since_date=date(2025, 6, 1))


def test_loading_reference_data_again_adds_nothing_and_overwrites_nothing():
    Rate.objects.filter(name="max_concurrency").update(value=5)
    Holiday.objects.filter(day_date=date(2024, 5, 6)).delete()
    call_command("load_reference")
    assert ratebook.rate("max_concurrency", date(2024, 1, 1)) == 5
    assert ratebook.is_holiday(date(2024, 5, 6))
    assert Region.objects.count() == 17
