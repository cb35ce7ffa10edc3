"""The gate passes the seven lifecycles, sees all that can happen in them, and tells the mistakes planted in them."""

from collections.abc import Iterator

import pytest

from engine import checks, scenarios
from engine.bundle import Bundle
from engine.checks import stuck
from engine.exploring import searching
from engine.exploring.subject import Subject
from engine.findings import Finding
from engine.spiff import parsing
from tests.engine.exploring.lifecycles import DRAWN, all_seven, calls, handled
from tests.engine.exploring.lifecycles.mistakes import SLIPS

SEVEN = all_seven()
CALLED = calls(SEVEN)
SCENARIOS = scenarios.find([DRAWN])
#: Every warning there may be, with its reason.
WARNINGS = {
    "service_application": [
        # A limit that is a rate is computed in its cell: such rules are not compared with the others.
        ("eligibility_grounds_table", "rules with computed cells are not compared"),
        # Separation of duties reaches into the called evaluation, whose steps are not in this diagram.
        *(
            (step, f"notBy names {other}")
            for step in ("approve_decision", "review_objection")
            for other in ("file_visit_sheet", "confirm_result")
        ),
    ],
    "evaluation": [("evaluation_deviation_table", "rules with computed cells are not compared")],
}
#: Advice about the drawing: the deployed two let flows meet at a step without a merge, in these places.
UNMERGED = {
    "service_application": (
        "ask_employer decide_without_consent record_complete check_completeness return_application evaluate "
        "approve_decision record_decision request_matching review_objection"
    ),
    "evaluation": "fix_visit confirm_result record_result",
}


@pytest.fixture(autouse=True, scope="module")
def _handlers() -> Iterator[None]:
    with handled(SEVEN):
        stuck.forget()
        yield
    stuck.forget()


def found(bundle: Bundle) -> list[Finding]:
    return checks.check(bundle, called=CALLED)


@pytest.mark.parametrize("name", SEVEN)
def test_a_right_lifecycle_passes_with_just_the_warnings_that_have_a_reason(name):
    told = [(finding.severity, finding.element_id, finding.message_en) for finding in found(SEVEN[name])]
    wanted = WARNINGS.get(name, [])
    assert [element for _, element, _ in told] == [element for element, _ in wanted]
    for (severity, _, message), (_, begins) in zip(told, wanted, strict=True):
        assert severity == "warning"
        assert message.startswith(begins)


@pytest.mark.parametrize("name", SEVEN)
def test_its_drawing_needs_no_advice_but_where_flows_meet_without_a_merge(name):
    advice = checks.look_over(SEVEN[name])
    assert {finding.element_id for finding in advice} == set(UNMERGED.get(name, "").split())
    assert all("fake-join" in finding.message_en for finding in advice)


@pytest.mark.parametrize("name", SEVEN)
def test_all_that_can_happen_in_it_is_looked_at(name):
    diagram = parsing.diagram_of(SEVEN[name])
    subject = Subject(diagram, parsing.decisions(SEVEN[name]), stuck.fields_of(SEVEN[name]))
    seen = searching.search(subject)
    assert seen.complete
    assert seen.visited >= {node.id for node in diagram.nodes.values() if node.kind == "userTask"}


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.lifecycle}: {slip.name}")
def test_a_planted_mistake_is_told_where_it_is(slip):
    told = [finding for finding in found(slip.make(SEVEN[slip.lifecycle])) if finding.element_id == slip.at]
    fitting = [finding for finding in told if finding.message_en.startswith(slip.says)]
    assert [finding.severity for finding in fitting] == [slip.severity], told
    assert bool(fitting[0].way_en) is slip.shown


def test_at_least_four_mistakes_are_planted_in_each():
    assert all(sum(slip.lifecycle == name for slip in SLIPS) >= 4 for name in SEVEN)


@pytest.mark.django_db
@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: f"{file.parent.parent.name}: {file.stem}")
def test_a_drawn_lifecycle_does_in_the_engine_what_its_scenarios_say(file):
    assert scenarios.run(scenarios.load(file)).problem == ""


def test_the_path_to_a_planted_mistake_is_a_shortest_one():
    [slip] = [slip for slip in SLIPS if slip.name == "returns that wait for each other"]
    [starved] = [one for one in found(slip.make(SEVEN[slip.lifecycle])) if one.severity == "error"]
    assert starved.way_en == (
        "Opened by hand",
        'Look at what is missing completed [not missing_outcome = "remind"]',
        "Import attendance completed [not count(row_errors) > 0, 0 items]",
        'Check and submit completed [submission_outcome = "submit", 1 items]',
        'Review a line completed [some r in line_reviews satisfies r.outcome = "return"]',
    )
