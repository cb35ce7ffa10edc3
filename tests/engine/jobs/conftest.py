"""A bank behind an outside call, cases that cannot be read for a while, and threads that leave no connection behind."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import connections

from engine import handlers
from engine.handlers import Call
from engine.models import ProcessInstance
from tests.engine.building import bundle, extension, flows, io, node, timer, user


@dataclass
class Order:
    amount: int


@dataclass
class Receipt:
    number: str


@dataclass
class Bank:
    """Notes its calls; waits at the door as long as told, and fails where told."""

    fails: bool = False
    calls: list[str] = field(default_factory=list)
    entered: threading.Event = field(default_factory=threading.Event)
    door: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.door.set()


@pytest.fixture
def bank(handle):
    made = Bank()

    def apply(call: Call, inputs: Order, outcome: Receipt) -> Receipt:
        return outcome

    @handlers.outside("test.pay", apply=apply)
    def pay(call: Call, inputs: Order) -> Receipt:
        made.calls.append(call.idempotency_key)
        made.entered.set()
        assert made.door.wait(30)
        if made.fails:
            raise OSError("no line")
        return Receipt("R1")

    yield made
    made.door.set()


PAY = node(
    "serviceTask",
    "pay",
    extension('<zeebe:taskDefinition type="test.pay" retries="3"/>' + io("in =amount -> amount", "out =number -> no")),
)
PAYING = bundle("paying", node("startEvent", "s"), PAY, user("after"), flows("s -> pay -> after"))
WAIT = node("intermediateCatchEvent", "wait", timer("timeDuration", "PT1H"))
NAPPING = bundle("napping", node("startEvent", "s"), WAIT, user("woken"), flows("s -> wait -> woken"))


@dataclass
class Unreadable:
    """The state of a case, taken away and given back."""

    instance_id: object
    state: bytes

    @classmethod
    def make(cls, instance_id) -> Unreadable:
        rows = ProcessInstance.objects.filter(pk=instance_id)
        made = cls(instance_id, bytes(rows.get().state))
        rows.update(state=b"of no codec")
        return made

    def mend(self) -> None:
        ProcessInstance.objects.filter(pk=self.instance_id).update(state=self.state)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do several things at the same moment, each in a thread of its own; what each gave or raised."""
    gate, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            found[number] = act()
        except Exception as problem:  # noqa: BLE001 - the test looks at it
            found[number] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def in_thread(act: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            act()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread
