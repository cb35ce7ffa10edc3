"""How long open steps have waited, from the engine's histogram: a share of them waited less than a bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engine.metrics import BOUNDS


@dataclass(frozen=True, kw_only=True)
class StepFigures:
    """One step of a process as the table and the picture show it; waiting times are upper bounds in words."""

    element_id: str
    name: str
    lane: str
    open: int
    overdue: int
    median: str
    nine_of_ten: str
    oldest: str


def share(histogram: Sequence[int], part: float) -> str:
    """In words, the bound below which this part of the waits lies; empty without waits."""
    total, seen = sum(histogram), 0
    for place, count in enumerate(histogram):
        seen += count
        if count and seen >= part * total:
            return _bound(place)
    return ""


def _bound(place: int) -> str:
    if place >= len(BOUNDS):
        return _("%(span)s 이상") % {"span": span(timedelta(seconds=BOUNDS[-1]))}
    return _("%(span)s 미만") % {"span": span(timedelta(seconds=BOUNDS[place]))}


def since(moment: datetime, now: datetime) -> str:
    """How long ago, in words."""
    return span(max(now - moment, timedelta()))


def span(length: timedelta) -> str:
    """A length of time in its largest whole unit."""
    minutes = int(length.total_seconds() // 60)
    if minutes >= 24 * 60:
        count = minutes // (24 * 60)
        return ngettext("%(count)s일", "%(count)s일", count) % {"count": count}
    if minutes >= 60:
        count = minutes // 60
        return ngettext("%(count)s시간", "%(count)s시간", count) % {"count": count}
    return ngettext("%(count)s분", "%(count)s분", minutes) % {"count": minutes}
