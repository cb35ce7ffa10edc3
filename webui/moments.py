"""Dates and times in the words people use: "내일까지", "3일 지남", "2분 뒤에"."""

import math
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def in_words(moment: datetime | date) -> str:
    """A date, or a date and time, written out in the reader's language and Korean time."""
    if isinstance(moment, datetime):
        return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    return date_format(moment, "DATE_FORMAT")


def due_in_words(due_at: datetime, now: datetime) -> str:
    """By when, counted in calendar days as people do: today, tomorrow, in n days, n days late."""
    due, today = timezone.localtime(due_at), timezone.localtime(now)
    days = (due.date() - today.date()).days
    if due_at < now:
        late = -days
        return ngettext("%(days)d일 지남", "%(days)d일 지남", late) % {"days": late} if late else _("오늘 기한 지남")
    if days == 0:
        return _("오늘 %(time)s까지") % {"time": date_format(due, "TIME_FORMAT")}
    if days == 1:
        return _("내일까지")
    return ngettext("%(days)d일 남음", "%(days)d일 남음", days) % {"days": days}


def wait_in_words(until: datetime | None) -> str:
    """How long to wait from now, rounded up so that nobody comes back too early."""
    seconds = 0 if until is None else (until - timezone.now()).total_seconds()
    if seconds <= 60:
        return _("1분 뒤에")
    minutes = math.ceil(seconds / 60)
    return ngettext("%(minutes)d분 뒤에", "%(minutes)d분 뒤에", minutes) % {"minutes": minutes}
