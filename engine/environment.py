"""The world as expressions see it during a step: the step's time, the filled ports, the limits of the settings."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from engine import feel, ports


def at(now: datetime) -> feel.Environment:
    """FEEL's environment at a moment; ``settings.FEEL_LIMITS`` names the limits that differ from the usual ones."""
    return feel.Environment(
        now=now,
        calendar=ports.calendar() if ports.filled("calendar") else None,
        rates=ports.rates() if ports.filled("rates") else None,
        limits=feel.Limits(**settings.FEEL_LIMITS),
    )
