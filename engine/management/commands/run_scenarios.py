"""Runs scenario files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from engine import scenarios


class Command(BaseCommand):
    """Plays every scenario under the paths, each in a transaction that is rolled back."""

    help = "Run scenarios: exit 1 on a failure; the last line is 'N passed, N failed'."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files and folders."""
        parser.add_argument("paths", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what failed and why, then the count."""
        failed = 0
        files = scenarios.find(options["paths"])
        for file in files:
            try:
                outcome = scenarios.run(scenarios.load(file))
                problem = outcome.problem
            except scenarios.ScenarioUnreadable as unreadable:
                problem = str(unreadable)
            failed += bool(problem)
            if problem:
                self.stdout.write(f"FAILED {file}: {problem}")
        self.stdout.write(f"{len(files) - failed} passed, {failed} failed")
        if failed or not files:
            raise SystemExit(1)
