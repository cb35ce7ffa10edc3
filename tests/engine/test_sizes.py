"""Sizes the engine must carry: many elements, deep nesting, long loops and lines, each within a bounded time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from engine import operations
from engine.feel import Environment
from engine.models import Incident, ProcessInstance
from engine.spiff import codec, parsing, stepping
from engine.spiff.host import ServiceReply, ServiceRequest
from engine.spiff.run import Run, empty
from tests.engine.building import bundle, extension, flows, node, script, service, user
from tests.engine.conftest import NOW

pytestmark = pytest.mark.django_db
#: Ten times what a quiet machine needs: growth fails these, a busy neighbour does not.
PATIENCE = 60.0


@contextmanager
def within(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


class Alone:
    """A host without database: services answer with the number of their call."""

    now: datetime = NOW
    environment = Environment(now=NOW)
    names: dict[str, object] = {}

    def __init__(self) -> None:
        self.calls = 0

    def service(self, request: ServiceRequest) -> ServiceReply:
        self.calls += 1
        return ServiceReply(kind="done", variables={"calls": Decimal(self.calls)})

    def actors_of(self, element_ids: tuple[str, ...]) -> tuple[UUID, ...]:
        return ()

    def caller_catches(self, code: str | None) -> bool:
        return False


def alone(*parts: str) -> Run:
    definition = parsing.define(bundle("p", *parts), (uuid4(), 1), {})
    return stepping.connect(empty(definition, Alone()))


def turns(kind: str, sequential: bool, step: str = "t") -> str:
    mark = (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}"><bpmn:extensionElements>'
        '<zeebe:loopCharacteristics inputCollection="=for i in 1..1000 return i" inputElement="i" '
        'outputCollection="squares" outputElement="=square"/></bpmn:extensionElements>'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    zeebe = "<zeebe:userTask/>" if kind == "userTask" else '<zeebe:script expression="=i * i" resultVariable="square"/>'
    return node(kind, step, extension(zeebe) + mark)


LOOP = (
    node("startEvent", "s"),
    node("exclusiveGateway", "back"),
    user("t"),
    script("count_it", "=n + 1", "n"),
    node("exclusiveGateway", "again", default="f_again_e"),
    node("endEvent", "e"),
    flows("s -> back -> t -> count_it -> again", "again -> back: =n < limit", "again -> e"),
)


@pytest.mark.parametrize("sequential", [True, False])
def test_a_multi_instance_of_a_thousand_collects_its_results(case, sequential):
    case.deploy(bundle("p", node("startEvent", "s"), turns("scriptTask", sequential), user("u"), flows("s -> t -> u")))
    with within(PATIENCE):
        case.start("p")
    assert case.open == ["u"]
    case.complete("u")
    run = codec.decode(bytes(case.row.state), parsing.define(bundle("p", *LOOP), (uuid4(), 1), {}), Alone())
    assert run.scopes[0].variables["squares"][-1] == 1_000_000


@pytest.mark.parametrize("sequential", [True, False])
def test_a_thousand_people_complete_their_own(case, sequential):
    case.deploy(bundle("p", node("startEvent", "s"), turns("userTask", sequential), flows("s -> t")))
    case.start("p")
    assert len(case.open) == (1 if sequential else 1000)
    with within(PATIENCE):
        for _ in range(20):
            task = next(iter(case.work.open.values()))
            operations.complete(
                instance_id=case.instance_id, task_id=task.id, data={"square": 1}, by=case.by, now=case.now
            )
    assert len(case.open) == (1 if sequential else 980)


def test_a_thousand_people_in_memory_to_the_end():
    run = alone(node("startEvent", "s"), turns("userTask", False), flows("s -> t"))
    with within(PATIENCE):
        stepping.begin(run, {})
        waiting = [token.id for token in run.tokens.values() if token.extra.get("waits") == "user"]
        assert len(waiting) == 1000
        for number, task_id in enumerate(waiting):
            stepping.complete(run, task_id, {"square": Decimal(number)})
    assert run.ended
    assert run.scopes[0].variables["squares"] == list(range(1000))


def nested(depth: int) -> str:
    inside = user("t")
    for level in range(depth, 0, -1):
        start = node("startEvent", f"s{level}")
        name = "t" if level == depth else f"part{level + 1}"
        inside = node("subProcess", f"part{level}", start + inside + flows(f"s{level} -> {name}"))
    return inside


def test_sub_processes_twenty_deep(case):
    case.deploy(bundle("p", node("startEvent", "s"), nested(20), node("endEvent", "e"), flows("s -> part1 -> e")))
    case.start("p", a=1)
    assert case.open == ["t"]
    case.complete("t", a=2)
    assert (case.row.status, case.row.end_event) == ("completed", "e")


def chain(case, depth: int) -> None:
    for level in range(depth, 0, -1):
        deeper = node("callActivity", "c", extension(f'<zeebe:calledElement processId="p{level + 1}"/>'))
        step = user("t") if level == depth else deeper
        path = flows("s -> t -> e") if level == depth else flows("s -> c -> e")
        case.deploy(bundle(f"p{level}", node("startEvent", "s"), step, node("endEvent", "e"), path))


def test_calls_twenty_deep_come_back(case):
    chain(case, 21)
    case.start("p1")
    assert case.open == ["t"]
    assert ProcessInstance.objects.count() == 21
    with within(PATIENCE):
        case.complete("t", found=1)
    assert set(ProcessInstance.objects.values_list("status", flat=True)) == {"completed"}


def test_the_twenty_first_call_below_the_first_case_is_an_incident(case):
    chain(case, 22)
    case.start("p1")
    assert case.open == []
    assert (Incident.objects.get().kind, Incident.objects.get().element_id) == ("call", "c")


def test_ten_thousand_turns_through_a_person_stay_flat():
    run = alone(*LOOP)
    stepping.begin(run, {"n": Decimal(0), "limit": Decimal(10_000)})
    sizes, paces = [], []
    for turn in range(10_000):
        if turn % 1000 == 0:
            began = time.perf_counter()
        [token] = run.tokens.values()
        stepping.complete(run, token.id, {"turn": Decimal(turn)})
        run.effects = type(run.effects)()
        if turn % 1000 == 999 and not run.ended:
            sizes.append(len(codec.encode(run)))
            paces.append(time.perf_counter() - began)
    assert run.ended
    assert run.end_event == "e"
    assert max(sizes) - min(sizes) < 32
    assert sorted(paces)[len(paces) // 2] < PATIENCE / 10


def test_turns_through_the_database_leave_one_open_step_each(case):
    case.deploy(bundle("p", *LOOP))
    case.start("p", n=0, limit=60)
    first = None
    for _ in range(59):
        case.complete("t")
        first = first or len(bytes(case.row.state))
        assert case.open == ["t"]
    assert abs(len(bytes(case.row.state)) - first) < 32
    case.complete("t")
    assert case.row.status == "completed"


@pytest.mark.parametrize("step", [script("x", "=n + 1", "n"), service("x", "p.add")])
def test_a_loop_of_machines_is_bounded_by_the_steps_of_one_transaction(case, handle, step, monkeypatch):
    if "p.add" in step:
        run = alone(
            node("startEvent", "s"),
            node("exclusiveGateway", "back"),
            step,
            node("exclusiveGateway", "again", default="f_again_e"),
            node("endEvent", "e"),
            flows("s -> back -> x -> again", "again -> back: =calls < 5000", "again -> e"),
        )
        with within(PATIENCE):
            stepping.begin(run, {})
        assert run.ended
        return
    endless = (
        node("startEvent", "s"),
        node("exclusiveGateway", "back"),
        step,
        node("exclusiveGateway", "again", default="f_again_e"),
        node("endEvent", "e"),
        flows("s -> back -> x -> again", "again -> back: =n < 10000000", "again -> e"),
    )
    case.deploy(bundle("p", *endless))
    with within(PATIENCE):
        case.start("p", n=0)
    assert Incident.objects.get().kind == "endless"


def test_a_line_of_six_hundred_steps_and_a_branch_for_each_of_a_hundred(case):
    names = [f"n{number}" for number in range(600)]
    line = "".join(node("task", name) for name in names)
    wide = "".join(user(f"u{number}") for number in range(100))
    parts = (
        node("startEvent", "s"),
        line,
        node("parallelGateway", "fork"),
        wide,
        flows("s -> " + " -> ".join(names) + " -> fork", *(f"fork -> u{number}" for number in range(100))),
    )
    case.deploy(bundle("p", *parts))
    with within(PATIENCE):
        case.start("p")
    assert len(case.open) == 100
    for number in range(100):
        case.complete(f"u{number}")
    assert case.row.status == "completed"
