"""Says how long the ended cases of a process are kept."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from engine import clock, operations, queries
from engine.actors import SYSTEM, Actor
from engine.commands.start import NoSuchProcess


class Command(BaseCommand):
    """Adds a rule; without a term it shows those there are, the one in force first."""

    help = "Set or show how many days the ended cases of a process are kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The process, the term, why, and who decided it."""
        parser.add_argument("process", help="a process id")
        parser.add_argument("days", nargs="?", help="days after the end, or: forever")
        parser.add_argument("--reason", default="", help="the law or order it rests on; needed with a term")
        parser.add_argument("--by", type=UUID, help="the person's id who decided it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Set, then show."""
        if options["days"] is not None:
            _set(options)
        for rule in queries.retention_rules(options["process"]):
            term = "for ever" if rule.days is None else f"{rule.days} days"
            self.stdout.write(f"{rule.set_at:%Y-%m-%d} by {rule.set_by}: {term} ({rule.reason})")


def _set(options: dict[str, Any]) -> None:
    text, by = options["days"], options["by"]
    if not options["reason"]:
        raise CommandError("--reason is needed: it stands in the register")
    if text != "forever" and not text.isdecimal():
        raise CommandError(f"{text} is neither a number of days nor forever")
    try:
        operations.set_retention(
            process_id=options["process"],
            term=operations.Term(days=None if text == "forever" else int(text), reason=options["reason"]),
            by=SYSTEM if by is None else Actor(kind="person", id=by),
            now=clock.now(),
        )
    except NoSuchProcess as refused:
        raise CommandError(f"no process {refused.process_id} was ever deployed") from refused
    except operations.TermTooShort as refused:
        raise CommandError("a term is one day at least") from refused
