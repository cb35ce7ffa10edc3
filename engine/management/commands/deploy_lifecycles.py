"""Deploys what lies in the lifecycle folders and was never deployed before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from engine import clock, folders, operations, releasing
from engine.actors import SYSTEM
from engine.commands.deploy import deployed_before


class Command(BaseCommand):
    """Adds only digests that were never deployed, so that a restart never overrides what an analyst released."""

    help = "Deploy the lifecycle folders (only files that were never deployed before)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Deploy in the order of calls; a refused bundle ends the command with its findings."""
        for bundle in folders.bundles_in(Path(settings.PROCESSES_DIR)):
            if deployed_before(bundle) is not None:
                continue
            try:
                version = releasing.release(bundle=bundle, by=SYSTEM, now=clock.now())
            except operations.DeploymentRefused as refused:
                raise CommandError(f"{bundle.process_id} is refused: {refused}") from None
            self.stdout.write(f"{version} deployed")
