"""Moves the engine's clock in the demo and in tests."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engine import clock
from engine.spiff import timing


class Command(BaseCommand):
    """Moves on or back by an ISO 8601 duration, or to PostgreSQL's own time."""

    help = "Move the engine's clock: manage.py move_clock P3D, or --back P3D, or --reset."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A duration, ``--back`` with one, or ``--reset``."""
        parser.add_argument("duration", nargs="?", help="ISO 8601, such as P3D or PT2H")
        parser.add_argument("--back", metavar="DURATION", help="move back by so much instead")
        parser.add_argument("--reset", action="store_true", help="back to the database's time")

    def handle(self, *args: Any, **options: Any) -> None:
        """Move and print the new time; refused where the settings do not allow it."""
        try:
            if options["reset"]:
                moved = clock.reset()
            elif options["duration"] or options["back"]:
                now = clock.now()
                words = options["duration"] or f"-{options['back']}"
                moved = clock.move(timing.span(words).after(now) - now)
            else:
                raise CommandError("give a duration or --reset")
        except clock.ClockMayNotMove:
            raise CommandError("the clock may not move here") from None
        except timing.NotATime as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(moved.isoformat())
