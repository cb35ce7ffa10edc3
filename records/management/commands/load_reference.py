"""`manage.py load_reference`: put missing provinces, holidays and rates into the tables."""

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction

from records import reference


class Command(BaseCommand):
    """Adds what the reference files have and the tables lack; never overwrites."""

    help = "Load provinces, public holidays and rates that are missing."

    def handle(self, *_args: object, **_options: object) -> None:
        """Load in one transaction and say how much was new."""
        with transaction.atomic():
            added = reference.load(lambda name: apps.get_model("records", name))
        self.stdout.write(", ".join(f"{count} {table}" for table, count in added.items()))
