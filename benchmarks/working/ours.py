"""Our side: the product's own Celery app with two kinds of work, and the process whose job advances an instance."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import datetime

from benchmarks.working import effects
from engine import handlers, operations
from engine.actors import SYSTEM
from engine.bundle import Bundle
from engine.handlers import Call, Work

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:z="http://camunda.org/schema/zeebe/1.0" targetNamespace="urn:bench"><b:process id="jobs" isExecutable="true">
<b:startEvent id="s"/><b:serviceTask id="act"><b:extensionElements><z:taskDefinition type="bench.act"/>
</b:extensionElements></b:serviceTask><b:endEvent id="e"/>
<b:sequenceFlow id="f1" sourceRef="s" targetRef="act"/><b:sequenceFlow id="f2" sourceRef="act" targetRef="e"/>
</b:process></b:definitions>"""


@dataclass
class Nothing:
    """No inputs."""


@dataclass
class Said:
    """What the outside said."""

    text: str


def register() -> None:
    """Make both known; a call is noted and takes as long as BENCH_CALL_SECONDS says."""
    if handlers.find("bench.act") is not None:
        return
    seconds = float(os.environ.get("BENCH_CALL_SECONDS", "0"))

    def apply(call: Call, inputs: Nothing, outcome: Said) -> Said:
        effects.write(str(call.instance_id))
        return outcome

    def act(call: Call, inputs: Nothing) -> Said:
        if seconds:
            effects.note_call(call.idempotency_key)
            time.sleep(seconds)
        return Said("done")

    def bare(work: Work, inputs: Nothing) -> None:
        effects.write(work.key)

    apply.__annotations__.update(call=Call, inputs=Nothing, outcome=Said)
    act.__annotations__.update(call=Call, inputs=Nothing)
    bare.__annotations__.update(work=Work, inputs=Nothing)
    handlers.outside("bench.act", apply=apply)(act)
    handlers.background("bench.bare")(bare)


def deploy(now: datetime) -> None:
    """Put the process live."""
    register()
    operations.deploy(bundle=Bundle("jobs", {"jobs.bpmn": DIAGRAM.encode()}), by=SYSTEM, now=now)


def queue_bare(count: int, now: datetime, name: str = "b") -> None:
    """Jobs without a case, a thousand a statement."""
    for begin in range(0, count, 1000):
        work = {f"{name}{number}": {} for number in range(begin, min(begin + 1000, count))}
        operations.enqueue(type="bench.bare", work=work, due_at=now)


def queue_advancing(count: int, now: datetime) -> None:
    """Instances, each of which waits for its job."""
    for _ in range(count):
        operations.start(process_id="jobs", variables={}, participants=(), by=SYSTEM, now=now)
