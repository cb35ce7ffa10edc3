"""What stops no deployment but is told: work done twice, ends that only a withdrawal brings, machines that may go
round, and names that are nearly others. What is right is not told of.
"""

from engine import checks
from engine.bundle import Bundle
from engine.exploring import searching
from engine.exploring.circles import in_circles
from engine.exploring.subject import Subject
from engine.spiff import parsing
from tests.engine.building import bundle, extension, flows, io, message, message_event, node, script, service, user
from tests.engine.exploring.planted.making import AB, FORK, beside, both, end, filled, scope, xor
from tests.engine.stored_states.samples import E, S

GO = message("go_m", "go", None)
WITHDRAWAL = scope(
    "off", node("startEvent", "asked", message_event("go_m")), end("gone"), flows("asked -> gone"),
    triggeredByEvent="true",
)  # fmt: skip
#: For each of some things.
EACH = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics "
    'inputCollection="=things" inputElement="thing"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>'
)
TERMS = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="urn:t" id="d" name="d">
  <decision id="terms" name="terms"><variable id="v" name="terms"/>
  <literalExpression id="l"><text>{{rounds: {rounds}}}</text></literalExpression></decision></definitions>"""
ASK = node("businessRuleTask", "ask", extension('<zeebe:calledDecision decisionId="terms" resultVariable="terms"/>'))


def said(made: Bundle, begins: str) -> list[str | None]:
    found = checks.check(made, served=["p.w", "p.v"])
    assert [finding for finding in found if finding.severity == "error"] == []
    return [finding.element_id for finding in found if finding.message_en.startswith(begins)]


def test_two_branches_that_are_merged_instead_of_joined_do_the_rest_twice():
    ways = flows("s -> f -> a -> m -> c -> e", "f -> b -> m")
    assert said(bundle("p", *FORK, xor("m"), user("c"), ways), "This may have to be done twice") == ["c"]
    assert said(bundle("p", *FORK, both("m"), user("c"), ways), "This may have to be done twice") == []


def test_what_a_reminder_brings_may_be_there_twice():
    again = beside("tick", "a", message_event("go_m"), cancelActivity="false")
    parts = (*AB, again, end("told"), flows("s -> a -> e", "tick -> b -> told"))
    assert said(bundle("p", *parts, top=GO), "This may have to be done twice") == []


def test_a_loop_that_only_a_withdrawal_ends_is_told():
    ways = flows("s -> m -> a -> b -> m")
    begins = "From here on only an event beside the flow"
    assert said(bundle("p", S, user("a"), user("b"), xor("m"), ways, WITHDRAWAL, top=GO), begins) == ["a"]
    out = flows("s -> m -> a -> b -> x -> e", "x -> m: =again")
    right = bundle("p", *AB, xor("m"), xor("x", "f_x_e"), out, WITHDRAWAL, top=GO)
    assert said(right, begins) == []


def test_machines_that_ask_one_another_until_they_are_content_are_told_of():
    work = service("w", "p.w", io("out =fine -> fine"))
    with_handler = bundle("p", S, E, xor("m"), work, script("r", "=fine", "done"), xor("x", "f_x_m"),
                          flows("s -> m -> w -> r -> x -> m", "x -> e: =done"))  # fmt: skip
    assert said(with_handler, "It may go round") == []  # an outside service may take its time
    ways = flows("s -> m -> r -> x -> m", "x -> e: =done")
    alone = bundle("p", S, E, xor("m"), script("r", "=[fine, 1][2 + other]", "done"), xor("x", "f_x_m"), ways)
    assert said(alone, "It may go round") == ["x"]


def test_a_name_that_is_nearly_a_field_is_pointed_out():
    ways = flows("s -> a -> x -> e", 'x -> b: =aproval_outcome = "no"', "b -> e")
    begins = "Nothing gives aproval_outcome a value"
    right = ways.replace("aproval", "approval")
    files = filled("approval_outcome")
    assert said(bundle("p", *AB, xor("x", "f_x_e"), ways, files=files), begins) == ["f_x_b"]
    assert said(bundle("p", *AB, xor("x", "f_x_e"), right, files=files), "Nothing gives") == []
    other = ways.replace("aproval_outcome", "wished")
    assert said(bundle("p", *AB, xor("x", "f_x_e"), other, files=files), "Nothing gives") == []


def test_a_decision_that_asks_for_nothing_is_computed():
    ways = flows("s -> ask -> x -> a -> e", "x -> b: =terms.rounds > 2", "b -> e")
    for rounds, unreached in ((3, ["a"]), (2, ["b"])):
        files = {"decisions/terms.dmn": TERMS.format(rounds=rounds).encode()}
        parts = bundle("p", *AB, ASK, xor("x", "f_x_a"), ways, files=files)
        assert said(parts, "Nothing that can happen leads") == unreached


def test_one_that_asks_for_the_day_or_a_variable_is_not():
    ways = flows("s -> ask -> x -> a -> e", "x -> b: =terms.rounds > 2", "b -> e")
    for rounds in ("month(today())", "wished", 'rate("r", today())'):
        files = {"decisions/terms.dmn": TERMS.format(rounds=rounds.replace("month(today())", "today().month")).encode()}
        parts = bundle("p", *AB, ASK, xor("x", "f_x_a"), ways, files=files)
        assert said(parts, "Nothing that can happen leads") == []


def test_elements_with_variables_of_their_own_are_looked_at_one_after_the_other():
    inner = (node("startEvent", "is"), user("a"), xor("x", "f_x_b"), user("b"), user("c"), end("ie"), end("if"),
             flows("is -> a -> x -> b -> ie", "x -> c: =answer = 1", "c -> if"))  # fmt: skip
    each = node("subProcess", "part", extension(io("in =null -> answer")) + EACH + "".join(inner))
    parts = (S, E, each, flows("s -> part -> e"), WITHDRAWAL)
    seen = searching.search(Subject(parsing.diagram_of(bundle("p", *parts, top=GO))))
    assert seen.complete
    assert len(seen.places) < 40


def test_a_variable_that_elements_side_by_side_overwrite_for_one_another_is_pointed_out():
    inner = (node("startEvent", "is"), user("a"), user("b", io("out =z -> z")), xor("x", "f_x_ie"), user("c"),
             end("ie"), flows("is -> a -> b -> x -> ie", "x -> c: =answer = 1", "c -> ie"))  # fmt: skip
    begins, way = "Another element may overwrite answer", flows("s -> part -> e")
    for own, told in (("in =null -> other", ["part"]), ("in =null -> answer", [])):
        part = node("subProcess", "part", extension(io(own)) + EACH + "".join(inner))
        assert said(bundle("p", S, E, part, way, files=filled("answer")), begins) == told
    one_by_one = EACH.replace("Characteristics>", 'Characteristics isSequential="true">', 1)
    part = node("subProcess", "part", one_by_one + "".join(inner))
    assert said(bundle("p", S, E, part, way, files=filled("answer")), begins) == []


def test_circles_are_found_with_what_lies_between_two_of_them():
    assert in_circles({1: [2], 2: [3], 3: [2], 4: [3], 5: []}) == [2, 3]
    assert in_circles({1: [1, 2], 2: [3], 3: [3]}) == [1, 2, 3]
    assert in_circles({1: [2, 9], 2: []}) == []
