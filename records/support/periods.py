"""How long support lasts and how long a sanction keeps it away; pure functions of dates (vectors V31, V34)."""

from calendar import monthrange
from datetime import date, timedelta

PERIOD_MONTHS = 12  # Notice Art 44②: not over one year; the ratebook says whether less


def support_end(start: date, fiscal_year_end: bool, months: int = PERIOD_MONTHS) -> date:  # noqa: FBT001 the contract's form
    """The last day of support that begins on `start` (민법 Art 160②③).

    A span of months ends the day before the day of the same number; where the last month lacks that day, with that
    month's last day. Under the fiscal-year rule support also ends with 31 December of the year it began.
    """
    corresponding = add_months(start, months)
    end = corresponding - timedelta(days=1) if corresponding.day == start.day else corresponding
    return min(end, date(start.year, 12, 31)) if fiscal_year_end else end


def sanction_end(cancelled: date, months: int) -> date:
    """The last day of the stop after a cancellation for fraud; its first day is the cancellation (Notice Art 51②)."""
    return support_end(cancelled, fiscal_year_end=False, months=months)


def add_months(day: date, months: int) -> date:
    """The same day that many months later; in a month that lacks it, the month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
