"""What the deploy gate costs: all seven lifecycles, growing diagrams, branches side by side, and a whole small
deployment.

Milliseconds are medians of the rounds (argument, 5); beside them the states and steps looked at, and whether that was
all there is.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from statistics import median
from time import perf_counter
from typing import TypeVar

from engine import checks
from engine.bundle import Bundle
from engine.checks import stuck
from engine.exploring import searching, verdict
from engine.exploring.searching import Found
from engine.exploring.subject import Subject
from engine.spiff import parsing, reading
from tests.engine.exploring.lifecycles import all_seven, handled

HEAD = (
    '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:bench">'
    '<b:process id="p" name="p" isExecutable="true"><b:startEvent id="s"/><b:endEvent id="e"/>'
)
WIDE, DEEP = 8, 3
T = TypeVar("T")


def main(arguments: list[str]) -> dict[str, object]:
    """Run all."""
    rounds = int(arguments[0]) if arguments else 5
    figures: dict[str, object] = {}
    lifecycles = all_seven()
    with handled(lifecycles):
        for name, bundle in lifecycles.items():
            subject = Subject(parsing.diagram_of(bundle), parsing.decisions(bundle), stuck.fields_of(bundle))
            figures[name] = _explored(subject, rounds)
    for nodes in (20, 100, 500):
        figures[f"{nodes} nodes"] = _explored(_read(rounds_of(nodes)), rounds)
    figures[f"{WIDE} branches"] = _explored(_read(side_by_side(WIDE, 1)), rounds)
    figures[f"{WIDE} branches of {DEEP}"] = _explored(_read(side_by_side(WIDE, DEEP)), rounds)
    figures["whole check of 20 nodes"] = _checked(rounds_of(20), rounds)
    return figures


def _read(text: bytes) -> Subject:
    return Subject(reading.read(text)["p"])


def rounds_of(nodes: int) -> bytes:
    """Three nodes again and again: a person, a question, and the way back or on to the next."""
    parts, last = [], "s"
    for number in range(nodes // 3):
        merge, step, gate = f"m{number}", f"t{number}", f"g{number}"
        parts.append(
            f'<b:exclusiveGateway id="{merge}"/><b:userTask id="{step}"/>'
            f'<b:exclusiveGateway id="{gate}" default="on{number}"/>'
            f"{_flow(f'to{number}', last, merge)}{_flow(f'in{number}', merge, step)}{_flow(f'out{number}', step, gate)}"
            f"{_flow(f'back{number}', gate, merge, f'=answer{number} = 1')}"
        )
        last = gate
        parts.append(_flow(f"on{number}", gate, f"m{number + 1}" if number + 1 < nodes // 3 else "e"))
    whole = "".join(parts)
    for number in range(1, nodes // 3):  # the default of the gateway before leads there already
        whole = whole.replace(_flow(f"to{number}", f"g{number - 1}", f"m{number}"), "")
    return f"{HEAD}{whole}</b:process></b:definitions>".encode()


def side_by_side(branches: int, steps: int) -> bytes:
    """Branches of people's steps between two parallel gateways."""
    parts = [
        '<b:parallelGateway id="f"/><b:parallelGateway id="j"/>',
        _flow("first", "s", "f"),
        _flow("last", "j", "e"),
    ]
    for branch in range(branches):
        names = ["f", *(f"t{branch}_{step}" for step in range(steps)), "j"]
        parts += [f'<b:userTask id="{name}"/>' for name in names[1:-1]]
        parts += [_flow(f"{one}_{other}_{branch}", one, other) for one, other in pairwise(names)]
    return f"{HEAD}{''.join(parts)}</b:process></b:definitions>".encode()


def _flow(id: str, source: str, target: str, condition: str = "") -> str:
    inside = f"<b:conditionExpression>{condition}</b:conditionExpression>" if condition else ""
    return f'<b:sequenceFlow id="{id}" sourceRef="{source}" targetRef="{target}">{inside}</b:sequenceFlow>'


def _explored(subject: Subject, rounds: int) -> dict[str, object]:
    def look() -> Found:
        found = searching.search(subject)
        verdict.of(found)
        return found

    milliseconds, found = _timed(look, rounds)
    return {
        "nodes": len(subject.diagram.nodes),
        "ms": milliseconds,
        "states": len(found.places),
        "steps": found.steps,
        "complete": found.complete,
    }


def _checked(text: bytes, rounds: int) -> dict[str, object]:
    bundle = Bundle("p", {"p.bpmn": text})

    def whole() -> int:
        stuck.forget()
        return len(checks.check(bundle))

    first, _ = _timed(whole, rounds)
    again, _ = _timed(lambda: len(checks.check(bundle)), rounds)
    return {"ms": first, "ms_again": again}


def _timed(act: Callable[[], T], rounds: int) -> tuple[float, T]:
    spent, result = [], act()
    for _ in range(rounds):
        began = perf_counter()
        result = act()
        spent.append((perf_counter() - began) * 1000)
    return round(median(spent), 1), result
