"""Compensation as BPMN says: what was completed is undone, the newest first, once, with the data it had."""

from dataclasses import dataclass

import pytest
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine import checks, operations, queries
from engine.handlers import BpmnError, Call
from engine.models import Incident
from tests.engine.building import bundle, extension, flows, io, node, script, user
from tests.engine.test_traps import raw, ready

pytestmark = pytest.mark.django_db


@dataclass
class Nothing:
    pass


def undo(activity: str, handler: str) -> str:
    """A compensation event on an activity, with the association to its handler."""
    event = node("boundaryEvent", f"c_{activity}", "<bpmn:compensateEventDefinition/>", attachedToRef=activity)
    return event + f'<bpmn:association id="a_{activity}" sourceRef="c_{activity}" targetRef="{handler}"/>'


def handler(id: str, kind: str = "userTask", inside: str = "") -> str:
    return node(kind, id, inside, isForCompensation="true")


def throws(id: str, ref: str | None = None, kind: str = "intermediateThrowEvent", waits: str = "true") -> str:
    named = f' activityRef="{ref}"' if ref else ""
    return node(kind, id, f'<bpmn:compensateEventDefinition{named} waitForCompletion="{waits}"/>')


def noting(id: str) -> str:
    """A handler that appends its name to the list ``done``."""
    said = extension(f'<zeebe:script expression="=append(done, &quot;{id}&quot;)" resultVariable="done"/>')
    return handler(id, "scriptTask", said)


TRIP = (
    node("startEvent", "s"),
    user("hotel"),
    user("flight"),
    throws("regret"),
    node("endEvent", "e"),
    undo("hotel", "no_hotel"),
    undo("flight", "no_flight"),
    flows("s -> hotel -> flight -> regret -> e"),
)


def test_spiffworkflow_alone_knows_no_compensation():
    with pytest.raises(ValidationException):
        raw(*TRIP, handler("no_hotel"), handler("no_flight"))
    lines = (node("startEvent", "s"), throws("regret"), user("after"), flows("s -> regret -> after"))
    assert ready(raw(*lines)) == ["after"], "the throw is ignored"


def test_handlers_run_one_after_the_other_in_reverse_order_and_the_event_waits_for_them(case):
    case.deploy(bundle("p", *TRIP, handler("no_hotel"), handler("no_flight")))
    case.start("p")
    case.complete("hotel")
    case.complete("flight")
    assert case.open == ["no_flight"]
    case.complete("no_flight")
    assert case.open == ["no_hotel"]
    case.complete("no_hotel")
    assert (case.row.status, case.row.end_event) == ("completed", "e")


def test_only_what_was_completed_is_undone_and_an_empty_compensation_goes_on(case):
    parts = (
        node("startEvent", "s"),
        node("exclusiveGateway", "g"),
        user("hotel"),
        throws("regret"),
        node("endEvent", "e"),
        undo("hotel", "no_hotel"),
        handler("no_hotel"),
        flows("s -> g", "g -> hotel: =book", "g -> regret: =not(book)", "hotel -> regret -> e"),
    )
    case.deploy(bundle("p", *parts))
    case.start("p", book=False)
    assert case.row.status == "completed"


def test_each_pass_of_a_loop_is_undone_but_never_twice(case):
    parts = (
        node("startEvent", "s"),
        script("count", "=n + 1", "n"),
        node("exclusiveGateway", "g"),
        throws("one"),
        throws("two"),
        node("endEvent", "e"),
        undo("count", "less"),
        noting("less"),
        flows("s -> count -> g", "g -> count: =n < 3", "g -> one: =n >= 3", "one -> two -> e"),
    )
    case.deploy(bundle("p", *parts))
    case.start("p", n=0, done=[])
    assert case.row.status == "completed"
    assert queries.variables(case.instance_id)["done"] == ["less", "less", "less"]


def test_a_named_activity_alone_is_undone(case):
    parts = (*TRIP[:3], throws("regret", "hotel"), *TRIP[4:], handler("no_hotel"), handler("no_flight"))
    case.deploy(bundle("p", *parts))
    case.start("p")
    case.complete("hotel")
    case.complete("flight")
    assert case.open == ["no_hotel"]
    case.complete("no_hotel")
    assert case.row.status == "completed"


def test_an_event_that_does_not_wait_goes_on_while_handlers_work(case):
    parts = (*TRIP[:3], throws("regret", waits="false"), user("after"), *TRIP[4:-1])
    last = (handler("no_hotel"), handler("no_flight"), flows("s -> hotel -> flight -> regret -> after -> e"))
    case.deploy(bundle("p", *parts, *last))
    case.start("p")
    case.complete("hotel")
    case.complete("flight")
    assert case.open == ["after", "no_flight"]
    case.complete("after")
    case.complete("no_flight")
    case.complete("no_hotel")
    assert case.row.status == "completed"


INNER = (
    node("startEvent", "is"),
    user("hotel"),
    script("price", "=paid * 2", "total"),
    node("endEvent", "ie"),
    undo("hotel", "no_hotel"),
    flows("is -> hotel -> price -> ie"),
)


def test_a_completed_sub_process_is_undone_inside_with_the_data_it_had(case):
    refund = script("no_hotel", "=booked", "refunded").replace(
        "<bpmn:scriptTask", '<bpmn:scriptTask isForCompensation="true"'
    )
    inputs = extension(io('in ="room 7" -> booked'))
    parts = (
        node("startEvent", "s"),
        node("subProcess", "trip", inputs + "".join(INNER) + refund),
        user("between"),
        throws("regret"),
        node("endEvent", "e"),
        flows("s -> trip -> between -> regret -> e"),
    )
    case.deploy(bundle("p", *parts))
    case.start("p", paid=2)
    case.complete("hotel")
    case.complete("between")
    assert case.row.status == "completed"
    assert queries.variables(case.instance_id)["refunded"] == "room 7"


def test_a_handler_on_the_sub_process_stands_for_all_that_is_inside(case):
    parts = (
        node("startEvent", "s"),
        node("subProcess", "trip", "".join(INNER) + handler("no_hotel")),
        throws("regret"),
        node("endEvent", "e"),
        undo("trip", "no_trip"),
        handler("no_trip"),
        flows("s -> trip -> regret -> e"),
    )
    case.deploy(bundle("p", *parts))
    case.start("p", paid=2)
    case.complete("hotel")
    assert case.open == ["no_trip"]


def test_a_compensation_event_sub_process_decides_what_is_undone_inside(case):
    start = node("startEvent", "cs", "<bpmn:compensateEventDefinition/>")
    own = start + user("call") + throws("inner", "hotel") + node("endEvent", "ce") + flows("cs -> call -> inner -> ce")
    event = node("subProcess", "undoing", own, triggeredByEvent="true")
    parts = (
        node("startEvent", "s"),
        node("subProcess", "trip", "".join(INNER) + handler("no_hotel") + event),
        throws("regret"),
        user("after"),
        flows("s -> trip -> regret -> after"),
    )
    case.deploy(bundle("p", *parts))
    case.start("p", paid=2)
    case.complete("hotel")
    assert case.open == ["call"]
    case.complete("call")
    assert case.open == ["no_hotel"]
    case.complete("no_hotel")
    assert case.open == ["after"]


def test_each_item_of_a_multi_instance_is_undone_with_its_own_element(case):
    loop = (
        '<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:extensionElements>'
        '<zeebe:loopCharacteristics inputCollection="=rooms" inputElement="room"/></bpmn:extensionElements>'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    back = extension('<zeebe:script expression="=append(done, room)" resultVariable="done"/>')
    parts = (
        node("startEvent", "s"),
        node("task", "book", loop),
        throws("regret"),
        node("endEvent", "e"),
        undo("book", "cancel_room"),
        handler("cancel_room", "scriptTask", back),
        flows("s -> book -> regret -> e"),
    )
    case.deploy(bundle("p", *parts))
    case.start("p", rooms=["a", "b", "c"], done=[])
    assert queries.variables(case.instance_id)["done"] == ["c", "b", "a"]


def test_an_error_caught_around_the_work_is_compensated_by_an_event_sub_process(case, handle):
    @handle("trip.pay")
    def pay(call: Call, inputs: Nothing) -> None:
        raise BpmnError("FULL")

    start = node("startEvent", "es", '<bpmn:errorEventDefinition errorRef="full"/>')
    own = start + throws("regret") + node("endEvent", "ee") + flows("es -> regret -> ee")
    parts = (
        node("startEvent", "s"),
        user("hotel"),
        node("serviceTask", "pay", extension('<zeebe:taskDefinition type="trip.pay"/>')),
        node("endEvent", "e"),
        undo("hotel", "no_hotel"),
        handler("no_hotel"),
        node("subProcess", "rescue", own, triggeredByEvent="true"),
        flows("s -> hotel -> pay -> e"),
    )
    case.deploy(bundle("p", *parts, top='<bpmn:error id="full" name="full" errorCode="FULL"/>'))
    case.start("p")
    case.complete("hotel")
    assert case.open == ["no_hotel"]
    case.complete("no_hotel")
    assert (case.row.status, case.row.end_event) == ("completed", "ee")


def test_a_handler_that_fails_is_an_incident_and_the_rest_follows_after_the_retry(case, handle):
    broken = [True]

    @handle("trip.refund")
    def refund(call: Call, inputs: Nothing) -> None:
        if broken:
            raise ValueError("the bank is closed")

    pay = extension('<zeebe:taskDefinition type="trip.refund"/>')
    case.deploy(bundle("p", *TRIP, handler("no_hotel"), handler("no_flight", "serviceTask", pay)))
    case.start("p")
    case.complete("hotel")
    case.complete("flight")
    incident = Incident.objects.get(resolved_at=None)
    assert incident.element_id == "no_flight"
    broken.clear()
    operations.retry(incident_id=incident.id, by=case.by, now=case.now)
    assert case.open == ["no_hotel"]


def transaction(*outside: str, cancel: str = "cancelEventDefinition") -> tuple[str, ...]:
    inner = (
        node("startEvent", "is"),
        node("parallelGateway", "fork"),
        user("hotel"),
        user("flight"),
        user("decide"),
        node("endEvent", "give_up", f"<bpmn:{cancel}/>"),
        undo("hotel", "no_hotel"),
        undo("flight", "no_flight"),
        handler("no_hotel"),
        handler("no_flight"),
        flows("is -> fork -> hotel", "fork -> flight", "fork -> decide -> give_up"),
    )
    return (
        node("startEvent", "s"),
        node("transaction", "trip", "".join(inner)),
        node("boundaryEvent", "cancelled", "<bpmn:cancelEventDefinition/>", attachedToRef="trip"),
        user("sorry"),
        node("endEvent", "e"),
        flows("s -> trip -> e", "cancelled -> sorry -> e"),
        *outside,
    )


def test_a_cancelled_transaction_ends_what_runs_undoes_what_was_done_and_leaves_by_its_cancel_event(case):
    case.deploy(bundle("p", *transaction()))
    case.start("p")
    case.complete("hotel")
    assert case.open == ["decide", "flight"]
    case.complete("decide")
    assert case.open == ["no_hotel"], "the flight was not completed: it is withdrawn, not undone"
    case.complete("no_hotel")
    assert case.open == ["sorry"]
    case.complete("sorry")
    assert (case.row.status, case.row.end_event) == ("completed", "e")


def test_a_transaction_that_is_not_cancelled_goes_on(case):
    case.deploy(bundle("p", *transaction(cancel="terminateEventDefinition")))
    case.start("p")
    case.complete("decide")
    assert case.row.status == "completed"


REFUSED = {
    "a handler nobody calls": (
        "lost",
        (*TRIP[:4], handler("lost"), node("endEvent", "e"), flows("s -> hotel -> flight -> regret -> e")),
    ),
    "an event without handler": (
        "c",
        (
            node("startEvent", "s"),
            user("a"),
            node("boundaryEvent", "c", "<bpmn:compensateEventDefinition/>", attachedToRef="a"),
            flows("s -> a"),
        ),
    ),
    "an activity that is elsewhere": (
        "regret",
        (node("startEvent", "s"), throws("regret", "nowhere"), flows("s -> regret")),
    ),
    "a cancel outside a transaction": (
        "stop",
        (node("startEvent", "s"), node("endEvent", "stop", "<bpmn:cancelEventDefinition/>"), flows("s -> stop")),
    ),
    "a transaction whose cancel nobody takes": (
        "trip",
        (*transaction()[:2], node("endEvent", "e"), flows("s -> trip -> e")),
    ),
    "a cancel event on a task": (
        "c",
        (
            node("startEvent", "s"),
            user("a"),
            node("endEvent", "e"),
            node("boundaryEvent", "c", "<bpmn:cancelEventDefinition/>", attachedToRef="a"),
            flows("s -> a -> e", "c -> e"),
        ),
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_half_a_compensation_is_refused_with_its_element(what):
    element_id, parts = REFUSED[what]
    found = checks.check(bundle("p", *parts))
    assert element_id in {finding.element_id for finding in found if finding.severity == "error"}
