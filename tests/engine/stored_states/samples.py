"""The spread of diagrams: where each case stands when it is stored, and what brings it to its end.

An action is a list: ``["complete", element, data]``, ``["wait", ISO duration]``, ``["message", name, key, data]``,
``["worker", job type, data]``, ``["retry"]``. A key of None means the case number.
"""

from dataclasses import dataclass, field

from engine.bundle import Bundle
from tests.engine.building import (
    bundle,
    extension,
    flows,
    io,
    message,
    message_event,
    node,
    script,
    service,
    timer,
    user,
)
from tests.engine.test_compensation import TRIP, handler, transaction

S, E = node("startEvent", "s"), node("endEvent", "e")
EXTERNAL = '<zeebe:taskHeaders><zeebe:header key="external" value="true"/></zeebe:taskHeaders>'
ERROR = '<bpmn:error id="err" name="err" errorCode="E1"/>'


@dataclass(frozen=True)
class Sample:
    """One case: its bundles (the first is started), what happens before it is stored, and what after."""

    bundles: tuple[Bundle, ...]
    after: list[list[object]]
    before: list[list[object]] = field(default_factory=list)
    variables: dict[str, object] = field(default_factory=dict)


def one(*parts: str, top: str = "", **more: object) -> Sample:
    return Sample((bundle("p", *parts, top=top),), **more)  # type: ignore[arg-type]


def each(step: str, collection: str, sequential: bool) -> str:
    mark = (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}"><bpmn:extensionElements>'
        f'<zeebe:loopCharacteristics inputCollection="{collection.replace(chr(34), "&quot;")}" inputElement="i" '
        'outputCollection="found" outputElement="=answer"/></bpmn:extensionElements>'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    for end in ("</bpmn:userTask>", "</bpmn:serviceTask>"):
        if end in step:
            return step.replace(end, mark + end)
    return step + mark


def many_inside() -> str:
    inside = S.replace('"s"', '"s2"') + user("t") + timed("t") + node("endEvent", "e2") + flows("s2 -> t -> e2")
    return node("subProcess", "part", each("", "=for i in 1..20 return i", False) + inside)


def timed(on: str, kind: str = "timeDuration", text: str = "P3D", **said: str) -> str:
    return (
        node("boundaryEvent", "late", timer(kind, text), attachedToRef=on, **said)
        + user("remind")
        + flows("late -> remind")
    )


TYPES = {
    "day": 'date("2026-02-28")',
    "clock": 'time("09:30:00")',
    "moment": 'date and time("2026-03-02T09:00:00@Asia/Seoul")',
    "span": 'duration("P1DT2H")',
    "months": 'duration("P1Y2M")',
    "exact": "0.1 + 0.2",
    "large": "12345678901234567890.123456789",
    "nested": '{a: [1, null, {b: "가나다", c: true}]}',
    "limits": "[1..10)",
    "nothing": "null",
}
CHECKED = (
    'day + duration("P1D") = date("2026-03-01") and clock.hour = 9 and span > duration("P1D") and exact = 0.3 '
    'and nested.a[3].b = "가나다" and 5 in limits and nothing = null and moment.month = 3 and months.years = 1'
)
WITHDRAWAL = node(
    "subProcess",
    "withdrawal",
    node("startEvent", "asked", message_event("m"), isInterrupting="false")
    + user("talk")
    + node("endEvent", "talked")
    + flows("asked -> talk -> talked"),
    triggeredByEvent="true",
)
CONDITION = (
    '<bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">=n &gt; 2</bpmn:condition>'
    "</bpmn:conditionalEventDefinition>"
)
LOOP = (
    "<bpmn:standardLoopCharacteristics><bpmn:loopCondition>=n &lt; 3</bpmn:loopCondition>"
    "</bpmn:standardLoopCharacteristics>"
)

SAMPLES: dict[str, Sample] = {
    "parallel": one(
        S,
        node("parallelGateway", "fork") + user("a") + user("b") + user("c") + node("parallelGateway", "join") + E,
        flows("s -> fork -> a -> join -> e", "fork -> b -> join", "fork -> c -> join"),
        before=[["complete", "b", {"b": 2}]],
        after=[["complete", "a", {"a": 1}], ["complete", "c", {"c": 3}]],
    ),
    "inclusive": one(
        S,
        node("inclusiveGateway", "fork", default="f_fork_c") + user("a") + user("b") + user("c"),
        node("inclusiveGateway", "join") + E,
        flows("s -> fork -> a: =true", "fork -> b: =n > 1", "fork -> c", "a -> join -> e", "b -> join", "c -> join"),
        variables={"n": 2},
        before=[["complete", "a", {}]],
        after=[["complete", "b", {"done": True}]],
    ),
    "many_at_once": one(
        S,
        each(user("t"), "=for i in 1..40 return i", False) + E,
        flows("s -> t -> e"),
        before=[["complete", "t", {"answer": 0}]] * 3,
        after=[["complete", "t", {"answer": 1}]] * 37,
    ),
    "many_in_turn": one(
        S,
        each(user("t"), '=["x", "y", "z"]', True) + E,
        flows("s -> t -> e"),
        before=[["complete", "t", {"answer": "first"}]],
        after=[["complete", "t", {"answer": "second"}], ["complete", "t", {"answer": "third"}]],
    ),
    "many_sub_processes": one(
        S,
        many_inside() + E,
        flows("s -> part -> e"),
        before=[["complete", "t", {"answer": 7}]],
        after=[["complete", "t", {}], ["wait", "P4D"], *[["complete", "remind", {}]] * 18],
    ),
    "sub_process": one(
        S,
        node(
            "subProcess",
            "part",
            extension(io("in =n * 2 -> doubled", "out =doubled + more -> n"))
            + node("startEvent", "s2")
            + user("t")
            + node("endEvent", "e2")
            + flows("s2 -> t -> e2"),
        ),
        user("after") + E,
        flows("s -> part -> after -> e"),
        variables={"n": 5},
        after=[["complete", "t", {"more": 3}], ["complete", "after", {}]],
    ),
    "event_sub_process": one(
        S,
        user("t") + WITHDRAWAL + E,
        flows("s -> t -> e"),
        top=message("m", "withdraw"),
        before=[["message", "withdraw", None, {"why": "first"}]],
        after=[
            ["message", "withdraw", None, {"why": "second"}],
            ["complete", "talk", {}],
            ["complete", "t", {}],
            ["complete", "talk", {}],
        ],
    ),
    "call_activity": Sample(
        (
            bundle(
                "outer",
                S,
                node("callActivity", "call", extension('<zeebe:calledElement processId="inner"/>')),
                user("after") + E,
                flows("s -> call -> after -> e"),
            ),
            bundle("inner", S, user("t") + user("u") + E, flows("s -> t -> u -> e")),
        ),
        variables={"n": 1},
        before=[["complete", "t", {"given": "inside"}]],
        after=[["complete", "u", {}], ["complete", "after", {}]],
    ),
    "boundary_timer": one(
        S,
        user("t") + timed("t") + E,
        flows("s -> t -> e", "remind -> e"),
        after=[["wait", "P4D"], ["complete", "remind", {}]],
    ),
    "boundary_cycle": one(
        S,
        user("t") + timed("t", "timeCycle", "R3/P1D", cancelActivity="false") + E,
        flows("s -> t -> e"),
        before=[["wait", "P1DT1H"]],
        after=[["wait", "P1D"], ["complete", "remind", {}], ["complete", "remind", {}], ["complete", "t", {}]],
    ),
    "boundary_error": one(
        S,
        node(
            "subProcess",
            "part",
            node("startEvent", "s2")
            + user("t")
            + node("endEvent", "e2", '<bpmn:errorEventDefinition errorRef="err"/>')
            + flows("s2 -> t -> e2"),
        ),
        node("boundaryEvent", "failed", '<bpmn:errorEventDefinition errorRef="err"/>', attachedToRef="part"),
        user("mend") + E,
        flows("s -> part -> e", "failed -> mend"),
        top=ERROR,
        after=[["complete", "t", {}], ["complete", "mend", {}]],
    ),
    "event_gateway": one(
        S,
        node("eventBasedGateway", "g")
        + node("intermediateCatchEvent", "heard", message_event("m"))
        + node("intermediateCatchEvent", "waited", timer("timeDuration", "P2D")),
        user("t") + E,
        flows("s -> g -> heard -> t -> e", "g -> waited -> e"),
        top=message("m", "answer"),
        after=[["message", "answer", None, {"answer": 42}], ["complete", "t", {}]],
    ),
    "conditional": one(
        S,
        user("t") + node("intermediateCatchEvent", "until", CONDITION),
        node("parallelGateway", "fork") + E,
        flows("s -> fork -> t -> e", "fork -> until -> e"),
        variables={"n": 0},
        after=[["complete", "t", {"n": 3}]],
    ),
    "compensation": one(
        *TRIP,
        handler("no_hotel"),
        handler("no_flight"),
        before=[["complete", "hotel", {"room": 12}]],
        after=[["complete", "flight", {}], ["complete", "no_flight", {}], ["complete", "no_hotel", {}]],
    ),
    "compensation_begun": one(
        *TRIP,
        handler("no_hotel"),
        handler("no_flight"),
        before=[["complete", "hotel", {}], ["complete", "flight", {}]],
        after=[["complete", "no_flight", {}], ["complete", "no_hotel", {}]],
    ),
    "transaction": one(
        *transaction(),
        before=[["complete", "hotel", {}]],
        after=[["complete", "decide", {}], ["complete", "no_hotel", {}], ["complete", "sorry", {}]],
    ),
    "standard_loop": one(
        S,
        user("t", inside=LOOP) + E,
        flows("s -> t -> e"),
        variables={"n": 0},
        before=[["complete", "t", {"n": 1}]],
        after=[["complete", "t", {"n": 2}], ["complete", "t", {"n": 3}]],
    ),
    "types": one(
        S,
        "".join(script(f"make_{name}", f"={text}", name) for name, text in TYPES.items()),
        user("t") + script("check", f"={CHECKED}", "kept") + E,
        flows(" -> ".join(["s", *(f"make_{name}" for name in TYPES), "t", "check", "e"])),
        after=[["complete", "t", {}]],
    ),
    "worker": one(
        S,
        service("away", "stored.away", EXTERNAL) + user("t") + E,
        flows("s -> away -> t -> e"),
        after=[["worker", "stored.away", {"answer": "yes"}], ["complete", "t", {}]],
    ),
    "incident": one(
        S,
        user("t") + script("half", "=100 / n", "h") + node("exclusiveGateway", "g") + user("u") + E,
        flows("s -> t -> half -> g", "g -> u: =h > 1", "u -> e"),
        before=[["complete", "t", {"n": 0}]],
        after=[["correct", "h", 50], ["retry"], ["complete", "u", {}]],
    ),
}
