"""Joins that wait for what does not come."""

from tests.engine.building import extension, flows, message_event, node, service, user
from tests.engine.exploring.planted.making import (
    AB,
    ERROR,
    ERROR_EVENT,
    ESCALATION,
    ESCALATION_EVENT,
    FORK,
    GO,
    LATE,
    beside,
    both,
    catch,
    end,
    planted,
    scope,
    some,
    xor,
)
from tests.engine.stored_states.samples import EXTERNAL, E, S

CANCEL = "<bpmn:cancelEventDefinition/>"
INSIDE = (node("startEvent", "is"), user("t"), xor("x", "f_x_ie"), end("ie"), flows("is -> t -> x -> ie"))
DEAL = scope("deal", *INSIDE, end("no", CANCEL), flows("x -> no: =refused"), kind="transaction")
PART = scope("part", *INSIDE, end("up", ESCALATION_EVENT), flows("x -> up: =big"))

JOINS = [
    planted(
        "an exclusive split that flows into a parallel join",
        "j",
        (*AB, xor("x", "f_x_b"), both("j"), flows("s -> x", "x -> a: =big", "x -> b", "a -> j", "b -> j", "j -> e")),
        (*AB, xor("x", "f_x_b"), xor("j"), flows("s -> x", "x -> a: =big", "x -> b", "a -> j", "b -> j", "j -> e")),
    ),
    planted(
        "a parallel branch that may end before the join",
        "j",
        (*FORK, both("j"), xor("x", "f_x_j"), end("out"),
         flows("s -> f -> a -> j -> e", "f -> b -> x -> j", "x -> out: =rejected")),
        (*FORK, both("j"), xor("x", "f_x_m"), xor("m"), user("c"),
         flows("s -> f -> a -> j -> e", "f -> b -> x -> m -> j", "x -> c: =rejected", "c -> m")),
    ),
    planted(
        "an inclusive split that flows into a parallel join",
        "j",
        (*AB, some("i", "f_i_b"), both("j"), flows("s -> i", "i -> a: =big", "i -> b", "a -> j", "b -> j", "j -> e")),
        (*AB, some("i", "f_i_b"), some("j"), flows("s -> i", "i -> a: =big", "i -> b", "a -> j", "b -> j", "j -> e")),
    ),
    planted(
        "a branch whose time-out leaves for another end",
        "j",
        (*FORK, both("j"), beside("late", "b"), end("out"),
         flows("s -> f -> a -> j -> e", "f -> b -> j", "late -> out")),
        (*FORK, both("j"), beside("late", "b"), xor("m"),
         flows("s -> f -> a -> j -> e", "f -> b -> m -> j", "late -> m")),
    ),
    planted(
        "a join of a step and of the event that interrupts it",
        "j",
        (S, E, user("a"), beside("late", "a"), both("j"), flows("s -> a -> j -> e", "late -> j")),
        (S, E, user("a"), beside("late", "a"), xor("j"), flows("s -> a -> j -> e", "late -> j")),
    ),
    planted(
        "a join that waits for a reminder that need not come",
        "j",
        (*AB, beside("tick", "a", cancelActivity="false"), both("j"), flows("s -> a -> j -> e", "tick -> b -> j")),
        (*AB, beside("tick", "a", cancelActivity="false"), end("told"), flows("s -> a -> e", "tick -> b -> told")),
    ),
    planted(
        "a loop that comes back into a parallel gateway",
        "j",
        (*AB[:3], both("j"), xor("x", "f_x_e"), flows("s -> j -> a -> x -> e", "x -> j: =again")),
        (*AB[:3], xor("j"), xor("x", "f_x_e"), flows("s -> j -> a -> x -> e", "x -> j: =again")),
    ),
    planted(
        "a failed service that never comes to the join",
        "j",
        (*FORK[:3], both("f"), both("j"), service("w", "p.w", EXTERNAL), beside("bad", "w", ERROR_EVENT), end("out"),
         flows("s -> f -> a -> j -> e", "f -> w -> j", "bad -> out")),
        (*FORK[:3], both("f"), both("j"), service("w", "p.w", EXTERNAL), beside("bad", "w", ERROR_EVENT), xor("m"),
         flows("s -> f -> a -> j -> e", "f -> w -> m -> j", "bad -> m")),
        top=ERROR,
    ),
    planted(
        "a wait for one of two events of which one leaves the branch",
        "j",
        (*FORK[:3], both("f"), both("j"), node("eventBasedGateway", "g"), catch("came", message_event("go_m")),
         catch("late", LATE), end("out"),
         flows("s -> f -> a -> j -> e", "f -> g -> came -> j", "g -> late -> out")),
        (*FORK[:3], both("f"), both("j"), node("eventBasedGateway", "g"), catch("came", message_event("go_m")),
         catch("late", LATE), xor("m"),
         flows("s -> f -> a -> j -> e", "f -> g -> came -> m -> j", "g -> late -> m")),
        top=GO,
    ),
    planted(
        "two questions that must be answered alike but need not be",
        "j",
        (S, E, node("task", "a"), node("task", "b"), node("task", "c"), xor("x", "f_x_c"), both("f"), xor("y", "f_y_e"),
         both("j"), end("done"), flows("s -> x", "x -> f: =big", "x -> c", "f -> a -> y", "f -> b -> j", "c -> y",
         "y -> j: =urgent", "y -> e", "j -> done")),
        (S, E, node("task", "a"), node("task", "b"), node("task", "c"), xor("x", "f_x_c"), both("f"), xor("y", "f_y_e"),
         both("j"), end("done"), flows("s -> x", "x -> f: =big", "x -> c", "f -> a -> y", "f -> b -> j", "c -> y",
         "y -> j: =big", "y -> e", "j -> done")),
    ),
    planted(
        "a join inside a sub-process",
        "j",
        (S, E, scope("part", node("startEvent", "is"), xor("x", "f_x_b"), user("a"), user("b"), both("j"), end("ie"),
         flows("is -> x", "x -> a: =big", "x -> b", "a -> j", "b -> j", "j -> ie")), flows("s -> part -> e")),
        (S, E, scope("part", node("startEvent", "is"), xor("x", "f_x_b"), user("a"), user("b"), xor("j"), end("ie"),
         flows("is -> x", "x -> a: =big", "x -> b", "a -> j", "b -> j", "j -> ie")), flows("s -> part -> e")),
    ),
    planted(
        "a called process whose error leaves the branch",
        "j",
        (*FORK[:3], both("f"), both("j"), node("callActivity", "c", extension('<zeebe:calledElement processId="q"/>')),
         beside("bad", "c", ERROR_EVENT), end("out"), flows("s -> f -> a -> j -> e", "f -> c -> j", "bad -> out")),
        (*FORK[:3], both("f"), both("j"), node("callActivity", "c", extension('<zeebe:calledElement processId="q"/>')),
         beside("bad", "c", ERROR_EVENT), xor("m"), flows("s -> f -> a -> j -> e", "f -> c -> m -> j", "bad -> m")),
        top=ERROR,
    ),
    planted(
        "an escalation that a join waits for",
        "j",
        (S, E, PART, beside("told", "part", ESCALATION_EVENT, cancelActivity="false"),
         both("j"), flows("s -> part -> j -> e", "told -> j")),
        (S, E, PART, beside("told", "part", ESCALATION_EVENT, cancelActivity="false"),
         end("noted"), flows("s -> part -> e", "told -> noted")),
        top=ESCALATION,
    ),
    planted(
        "a cancelled transaction that never comes to the join",
        "j",
        (*FORK[:3], both("f"), both("j"), DEAL, beside("off", "deal", CANCEL), end("out"),
         flows("s -> f -> a -> j -> e", "f -> deal -> j", "off -> out")),
        (*FORK[:3], both("f"), both("j"), DEAL, beside("off", "deal", CANCEL), xor("m"),
         flows("s -> f -> a -> j -> e", "f -> deal -> m -> j", "off -> m")),
    ),
]  # fmt: skip
