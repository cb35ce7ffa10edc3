"""`manage.py prepare_demo`: everything between an empty database and a demo that people can use; safe to repeat."""

import io
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

#: In this order: the reference data before what refers to it, the lifecycles before the cases that run in them.
STEPS = {
    "collectstatic": "putting the pages' files in place",
    "migrate": "bringing the database up to date",
    "load_reference": "loading regions, holidays and rates",
    "deploy_lifecycles": "deploying the lifecycles",
    "load_demo": "loading fictional people and their cases",
}


class Command(BaseCommand):
    """Prepare the demo; the accounts that `load_demo` names go to a file, to be shown last."""

    requires_system_checks = ()  # bin/check has asked them; a start need not wait for them
    help = "Migrates, deploys the lifecycles and loads the demo data. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--accounts FILE`: where the list of accounts goes."""
        parser.add_argument("--accounts", type=Path, default=settings.VAR_DIR / "accounts.txt")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the steps that this release has."""
        known = get_commands()
        for name, text in STEPS.items():
            if name not in known:
                continue
            self.stdout.write(f"· {text}")
            self.stdout.flush()
            said = self._run(name)
            if name == "load_demo":
                _write_private(options["accounts"], said)

    def _run(self, name: str) -> str:
        """Run one command quietly; what it said."""
        said = io.StringIO()
        extra = {"interactive": False} if name in {"collectstatic", "migrate"} else {}
        call_command(name, stdout=said, stderr=self.stderr, **extra)
        return said.getvalue()


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)
