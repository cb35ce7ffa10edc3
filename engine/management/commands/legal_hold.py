"""Keeps a case from being deleted, whatever its age, or lets it go its way again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from engine import clock, operations, queries
from engine.actors import SYSTEM, Actor
from engine.commands.retention import AlreadyHeld, NotHeld


class Command(BaseCommand):
    """``legal_hold set CASE --reason …``, ``legal_hold lift CASE --reason …``; a hold is on the whole family."""

    help = "Set or lift the legal hold on a case."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do with which case, why, and who wants it."""
        parser.add_argument("verb", choices=["set", "lift"])
        parser.add_argument("case", help="a case number")
        parser.add_argument("--reason", required=True)
        parser.add_argument("--by", type=UUID, help="the person's id who wants it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Set or lift, and say so."""
        instance_id = queries.instance_by_case_number(options["case"])
        if instance_id is None:
            raise CommandError(f"no case {options['case']}", returncode=2)
        by = SYSTEM if options["by"] is None else Actor(kind="person", id=options["by"])
        act = operations.set_hold if options["verb"] == "set" else operations.lift_hold
        try:
            act(instance_id=instance_id, reason=options["reason"], by=by, now=clock.now())
        except AlreadyHeld as refused:
            raise CommandError(f"{refused} is held already") from refused
        except NotHeld as refused:
            raise CommandError(f"{refused} is not held") from refused
        self.stdout.write(f"{options['case']}: hold {options['verb']}")
