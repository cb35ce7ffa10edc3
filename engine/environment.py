"""The world as expressions see it during a step: the step's time, the filled ports, the limits of the settings."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings

from engine import feel, ports


def at(now: datetime) -> feel.Environment:
    """FEEL's environment at a moment; ``settings.FEEL_LIMITS`` names the limits that differ from the usual ones."""
    return feel.Environment(
        now=now,
        calendar=ports.calendar() if ports.filled("calendar") else None,
        rates=ports.rates() if ports.filled("rates") else None,
        limits=_limits(tuple(settings.FEEL_LIMITS.items())),
    )


@lru_cache
def _limits(said: tuple[tuple[str, Any], ...]) -> feel.Limits:
    return feel.Limits(**dict(said))
