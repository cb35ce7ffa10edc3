"""Checks that every instance is where its rows, its history and the inbox say."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from engine import verification
from engine.models import ProcessInstance


class Command(BaseCommand):
    """Prints what does not fit together; reads only, so it may run in production beside the work.

    Ends with 0 where everything fits, 1 where something does not, 2 where it was asked about what does not exist.
    """

    help = (
        "Compare every instance's state with its timers, jobs, subscriptions, open steps, incidents, history, work "
        "items and figures; exit 1 on a difference."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One family, one process, or everything; sentences or JSON."""
        parser.add_argument("--case", help="a case number: this case with all it called and was called by")
        parser.add_argument("--process", help="a process id: only its instances")
        parser.add_argument("--json", action="store_true", help="a JSON object a line, the sums last")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each difference as it is found, then the sums."""
        self._looked_at, differences = 0, 0
        for difference in self._differences(options["case"], options["process"]):
            differences += 1
            self.stdout.write(_as_json(difference) if options["json"] else str(difference))
        if options["json"]:
            self.stdout.write(json.dumps({"instances": self._looked_at, "differences": differences}))
        else:
            self.stdout.write(f"{self._looked_at} instances, {differences} differences")
        if differences:
            raise SystemExit(1)

    def _differences(self, case: str | None, process: str | None) -> Iterator[verification.Difference]:
        def count(instances: int) -> None:
            self._looked_at += instances

        if process and not ProcessInstance.objects.filter(process_id=process).exists():
            raise CommandError(f"no instance of a process {process}", returncode=2)
        return verification.verify(_family(case) if case else None, process_id=process, progress=count)


def _family(case: str) -> list[UUID]:
    found = ProcessInstance.objects.filter(case_number=case).values_list("root_id", flat=True).first()
    if found is None:
        raise CommandError(f"no case {case}", returncode=2)
    return [found]


def _as_json(difference: verification.Difference) -> str:
    return json.dumps(
        {
            "check": difference.check,
            "case": difference.case_number,
            "process": difference.process_id,
            "instance": str(difference.instance_id) if difference.instance_id else None,
            "sentence": difference.sentence,
        },
        ensure_ascii=False,
    )
