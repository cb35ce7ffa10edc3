"""What the faulty process does outside itself, in a form that shows whatever is lost or done twice.

A payment is called over a file (each call a line, it outlives whoever called) and then written down as a row; a mark is
a row of the step's own transaction. The rows' table knows no uniqueness: a second effect would stay visible.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from engine import handlers
from engine.handlers import Call

#: Long enough that a worker which dies at random dies in the middle of some calls.
CALL_SECONDS = 0.1
TABLE = "CREATE TABLE faults_effect (kind text NOT NULL, key text NOT NULL, at timestamptz DEFAULT clock_timestamp())"


@dataclass
class Order:
    check_outcome: str = ""


@dataclass
class Receipt:
    receipt: str


@dataclass
class Marked:
    marked: bool


def make_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute("CREATE TABLE faults_ballast (text text STORAGE EXTERNAL)")


def pay(call: Call, inputs: Order) -> Receipt:
    """One line for each call; the outside world knows a repeated one by its key, and takes its time."""
    with Path(os.environ["FAULTS_LEDGER"]).open("a") as ledger:
        ledger.write(f"{call.idempotency_key}\n")
    time.sleep(CALL_SECONDS)
    return Receipt(f"R-{call.case_number}")


def paid(call: Call, inputs: Order, outcome: Receipt) -> Receipt:
    _effect("paid", call)
    return outcome


def mark(call: Call, inputs: Order) -> Marked:
    _effect("marked", call)
    return Marked(marked=True)


def _effect(kind: str, call: Call, table: str = "faults_effect") -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} (kind, key) VALUES (%s, %s)", [kind, str(call.instance_id)])


def effects(kind: str) -> list[str]:
    """The instances that had this effect, each as often as it had it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM faults_effect WHERE kind = %s", [kind])
        return [row[0] for row in cursor.fetchall()]


def register() -> None:
    if handlers.find("faults.mark") is None:
        handlers.outside("faults.charge", apply=paid)(pay)
        handlers.handler("faults.mark")(mark)
