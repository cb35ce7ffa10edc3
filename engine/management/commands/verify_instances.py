"""Checks that every instance is where its rows say."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from engine import verification


class Command(BaseCommand):
    """Prints what does not fit together; usable in production, reads only."""

    help = "Compare every instance's state with its timers, jobs, subscriptions and open steps; exit 1 on a difference."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each difference, then the count."""
        count = 0
        for sentence in verification.verify():
            count += 1
            self.stdout.write(sentence)
        self.stdout.write(f"{count} differences")
        if count:
            raise SystemExit(1)
