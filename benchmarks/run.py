"""Gives a benchmark a migrated database and a Redis of its own, and prints what it returns."""

import importlib
import json
import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

from config.embedded import postgres, servers
from config.embedded.places import VAR_DIR, Places


def main(name: str, arguments: list[str]) -> None:
    """Run `benchmarks.<name>.main(arguments)`; its servers and data are gone afterwards."""
    places = Places(VAR_DIR / f"bench-{os.getpid()}")
    servers.use(places, "bench")
    postgres.create_database(places)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.embedded"
    os.environ["DATABASE_URL"] = servers.database_url(places)
    os.environ["REDIS_URL"] = servers.redis_url(places)
    try:
        django.setup()
        call_command("migrate", verbosity=0, stdout=sys.stderr)
        figures = importlib.import_module(f"benchmarks.{name}").main(arguments)
    finally:
        servers.release(places)
        servers.wait_for_end(places)
    print(json.dumps(figures, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> str:
    """Times, paths and decimals as text."""
    return str(value) if not isinstance(value, Path) else value.name


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
