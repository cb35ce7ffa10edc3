"""``manage.py dmn MODEL DECISION``: evaluate a decision at a shell, and say why."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engine import dmn, feel
from engine.management.commands import _shell


class Command(BaseCommand):
    """Prints the value as JSON; with ``--explain`` also the rules that fired and with which inputs."""

    help = "Evaluate a decision of a DMN file; imported models are found in the same folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the decision's id or name, a JSON file of inputs, and a clock."""
        parser.add_argument("model", type=Path)
        parser.add_argument("decision")
        parser.add_argument("--inputs", type=Path, help="a JSON file with the inputs by name")
        parser.add_argument("--now", help="the date and time that now() gives, in ISO form")
        parser.add_argument("--explain", action="store_true", help="say which rules fired, and with which inputs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Evaluate; a model or decision that is refused ends with the element and the reason."""
        inputs = _shell.read_values(options["inputs"])
        try:
            model = dmn.parse(options["model"].read_bytes(), imports=dmn.neighbours(options["model"].parent))
            result = dmn.evaluate_among(model, options["decision"], inputs, _shell.environment(options["now"]))
        except (OSError, dmn.DecisionRefused, feel.FeelLimitExceeded) as error:
            raise CommandError(str(error)) from error
        for warning in result.warnings:
            self.stderr.write(warning.message)
        self.stdout.write(_shell.written(result.value))
        if options["explain"]:
            self._explain(result)

    def _explain(self, result: dmn.Decided) -> None:
        for fired in result.trace:
            inputs = ", ".join(f"{name} = {_shell.written(value)}" for name, value in fired.inputs.items())
            self.stdout.write(f"{fired.decision}: rule {fired.rule} ({fired.rule_id}) because {inputs}")
