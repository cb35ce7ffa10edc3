"""Checks the lifecycle folders without a database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from engine import checks, folders


class Command(BaseCommand):
    """Says what stands against deploying each folder; needs no database."""

    help = "Check the lifecycle folders as a deployment would; exit 1 on an error."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every finding; end with an error if one is an error."""
        errors = 0
        bundles = folders.bundles_in(Path(settings.PROCESSES_DIR))
        known = {bundle.process_id: folders.called_by(bundle) for bundle in bundles}
        for bundle in bundles:
            for finding in [*checks.check(bundle, called=known), *checks.look_over(bundle)]:
                errors += finding.severity == "error"
                where = finding.element_id or "-"
                self.stdout.write(
                    f"{finding.severity}: {bundle.process_id} {finding.path} {where}: "
                    f"{finding.message_en} / {finding.message_ko}"
                )
        if errors:
            raise CommandError(f"{errors} errors in {len(bundles)} lifecycles")
        self.stdout.write(f"{len(bundles)} lifecycles checked, no errors")
