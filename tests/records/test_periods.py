from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.support import periods


@pytest.mark.parametrize(
    ("start", "fiscal", "end"),
    [
        (date(2024, 2, 29), False, date(2025, 2, 28)),
        (date(2024, 2, 29), True, date(2024, 12, 31)),
        (date(2024, 3, 1), False, date(2025, 2, 28)),
        (date(2026, 1, 1), True, date(2026, 12, 31)),
        (date(2026, 5, 31), False, date(2027, 5, 30)),
    ],
)
def test_support_ends_the_day_before_the_corresponding_day_v31(start, fiscal, end):
    assert periods.support_end(start, fiscal) == end


@pytest.mark.parametrize(("months", "end"), [(12, date(2025, 5, 9)), (8, date(2025, 1, 9))])
def test_a_stop_counts_the_day_of_cancellation_v34(months, end):
    assert periods.sanction_end(date(2024, 5, 10), months) == end


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(1, 36))
def test_a_span_of_months_never_reaches_the_same_day_again(start, months):
    end = periods.support_end(start, fiscal_year_end=False, months=months)
    assert start < end <= periods.add_months(start, months)
