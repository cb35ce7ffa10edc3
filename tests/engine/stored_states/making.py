"""Writes the stored states of today's codec: ``python -m tests.engine.stored_states.making``.

To be run before a release, and before ``codec.VERSION`` changes; a folder that is there already is left alone unless
``--again`` is given, which is right only for a version that was never released.
"""

import os
import shutil
import sys
from pathlib import Path

import django

from config.embedded import postgres, servers
from config.embedded.places import VAR_DIR, Places


def main(again: bool) -> None:
    places = Places(VAR_DIR / f"states-{os.getpid()}")
    servers.use(places, "test")
    postgres.create_database(places)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.embedded"
    os.environ["DATABASE_URL"] = servers.database_url(places)
    os.environ["REDIS_URL"] = servers.redis_url(places)
    try:
        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 - Django is ready only now

        call_command("migrate", verbosity=0)
        _write(again)
    finally:
        servers.release(places)
        servers.wait_for_end(places)


def _write(again: bool) -> None:
    from engine.spiff import codec  # noqa: PLC0415
    from tests.engine.stored_states import samples, storing  # noqa: PLC0415

    folder = storing.HERE / f"v{codec.VERSION}"
    if folder.exists() and not again:
        raise SystemExit(f"{folder.name} is there: states of a released version are never written again")
    shutil.rmtree(folder, ignore_errors=True)
    for name, sample in samples.SAMPLES.items():
        _store(folder / name, sample)
        sys.stdout.write(f"{folder.name}/{name}\n")


def _store(folder: Path, sample: object) -> None:
    """Bring a case to where it is stored, store it, finish it and note how it ended; then forget it all."""
    from django.db import transaction  # noqa: PLC0415

    from engine import definitions, ports  # noqa: PLC0415
    from tests.engine.conftest import Bench, RememberedWork, Weekends  # noqa: PLC0415
    from tests.engine.stored_states import acting, storing  # noqa: PLC0415

    work = RememberedWork()
    ports.install(worklist=work, calendar=Weekends(), rates=None)
    definitions.forget()
    with transaction.atomic():
        case = Bench(work)
        case.deploy(*reversed(sample.bundles))
        case.start(sample.bundles[0].process_id, **sample.variables)
        for action in sample.before:
            acting.act(case, action)
        told = {"now": case.now.isoformat(), "root": case.instance_id, "after": sample.after}
        storing.store(folder, case.instance_id)
        for action in sample.after:
            acting.act(case, action)
        end = acting.ending(case)
        if end["status"] != "completed":
            raise SystemExit(f"{folder.name} does not come to its end: {end}")
        storing.note(folder, told | {"ending": end})
        transaction.set_rollback(True)


if __name__ == "__main__":
    main("--again" in sys.argv[1:])
