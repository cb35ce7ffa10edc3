"""What a persisted completion costs against SpiffWorkflow alone in memory, on a process of six user tasks.

The process: 6 user tasks, 3 exclusive and 1 parallel gateway, a timer boundary, a script, 3 KB of data. Rounds are
interleaved; the figure is the median of the rounds' ratios.
"""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.db import connection
from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from engine import operations, ports
from engine.actors import SYSTEM
from engine.bundle import Bundle
from engine.models import OpenStep, ProcessInstance

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
FLOWS = (
    ("s", "a", ""), ("a", "g1", ""), ("g1", "b", "n > 0"), ("g1", "c", "n <= 0"), ("b", "g2", ""), ("c", "g2", ""),
    ("g2", "fork", ""), ("fork", "d", ""), ("fork", "e", ""), ("d", "join", ""), ("e", "join", ""),
    ("join", "calc", ""), ("calc", "g3", ""),
    ("g3", "f", "m > 1"), ("g3", "end", "m <= 1"), ("f", "end", ""), ("late", "end", ""),
)  # fmt: skip
DATA = {"form": {f"field{n}": "가나다라마바사 " * 6 for n in range(40)}, "n": 2}
USERS = ("a", "b", "d", "e", "f")


def diagram(*, feel: bool) -> bytes:
    """The same diagram for both: FEEL for us, Python for SpiffWorkflow alone."""
    sign = "=" if feel else ""
    flows = "".join(
        f'<b:sequenceFlow id="f{k}" sourceRef="{x}" targetRef="{y}">'
        + (
            f"<b:conditionExpression>{sign}{c.replace('<', '&lt;').replace('>', '&gt;')}</b:conditionExpression>"
            if c
            else ""
        )
        + "</b:sequenceFlow>"
        for k, (x, y, c) in enumerate(FLOWS)
    )
    people = "".join(f'<b:userTask id="{name}" name="{name}"/>' for name in "abcdef")
    gates = "".join(f'<b:exclusiveGateway id="{g}"/>' for g in ("g1", "g2", "g3"))
    gates += '<b:parallelGateway id="fork"/><b:parallelGateway id="join"/>'
    script = (
        '<b:scriptTask id="calc"><b:extensionElements><z:script expression="=n * 2" resultVariable="m"/>'
        "</b:extensionElements><b:script>m = n * 2</b:script></b:scriptTask>"
    )
    text = "PT48H" if feel else '"PT48H"'
    late = (
        '<b:boundaryEvent id="late" attachedToRef="b"><b:timerEventDefinition>'
        f"<b:timeDuration>{text}</b:timeDuration></b:timerEventDefinition></b:boundaryEvent>"
    )
    body = f'<b:startEvent id="s"/>{people}{gates}{script}{late}<b:endEvent id="end"/>{flows}'
    head = f'<b:definitions xmlns:b="{BPMN}" xmlns:z="http://camunda.org/schema/zeebe/1.0" targetNamespace="x">'
    return f'{head}<b:process id="bench" isExecutable="true">{body}</b:process></b:definitions>'.encode()


def raw_run(parser: tuple[Any, Any]) -> list[float]:
    """Seconds of each user step of one instance in memory."""
    workflow = BpmnWorkflow(*parser)
    workflow.do_engine_steps()
    taken: list[float] = []
    while ready := workflow.get_tasks(state=TaskState.READY, manual=True):
        begun = time.perf_counter()
        ready[0].data.update(DATA)
        ready[0].run()
        workflow.do_engine_steps()
        taken.append(time.perf_counter() - begun)
    return taken


def our_run(now: datetime) -> tuple[list[float], list[int]]:
    """Seconds of each completion, and the bytes of state after it."""
    case = operations.start(process_id="bench", variables=DATA, participants=(), by=SYSTEM, now=now)
    taken, sizes = [], []
    while (
        step := OpenStep.objects.filter(instance_id=case.id, kind="user").order_by("element_id").first()
    ) is not None:
        begun = time.perf_counter()
        operations.complete(instance_id=case.id, task_id=step.task_id, data=DATA, by=SYSTEM, now=now)
        taken.append(time.perf_counter() - begun)
        sizes.append(len(ProcessInstance.objects.values_list("state", flat=True).get(pk=case.id)))
    return taken, sizes


def wal() -> int:
    """Bytes of WAL written so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')")
        return int(cursor.fetchone()[0])


def main(arguments: list[str]) -> dict[str, object]:
    """Run the rounds (first argument: cases a round, 40 by default)."""
    count = int(arguments[0]) if arguments else 40
    ports.install(worklist=None, calendar=None, rates=None)
    now = datetime.now(UTC)
    operations.deploy(bundle=Bundle("bench", {"bench.bpmn": diagram(feel=True)}), by=SYSTEM, now=now)
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(BytesIO(diagram(feel=False))))
    spec = (parser.get_spec("bench"), parser.get_subprocess_specs("bench"))
    raw_run(spec), our_run(now)
    ratios, ours, theirs, sizes, written = [], [], [], [], []
    for _ in range(5):
        raw = [seconds for _ in range(count) for seconds in raw_run(spec)]
        before, own = wal(), []
        for _ in range(count):
            taken, bytes_ = our_run(now)
            own += taken
            sizes += bytes_
        written.append((wal() - before) / len(own))
        ratios.append(statistics.median(own) / statistics.median(raw))
        ours.append(statistics.median(own))
        theirs.append(statistics.median(raw))
    return {
        "persisted_completion_ms": round(statistics.median(ours) * 1000, 2),
        "raw_step_in_memory_ms": round(statistics.median(theirs) * 1000, 2),
        "ratio": round(statistics.median(ratios), 2),
        "state_bytes_max": max(sizes),
        "wal_bytes_a_completion": round(statistics.median(written)),
        "rounds": 5,
        "cases_a_round": count,
    }
