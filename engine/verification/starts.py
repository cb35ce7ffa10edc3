"""Starts by the clock against the versions: only a live version waits for its times, each of them once."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count

from engine.models import StartTimer
from engine.verification.findings import Difference


def check() -> Iterator[Difference]:
    """Look for times that would start a version that is followed by another, or start one twice."""
    old = StartTimer.objects.filter(version__is_live=False)
    for process_id, number, element_id in old.values_list("version__process_id", "version__number", "element_id"):
        sentence = f"{process_id} version {number} is not live, but waits for the time of {element_id}"
        yield Difference(check="starts", sentence=sentence, process_id=process_id)
    each = StartTimer.objects.values_list("version__process_id", "element_id").annotate(n=Count("pk"))
    for process_id, element_id, count in each.filter(n__gt=1, version__is_live=True):
        sentence = f"{process_id} waits {count} times for the time of {element_id}"
        yield Difference(check="starts", sentence=sentence, process_id=process_id)
