"""``manage.py dmn_tck DIR``: run a folder of the public DMN test kit."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engine.dmn import kit


class Command(BaseCommand):
    """Runs every case under a folder and ends with ``N passed, N failed``; exit 1 when one failed or none was there."""

    help = "Run a folder of the public DMN test kit and count the cases."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, and where to write all results as JSON."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--json", type=Path, help="write every case and what was wrong with it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, list what failed, count."""
        cases = list(kit.run_folder(options["folder"]))
        failed = [case for case in cases if case.wrong]
        for case in failed:
            self.stdout.write(f"FAILED {case.file} {case.id}: {case.wrong}")
        if options["json"] is not None:
            rows = [
                {"file": each.file, "case": each.id, "passed": not each.wrong, "wrong": each.wrong} for each in cases
            ]
            options["json"].write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
        self.stdout.write(f"{len(cases) - len(failed)} passed, {len(failed)} failed")
        if failed or not cases:
            raise CommandError("not every case passed" if cases else "no case was found", returncode=1)
