"""What the commands ``feel`` and ``dmn`` share: the environment, reading JSON, and how refusals are told."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.management.base import CommandError
from django.db import DatabaseError

from engine import clock, feel, ports

SEOUL = ZoneInfo("Asia/Seoul")


def environment(now: str | None) -> feel.Environment:
    """Give the clock, holidays and rates of this installation; ``now`` in ISO form replaces the clock."""
    return feel.Environment(now=_moment(now), calendar=_calendar(), rates=_rates())


def _moment(now: str | None) -> datetime:
    if now is not None:
        try:
            given = datetime.fromisoformat(now)
        except ValueError as error:
            raise CommandError(f"--now {now} is not a date and time") from error
        return given if given.tzinfo is not None else given.replace(tzinfo=SEOUL)
    try:
        return clock.now()
    except DatabaseError:
        return datetime.now(SEOUL)


def _calendar() -> feel.Calendar | None:
    try:
        return ports.calendar()
    except ports.PortNotFilled:
        return None


def _rates() -> feel.Rates | None:
    try:
        return ports.rates()
    except ports.PortNotFilled:
        return None


def read_values(file: Path | None) -> dict[str, object]:
    """Read a JSON object; numbers become exact decimals."""
    if file is None:
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, ValueError) as error:
        raise CommandError(f"{file}: {error}") from error
    if not isinstance(found, dict):
        raise CommandError(f"{file}: a JSON object with the names and their values is needed")
    return found


def written(value: object) -> str:
    """Write a FEEL value as JSON."""
    return json.dumps(feel.to_json(value), ensure_ascii=False, indent=2)
