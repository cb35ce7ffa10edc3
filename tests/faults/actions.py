"""What the killed processes do: run as `python -m tests.faults.actions VERB …` with the test's own database."""

# ruff: noqa: PLC0415 - Django must be set up before anything of the engine is imported.

import os
import random
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Seoul"))


@dataclass
class Nothing:
    pass


@dataclass
class Order:
    amount: int


@dataclass
class Receipt:
    number: str


def register() -> None:
    """An outside system that notes each call in a file (it outlives whoever called)."""
    from engine import handlers

    def apply(call: handlers.Call, inputs: Order, outcome: Receipt) -> Receipt:
        return outcome

    apply.__annotations__.update(call=handlers.Call)

    def pay(call, inputs, /):
        with Path(os.environ["FAULTS_LEDGER"]).open("a") as ledger:
            ledger.write(f"{call.idempotency_key}\n")
        return Receipt("R1")

    pay.__annotations__.update(call=handlers.Call, inputs=Order)
    apply.__annotations__.update(inputs=Order, outcome=Receipt)

    def note(work, inputs, /):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO faults_note VALUES (%s)", [work.key])

    note.__annotations__.update(work=handlers.Work, inputs=Nothing)
    if handlers.find("faults.pay") is None:
        handlers.background("faults.note")(note)
        handlers.outside("faults.pay", apply=apply)(pay)


def complete(instance_id: str, task_id: str) -> None:
    from engine import operations
    from engine.actors import SYSTEM

    operations.complete(instance_id=UUID(instance_id), task_id=UUID(task_id), data={"n": 1}, by=SYSTEM, now=NOW)


def work() -> None:
    """One round of a worker, with a short lease."""
    from engine.commands.run_job import claim, run_job

    for job in claim(limit=10, now=NOW + timedelta(days=1), lease=timedelta(seconds=1)):
        run_job(job=job, now=NOW + timedelta(days=1))


def background() -> None:
    """Rounds of a worker over work that belongs to no case, with a short lease."""
    from django.conf import settings

    from engine import jobs

    settings.ENGINE_LEASE_SECONDS = 1
    while jobs.run_due(NOW + timedelta(days=1), limit=20):
        continue


def toil(seed: str) -> None:
    """Complete open tasks at random until killed or nothing is open."""
    from engine import jobs, operations
    from engine.actors import SYSTEM
    from engine.models import OpenStep

    chance = random.Random(int(seed))
    while True:
        open_ = list(OpenStep.objects.filter(kind="user")[:50])
        jobs.run_due(NOW + timedelta(days=1))
        if not open_:
            return
        step = chance.choice(open_)
        try:
            operations.complete(instance_id=step.instance_id, task_id=step.task_id, data={"n": 1}, by=SYSTEM, now=NOW)
        except (operations.TaskNotOpen, operations.InstanceNotActive):
            continue
        sys.stdout.write("done\n")
        sys.stdout.flush()


def main() -> None:
    import django

    django.setup()
    from engine import ports

    ports.install(worklist=None, calendar=None, rates=None)
    register()
    {"complete": complete, "work": work, "background": background, "toil": toil}[sys.argv[1]](*sys.argv[2:])


if __name__ == "__main__":
    main()
