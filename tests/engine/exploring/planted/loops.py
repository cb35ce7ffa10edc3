"""Loops without a way out."""

from tests.engine.building import flows, node, script, user
from tests.engine.exploring.planted.making import NOTE, catch, planted, xor
from tests.engine.stored_states.samples import E, S

LOOPS = [
    planted(
        "a loop without a way out",
        "a",
        (S, xor("m"), user("a"), user("b"), flows("s -> m -> a -> b -> m")),
        (S, E, xor("m"), user("a"), user("b"), xor("x", "f_x_e"),
         flows("s -> m -> a -> b -> x -> e", "x -> m: =again")),
    ),
    planted(
        "a loop whose way out is never true",
        "a e",
        (S, E, user("a"), xor("x", "f_x_a"), flows("s -> a -> x -> a", "x -> e: =1 > 2")),
        (S, E, user("a"), xor("x", "f_x_a"), flows("s -> a -> x -> a", "x -> e: =tries > 2")),
    ),
    planted(
        "a loop that sets its own answer back each time",
        "a e",
        (S, E, NOTE, script("back", "=false", "done"), xor("x", "f_x_a"),
         flows("s -> a -> back -> x -> a", "x -> e: =done")),
        (S, E, NOTE, script("back", '=note = "ok"', "done"), xor("x", "f_x_a"),
         flows("s -> a -> back -> x -> a", "x -> e: =done")),
    ),
    planted(
        "a loop whose way out contradicts itself",
        "a e",
        (S, E, user("a"), xor("x", "f_x_a"), flows("s -> a -> x -> a", 'x -> e: =kind = "x" and kind = "y"')),
        (S, E, user("a"), xor("x", "f_x_a"), flows("s -> a -> x -> a", 'x -> e: =kind = "x" or kind = "y"')),
    ),
    planted(
        "machines that go round for ever",
        "x",
        (S, E, script("n", "=1", "n"), xor("x", "f_x_n"), flows("s -> n -> x -> n", "x -> e: =n > 3")),
        (S, E, script("zero", "=0", "n"), script("n", "=n + 1", "n"), xor("x", "f_x_n"),
         flows("s -> zero -> n -> x -> n", "x -> e: =n > 3")),
    ),
    planted(
        "a repeated step that nothing ends",
        "a e",
        (S, E, node("userTask", "a", "<bpmn:standardLoopCharacteristics><bpmn:loopCondition>=true</bpmn:loopCondition>"
         "</bpmn:standardLoopCharacteristics>"), flows("s -> a -> e")),
        (S, E, node("userTask", "a", '<bpmn:standardLoopCharacteristics loopMaximum="3"><bpmn:loopCondition>=true'
         "</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"), flows("s -> a -> e")),
    ),
    planted(
        "links that lead round in a circle",
        "a",
        (S, user("a"), node("intermediateThrowEvent", "out", '<bpmn:linkEventDefinition name="again"/>'),
         catch("in", '<bpmn:linkEventDefinition name="again"/>'), xor("m"), flows("s -> m -> a -> out", "in -> m")),
        (S, E, user("a"), node("intermediateThrowEvent", "out", '<bpmn:linkEventDefinition name="again"/>'),
         catch("in", '<bpmn:linkEventDefinition name="again"/>'), xor("m"), xor("x", "f_x_e"),
         flows("s -> m -> a -> x -> e", "x -> out: =again", "in -> m")),
    ),
]  # fmt: skip
