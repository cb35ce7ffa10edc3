"""Makes the figures anew from the truth, where they were lost or spoilt."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from engine import clock, rebuilding


class Command(BaseCommand):
    """The days' figures from the history, the inbox's counters from its items; may run beside the work."""

    help = "Rebuild the figures of steps from the history and the inbox's counters from its items."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how many rows each has now."""
        for name, rows in rebuilding.rebuild_all(clock.now()).items():
            self.stdout.write(f"{name}: {rows} rows")
