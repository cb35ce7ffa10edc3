"""`manage.py load_demo`: fictional people, places and cases; refused where settings do not say DEMO."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engine import clock
from processes.demo import PASSWORD, NotADemo, cases, guide, people, places, require_demo


class Command(BaseCommand):
    """Loads what is missing and prints who may sign in; a second run changes nothing."""

    help = "Load the demonstration (fictional people, places, cases)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load places, people and cases, then print the accounts."""
        try:
            require_demo()
        except NotADemo as refusal:
            raise CommandError("DEMO is off: demonstration data are not loaded beside real ones.") from refusal
        now = clock.now()
        places.build()
        people.build(now)
        for line in cases.build(now):
            self.stdout.write(line)
        self.stdout.write(guide.text(PASSWORD))
