"""``manage.py feel 'EXPR'``: evaluate an expression at a shell."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engine import feel
from engine.management.commands import _shell


class Command(BaseCommand):
    """Prints the value as JSON and the warnings, with their places, to the error stream."""

    help = "Evaluate a FEEL expression."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the expression, a JSON file of variables, and a clock."""
        parser.add_argument("expression")
        parser.add_argument("--context", type=Path, help="a JSON file with the variables")
        parser.add_argument("--now", help="the date and time that now() gives, in ISO form")

    def handle(self, *args: Any, **options: Any) -> None:
        """Evaluate; an expression that is refused ends with its reason."""
        context = _shell.read_values(options["context"])
        try:
            result = feel.evaluate(options["expression"], context, _shell.environment(options["now"]))
        except (feel.FeelSyntaxError, feel.FeelLimitExceeded) as error:
            raise CommandError(error.message) from error
        for warning in result.warnings:
            line, column = warning.position
            self.stderr.write(f"line {line}, column {column}: {warning.message}")
        self.stdout.write(_shell.written(result.value))
