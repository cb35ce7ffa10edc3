"""Scopes and waits that never end."""

from tests.engine.building import flows, message_event, node, user
from tests.engine.exploring.planted.making import GO, beside, catch, end, planted, scope, when, xor
from tests.engine.stored_states.samples import E, S, each

ROUND = (node("startEvent", "is"), xor("m"), user("a"), user("b"), flows("is -> m -> a -> b -> m"))
OVER = (
    node("startEvent", "is"),
    xor("m"),
    user("a"),
    xor("x", "f_x_ie"),
    end("ie"),
    flows("is -> m -> a -> x -> ie", "x -> m: =again"),
)


def asked(*inside: str, **attributes: str) -> str:
    """An event sub-process that a message begins."""
    return scope("watch", *inside, triggeredByEvent="true", **attributes)


def rung(*, interrupting: bool) -> str:
    return node("startEvent", "is", message_event("go_m"), isInterrupting=str(interrupting).lower())


SCOPES = [
    planted(
        "a sub-process that never ends", "part",
        (S, E, scope("part", *ROUND), flows("s -> part -> e")),
        (S, E, scope("part", *OVER), flows("s -> part -> e")),
    ),
    planted(
        "elements of a multi-instance that never end", "part",
        (S, E, scope("part", each("", "=people", False), *ROUND), flows("s -> part -> e")),
        (S, E, scope("part", each("", "=people", False), *OVER), flows("s -> part -> e")),
    ),
    planted(
        "a transaction that never ends", "deal",
        (S, E, scope("deal", *ROUND, kind="transaction"), flows("s -> deal -> e")),
        (S, E, scope("deal", *OVER, kind="transaction"), flows("s -> deal -> e")),
    ),
    planted(
        "an event sub-process beside the flow that never ends", "watch",
        (S, E, user("t"), asked(rung(interrupting=False), *ROUND[1:]), flows("s -> t -> e")),
        (S, E, user("t"), asked(rung(interrupting=False), *OVER[1:]), flows("s -> t -> e")),
        top=GO,
    ),
    planted(
        "an event sub-process that interrupts and never ends", "watch",
        (S, E, user("t"), asked(rung(interrupting=True), *ROUND[1:]), flows("s -> t -> e")),
        (S, E, user("t"), asked(rung(interrupting=True), *OVER[1:]), flows("s -> t -> e")),
        top=GO,
    ),
    planted(
        "a reminder that reminds for ever", "a",
        (S, E, user("t"), beside("tick", "t", cancelActivity="false"), user("a"), xor("m"),
         flows("s -> t -> e", "tick -> m -> a -> m")),
        (S, E, user("t"), beside("tick", "t", cancelActivity="false"), user("a"), end("told"),
         flows("s -> t -> e", "tick -> a -> told")),
    ),
    planted(
        "a wait for a condition that cannot become true", "w",
        (S, E, catch("w", when("=1 > 2")), flows("s -> w -> e")),
        (S, E, catch("w", when("=papers > 2")), flows("s -> w -> e")),
    ),
]  # fmt: skip
