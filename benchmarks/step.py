"""What a persisted completion costs: ours with everything a page does, django-viewflow's, and SpiffWorkflow's alone in
memory; and ours as an HTTP request, by a page and by a program. Rounds are interleaved; every ratio is the median of
the rounds' ratios. Rounds are short, so that what the machine's host does meanwhile meets all contenders. First
argument: cases a round (8).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from io import BytesIO
from typing import IO, Any

from django.db import connection
from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from benchmarks.contenders.children import Contender
from benchmarks.stepping import disk, ours
from benchmarks.stepping.process import DATA, POSTED, bundle, diagram
from benchmarks.stepping.site import Site
from config.embedded.places import VAR_DIR
from engine import operations
from engine.actors import SYSTEM
from tasks.viewers import Viewer

ROUNDS = 15
#: Cases that each process of the two-process measure works off.
CHILDS_CASES = 150


def raw_round(count: int, spec: tuple[Any, Any]) -> float:
    """Median seconds of a user step in memory."""
    taken: list[float] = []
    for _ in range(count):
        workflow = BpmnWorkflow(*spec)
        workflow.get_tasks(state=TaskState.READY)[0].data.update(DATA)
        workflow.do_engine_steps()
        while ready := workflow.get_tasks(state=TaskState.READY, manual=True):
            begun = time.perf_counter()
            ready[0].data.update(POSTED, n=2)
            ready[0].run()
            workflow.do_engine_steps()
            taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def compare(count: int, who: Viewer, now: datetime) -> dict[str, object]:
    """The rounds."""
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(BytesIO(diagram(feel=False))))
    spec = (parser.get_spec("bench"), parser.get_subprocess_specs("bench"))
    theirs, said = Contender("viewflow"), {"count": count, "posted": POSTED, "data": DATA}
    raw_round(2, spec), ours.round_of(2, who, now), theirs.round(**said)
    rows = []
    with Site(who, now) as site:
        for _ in range(ROUNDS):
            raw = raw_round(count, spec)
            own = ours.round_of(count, who, now)
            answer = theirs.round(**said)
            page, api = site.by_browser(count), site.by_program(count)
            own_wal, their_wal = ours.wal_of(2, who, now), theirs.round(**{**said, "count": 2}, wal=True)["wal"]
            rows.append(
                {
                    "ours": statistics.median(own),
                    "raw": raw,
                    "disk": disk.seconds_to_keep(VAR_DIR),
                    "viewflow": answer["median"],
                    "page": statistics.median(page),
                    "api": statistics.median(api),
                    "wal": statistics.mean(own_wal),
                    "viewflow_wal": their_wal,
                    "viewflow_statements": answer["statements"],
                }
            )
    theirs.end()
    return _told(rows)


def _told(rows: list[dict[str, float]]) -> dict[str, object]:
    def median(name: str) -> float:
        return statistics.median(row[name] for row in rows)

    def ratio(over: str, under: str) -> float:
        return round(statistics.median(row[over] / row[under] for row in rows), 2)

    return {
        "completion_ms": round(median("ours") * 1000, 2),
        "spiffworkflow_in_memory_ms": round(median("raw") * 1000, 3),
        "viewflow_completion_ms": round(median("viewflow") * 1000, 2),
        "disk_page_ms": round(median("disk") * 1000, 3),
        "page_post_ms": round(median("page") * 1000, 2),
        "api_post_ms": round(median("api") * 1000, 2),
        "times_spiffworkflow_in_memory": ratio("ours", "raw"),
        "times_spiffworkflow_without_the_disk": round(
            statistics.median((row["ours"] - row["disk"]) / row["raw"] for row in rows), 2
        ),
        "times_faster_than_viewflow": ratio("viewflow", "ours"),
        "page_post_times_faster_than_viewflows_call": ratio("viewflow", "page"),
        "api_times_faster_than_viewflows_call": ratio("viewflow", "api"),
        "wal_bytes_a_completion": round(median("wal")),
        "wal_share_of_viewflows": ratio("wal", "viewflow_wal"),
        "viewflow_statements": int(median("viewflow_statements")),
    }


def two_processes() -> dict[str, float]:
    """How many times the completions a second two processes make of what one makes, in turn: as the site runs two,
    and with both left to the scheduler.
    """
    kept: list[float] = []
    free: list[float] = []
    for _ in range(ROUNDS):
        one = _rate(1)
        kept.append(_rate(2) / one)
        free.append(_rate(2, GYEOT_CORES="any") / one)
    return {
        "two_processes_times_one": round(statistics.median(kept), 2),
        "two_processes_left_to_the_scheduler_times_one": round(statistics.median(free), 2),
    }


def _rate(of: int, **environment: str) -> float:
    """Completions a second of so many processes, all at work at the same time."""
    command = [sys.executable, "-m", "benchmarks.stepping.child", str(CHILDS_CASES)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": {**os.environ, **environment}}
    children = [subprocess.Popen([*command, str(number), str(of)], **pipes) for number in range(of)]
    for child in children:
        _stream(child.stdout).readline()
    _tidy()
    for child in children:
        _stream(child.stdin).write("\n")
        _stream(child.stdin).flush()
    return sum(float(child.communicate(timeout=300)[0]) for child in children)


def _tidy() -> None:
    """Statistics and indexes as autovacuum keeps them where a system runs for longer than a minute: without, a look-up
    goes through what all processes have open.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _stream(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("a child without a pipe")
    return pipe


def main(arguments: list[str]) -> dict[str, object]:
    """Run all."""
    count = int(arguments[0]) if arguments else 8
    now = datetime.now(UTC)
    operations.deploy(bundle=bundle(), by=SYSTEM, now=now)
    who = ours.worker(now)
    figures = compare(count, who, now)
    return {**figures, **ours.look(who, now), **two_processes(), "rounds": ROUNDS, "cases_a_round": count}
