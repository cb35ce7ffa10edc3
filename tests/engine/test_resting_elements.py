"""Elements of a large multi-instance stay packed until they are touched: everything goes on as if they never were."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from engine import jobs, operations, queries, verification
from engine.models import ProcessInstance
from engine.spiff import codec, resting, stepping
from engine.spiff.run import Run
from tests.engine.building import bundle, flows, node, service, timer, user
from tests.engine.stored_states.samples import EXTERNAL, E, S, each, many_inside
from tests.engine.test_sizes import Alone, alone

pytestmark = pytest.mark.django_db
MANY = 40
ASKED = (S, each(user("t"), f"=for i in 1..{MANY} return i", False), E, flows("s -> t -> e"))


def again(run: Run) -> Run:
    """Stored and read back."""
    return codec.decode(codec.encode(run), run.definition, Alone())


def begun(*parts: str, **variables: object) -> Run:
    run = alone(*parts)
    stepping.begin(run, variables)
    return again(run)


def people(run: Run) -> list:
    return [token.id for token in run.tokens.values() if token.extra.get("waits") == "user"]


def test_a_step_wakes_only_the_element_it_is_about():
    run = begun(*ASKED)
    assert run.resting is not None
    assert len(run.resting.packed) == MANY
    one = next(iter(begun_ids(run)))
    stepping.complete(run, one, {"answer": Decimal(1)})
    assert len(run.resting.packed) == MANY - 1
    assert [token.node.id for token in run.awake()] == ["t"], "the body alone"
    assert len(again(run).resting.packed) == MANY - 1


def begun_ids(run: Run) -> list:
    return [UUID(bytes=packed) for packed in run.resting.of_token]


def test_few_elements_are_not_packed():
    run = begun(S, each(user("t"), f"=for i in 1..{resting.LEAST - 1} return i", False), E, flows("s -> t -> e"))
    assert run.resting is None


@pytest.mark.parametrize("stored_between", [True, False])
def test_the_results_are_the_same_whether_it_is_stored_between_the_steps_or_not(stored_between):
    run = begun(*ASKED)
    index = {token.id: token.index for token in run.tokens.values()}
    order = sorted(people(run), key=lambda task_id: (index[task_id] * 7) % MANY)
    for number, task_id in enumerate(order):
        run = again(run) if stored_between else run
        stepping.complete(run, task_id, {"answer": Decimal(index[task_id])})
        assert run.ended is (number == MANY - 1)
    assert run.scopes[0].variables["found"] == list(range(MANY))


def test_whoever_goes_through_all_tokens_or_scopes_finds_all(case):
    run = begun(*ASKED)
    packed = again(run)
    assert len(packed.tokens) == MANY + 1 == len(list(packed.tokens))
    assert {token.index for token in packed.tokens.values()} == {None, *range(MANY)}
    packed = again(run)
    assert len(packed.scopes) == len(run.scopes) == MANY + 2
    assert codec.encode(again(packed)) == codec.encode(packed)


def test_parts_of_sub_processes_hold_their_timers_and_inner_scopes(case):
    case.deploy(bundle("p", S, many_inside(), E, flows("s -> part -> e")))
    case.start("p")
    assert len(case.open) == 20
    tasks = sorted(case.work.open)
    for task_id in tasks[:5]:
        operations.complete(instance_id=case.instance_id, task_id=task_id, data={"answer": 1}, by=case.by, now=case.now)
    case.now += timedelta(days=4)
    while jobs.run_due(case.now):
        continue
    assert case.open == ["remind"] * 15
    assert list(map(str, verification.verify())) == []
    for _ in range(15):
        case.complete("remind")
    assert case.row.status == "completed"
    assert sum(one == 1 for one in queries.variables(case.instance_id)["found"]) == 5


def test_cancelling_takes_sleeping_elements_back_too(case):
    case.deploy(bundle("p", *ASKED))
    case.start("p")
    case.complete("t", answer=1)
    operations.cancel(instance_id=case.instance_id, reason="no", by=case.by, now=case.now)
    assert case.open == []
    assert case.row.status == "cancelled"


def test_a_boundary_event_on_the_whole_takes_all_elements_back(case):
    late = node("boundaryEvent", "late", timer("timeDuration", "P1D"), attachedToRef="t")
    case.deploy(bundle("p", *ASKED, late, user("after"), flows("late -> after")))
    case.start("p")
    case.complete("t", answer=1)
    case.now += timedelta(days=2)
    while jobs.run_due(case.now):
        continue
    assert case.open == ["after"]


def test_a_completion_condition_ends_the_sleeping_ones(case):
    enough = ASKED[1].replace(
        "</bpmn:multiInstanceLoopCharacteristics>",
        "<bpmn:completionCondition>=numberOfCompletedInstances = 3</bpmn:completionCondition>"
        "</bpmn:multiInstanceLoopCharacteristics>",
    )
    case.deploy(bundle("p", S, enough, user("after"), flows("s -> t -> after")))
    case.start("p")
    for _ in range(3):
        case.complete("t", answer=1)
    assert case.open == ["after"]


def test_jobs_of_many_elements_come_back_to_theirs(case):
    step = each(service("x", "resting.none", EXTERNAL), f"=for i in 1..{MANY} return i", False)
    case.deploy(bundle("p", S, step, E, flows("s -> x -> e")))
    case.start("p")
    taken = operations.take_jobs(type="resting.none", limit=MANY, lease=timedelta(minutes=1), now=case.now)
    assert len(taken) == MANY
    for job in reversed(taken):
        operations.complete_job(job=job, variables={"answer": 2}, by=case.by, now=case.now)
    assert ProcessInstance.objects.get().status == "completed"
