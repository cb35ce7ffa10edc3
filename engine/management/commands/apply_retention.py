"""Deletes ended cases that were kept as long as their process's rule says."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from engine import clock, retention
from engine.retention import months


class Command(BaseCommand):
    """What the nightly job does; ``--dry-run`` says what it would do and changes nothing."""

    help = "Delete ended cases past their process's retention (see set_retention); legal holds keep theirs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Only whether to do it, and in how large steps."""
        parser.add_argument("--dry-run", action="store_true", help="only say what would be deleted")
        parser.add_argument("--batch", type=int, default=retention.BATCH, help="families of one transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is due, by process, then delete it."""
        now = clock.now()
        for due in retention.due_by_process(now):
            self.stdout.write(
                f"{due.process_id}: {due.families} cases of {due.instances} instances, the oldest ended "
                f"{due.oldest_ended_at:%Y-%m-%d}"
            )
        if options["dry_run"]:
            whole = months.droppable(now)
            self.stdout.write(f"months that would be dropped whole: {_named([month.name for month in whole])}")
            self.stdout.write("nothing was changed")
            return
        done = retention.apply(now, batch=options["batch"])
        self.stdout.write(f"{done.families} cases of {done.instances} instances deleted")
        self.stdout.write(f"months dropped whole: {_named(list(done.months))}")


def _named(names: list[str]) -> str:
    return ", ".join(names) or "none"
