"""Runs scenario files."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from engine import scenarios


class Command(BaseCommand):
    """Plays every scenario under the paths, each in a transaction that is rolled back."""

    help = "Run scenarios: exit 1 on a failure; the last line is 'N passed, N failed'."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files and folders."""
        parser.add_argument("paths", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what failed and why, then the count."""
        _have_tables()
        passed = failed = 0
        for file in scenarios.find(options["paths"]):
            for name, problem in _outcomes(file):
                failed += bool(problem)
                passed += not problem
                if problem:
                    self.stdout.write(f"FAILED {name}: {problem}")
        self.stdout.write(f"{passed} passed, {failed} failed")
        if failed or not passed:
            raise SystemExit(1)


def _outcomes(file: Path) -> Iterator[tuple[str, str]]:
    """Of each scenario of a file: where it stands, and its problem or nothing."""
    try:
        written = scenarios.load_all(file)
    except scenarios.ScenarioUnreadable as unreadable:
        yield str(file), str(unreadable).removeprefix(f"{file}: ")
        return
    for scenario in written:
        where = f"{file} ({scenario.name})" if len(written) > 1 else str(file)
        yield where, scenarios.run(scenario).problem.removeprefix(f"{file}: ")


def _have_tables() -> None:
    """Nobody need start the demo first: its own database is brought up to date. Anybody else's is left alone."""
    if not settings.DEMO:
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0)
