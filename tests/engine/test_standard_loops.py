"""Standard loops: an activity again as long as its condition holds."""

import pytest

from engine import checks, queries
from engine.models import Incident
from tests.engine.building import bundle, extension, flows, node, user

pytestmark = pytest.mark.django_db


def loop(condition: str = "", **said: str) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in said.items())
    inside = f"<bpmn:loopCondition>{condition}</bpmn:loopCondition>" if condition else ""
    return f"<bpmn:standardLoopCharacteristics{attributes}>{inside}</bpmn:standardLoopCharacteristics>"


def counting(marker: str) -> tuple[str, ...]:
    said = extension('<zeebe:script expression="=n + 1" resultVariable="n"/>')
    return (
        node("startEvent", "s"),
        node("scriptTask", "count", said + marker),
        node("endEvent", "e"),
        flows("s -> count -> e"),
    )


def n_after(case, marker: str, **variables: object) -> object:
    case.deploy(bundle("p", *counting(marker)))
    case.start("p", **variables)
    assert case.row.status == "completed"
    return queries.variables(case.instance_id)["n"]


def test_tested_after_each_pass_it_is_done_at_least_once(case):
    assert n_after(case, loop("=n &lt; 3"), n=7) == 8


def test_it_goes_on_while_the_condition_holds(case):
    assert n_after(case, loop("=n &lt; 3"), n=0) == 3


def test_tested_before_it_may_not_be_done_at_all(case):
    assert n_after(case, loop("=n &lt; 3", testBefore="true"), n=7) == 7


def test_the_maximum_ends_it_whatever_the_condition_says(case):
    assert n_after(case, loop("=true", loopMaximum="5"), n=0) == 5


def test_a_maximum_alone_is_a_number_of_passes(case):
    assert n_after(case, loop(loopMaximum="4"), n=0) == 4


def test_people_see_one_pass_after_the_other(case):
    parts = (
        node("startEvent", "s"),
        user("ask", inside=loop("=not(enough)")),
        user("after"),
        flows("s -> ask -> after"),
    )
    case.deploy(bundle("p", *parts))
    case.start("p", enough=False)
    case.complete("ask", enough=False)
    assert case.open == ["ask"]
    case.complete("ask", enough=True)
    assert case.open == ["after"]


def test_a_condition_that_is_no_truth_is_an_incident_and_can_be_put_right(case):
    parts = (node("startEvent", "s"), user("ask", inside=loop("=enough")), flows("s -> ask"))
    case.deploy(bundle("p", *parts))
    case.start("p", enough="perhaps")
    case.complete("ask")
    assert Incident.objects.get(resolved_at=None).element_id == "ask"


def test_a_loop_that_nothing_ends_is_refused():
    found = checks.check(bundle("p", *counting(loop())))
    assert [one.element_id for one in found if one.severity == "error"] == ["count"]


def test_a_sub_process_is_repeated_with_its_inside(case):
    inner = node("startEvent", "is") + user("ask") + flows("is -> ask")
    parts = (
        node("startEvent", "s"),
        node("subProcess", "sub", inner + loop("=loopCounter &lt; 3")),
        user("after"),
        flows("s -> sub -> after"),
    )
    case.deploy(bundle("p", *parts))
    case.start("p")
    for _ in range(3):
        assert case.open == ["ask"]
        case.complete("ask")
    assert case.open == ["after"]
