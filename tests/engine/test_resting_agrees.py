"""A run that is stored after every step, with its elements resting, does what one does that stays in memory."""

import random
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from engine.spiff import codec, parsing, stepping
from engine.spiff.run import Run, Token, empty
from tests.engine.building import bundle, flows, message, message_event, node, script, timer, user
from tests.engine.stored_states.samples import ERROR, E, S, each
from tests.engine.test_sizes import Alone

MANY = 20
ADDED = node(
    "subProcess",
    "added",
    node("startEvent", "asked", message_event("m"), isInterrupting="false")
    + user("extra")
    + node("endEvent", "added_end")
    + flows("asked -> extra -> added_end"),
    triggeredByEvent="true",
)
#: Each element: two people at once or one, an inclusive join, a timer that adds somebody, an event sub-process, an
#: inner multi-instance, and an error that ends the element.
INSIDE = (
    node("startEvent", "in")
    + node("inclusiveGateway", "fork", default="f_fork_join")
    + user("one")
    + user("two")
    + node("inclusiveGateway", "join")
    + script("sum", "=i * 2", "answer")
    + each(user("inner"), "=[1, 2, 3]", False)
    + node("boundaryEvent", "tick", timer("timeDuration", "P1D"), attachedToRef="one", cancelActivity="false")
    + user("remind")
    + node("exclusiveGateway", "way", default="f_way_out")
    + node("endEvent", "wrong", '<bpmn:errorEventDefinition errorRef="err"/>')
    + node("endEvent", "out")
    + ADDED
    + flows(
        "in -> fork -> join -> sum -> inner -> way -> out",
        "fork -> two: =modulo(i, 2) = 0",
        "fork -> one: =modulo(i, 3) = 0",
        "one -> join",
        "two -> join",
        "tick -> remind",
        "way -> wrong: =bad = true",
    )
)
PARTS = (
    S,
    node("subProcess", "part", each("", f"=for i in 1..{MANY} return i", False) + INSIDE),
    node("boundaryEvent", "caught", '<bpmn:errorEventDefinition errorRef="err"/>', attachedToRef="part"),
    user("mend"),
    E,
    flows("s -> part -> e", "caught -> mend -> e"),
)


def key(run: Run, token: Token) -> tuple[object, ...]:
    """A token by where it stands: its outer element's number, its node, its own number within."""
    number: int | None = token.scope
    element = None
    while number is not None:
        element = run.scopes[number].variables.get("i", element)  # the inner multi-instance has an i of its own
        number = run.scopes[number].parent
    return (str(element), token.node.id, token.index, token.listening, token.stuck, token.extra.get("waits", ""))


def places(run: Run) -> dict[tuple[object, ...], list[Token]]:
    """All tokens by where they stand; those at the same place are alike."""
    found: dict[tuple[object, ...], list[Token]] = {}
    for token in run.tokens.values():
        found.setdefault(key(run, token), []).append(token)
    return found


def counted(run: Run) -> dict[tuple[object, ...], int]:
    return {where: len(tokens) for where, tokens in places(run).items()}


def steps(run: Run) -> list[tuple[str, tuple[object, ...]]]:
    """What may happen next, in an order that does not depend on ids."""
    found = []
    for where, (token, *_) in places(run).items():
        if token.extra.get("waits") == "user" and not token.stuck:
            found.append(("complete", where))
        elif token.trigger.kind == "timer" or (token.trigger.kind == "message" and dice_allows(run)):
            found.append((token.trigger.kind, where))
    return sorted(found, key=str)


def dice_allows(run: Run) -> bool:
    """Not more and more of what a message adds: the story shall end."""
    return sum(token.node.id == "extra" for token in run.tokens.values()) < 6


def do(run: Run, step: tuple[str, tuple[object, ...]], task_id: UUID, data: dict[str, object]) -> None:
    if step[0] == "complete":
        stepping.complete(run, task_id, data)
    else:
        stepping.happen(run, task_id, step[0], {})


def stored(run: Run) -> Run:
    return codec.decode(codec.encode(run), run.definition, Alone())


def begun() -> tuple[Run, Run]:
    """The same run twice."""
    definition = parsing.define(bundle("p", *PARTS, top=ERROR + message("m", "more", None)), (uuid4(), 1), {})
    run = stepping.connect(empty(definition, Alone()))
    stepping.begin(run, {"bad": False})
    return stored(run), stored(run)


@pytest.mark.parametrize("seed", range(12))
def test_any_story_goes_the_same_way(seed):
    dice = random.Random(seed)
    kept, packed = begun()
    alone, ends_badly = 0, seed % 3 == 0
    while not kept.ended:
        step = dice.choice(steps(kept))
        data: dict[str, object] = {"n": Decimal(dice.randrange(9))}
        if ends_badly and step[1][1] == "inner" and dice.random() < 0.1:
            data["bad"] = True
        do(kept, step, places(kept)[step[1]][0].id, data)
        chosen = places(stored(packed))[step[1]][0].id
        packed = stored(packed)
        asleep = sleeping(packed)
        do(packed, step, chosen, data)
        alone += asleep - sleeping(packed) == 1
        packed = stored(packed)
        assert (packed.ended, counted(packed)) == (kept.ended, counted(kept))
    assert (packed.end_event, packed.scopes[0].variables) == (kept.end_event, kept.scopes[0].variables)
    assert alone > 10, "most steps wake one element"


def sleeping(run: Run) -> int:
    return len(run.resting.packed) if run.resting is not None else 0
