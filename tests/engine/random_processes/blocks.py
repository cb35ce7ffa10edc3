"""Well-structured processes by chance: blocks within blocks, and the BPMN that draws them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from tests.engine.building import extension, flows, io, message, message_event, node, script, user

ERROR = '<bpmn:error id="bad" name="bad" errorCode="BAD"/>'
CAUGHT = '<bpmn:errorEventDefinition errorRef="bad"/>'


@dataclass
class Block:
    """One block; ``parts`` are its branches or the steps of a sequence."""

    kind: str
    id: str
    parts: list[Block] = field(default_factory=list)
    #: Of a choice: the first branch whose condition holds. Of a fork: the branches taken. Of turns: how many.
    picked: tuple[int, ...] = ()
    #: Of an activity: what interrupts it or runs beside it.
    guards: list[Guard] = field(default_factory=list)
    inside: list[Guard] = field(default_factory=list)
    #: ``all``, ``turn`` or ``loop`` and how often, and after how many it is enough (0: all).
    many: tuple[str, int, int] | None = None


@dataclass
class Guard:
    """A boundary event or an event sub-process: ``error`` or ``message``, and the tasks behind it."""

    kind: str
    id: str
    interrupting: bool
    behind: Block


class Author:
    """Draws blocks by chance until the paper is full."""

    def __init__(self, dice: Random, room: int = 22) -> None:
        self.dice, self.room, self.count = dice, room, 0
        #: How many inclusive forks of this scope are being drawn: their joins wait for no path that ends elsewhere.
        self.forks = 0
        self.large = dice.random() < 0.2

    def name(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def process(self) -> Block:
        whole = self.sequence(4, caught=False)
        return Block("scope", "whole", [whole], inside=self.inside(caught=False))

    def sequence(self, depth: int, *, caught: bool) -> Block:
        steps = [self.step(depth, caught=caught) for _ in range(self.dice.choice((1, 1, 2, 2, 3)))]
        return Block("sequence", "", steps)

    def step(self, depth: int, *, caught: bool) -> Block:
        self.room -= 1
        kinds = ["task"] * 3
        if depth and self.room > 0:
            kinds += ["choice", "choice", "together", "together", "fork", "fork", "turns", "scope", "scope", "scope"]
        kind = self.dice.choice(kinds)
        if kind == "task":
            task = Block("task", self.name("t"), many=self.many())
            task.guards = self.guards(False) if self.dice.random() < 0.2 else []
            return task
        if kind == "scope":
            return self.scope(depth - 1, caught=caught)
        if kind == "turns":
            turns = (self.dice.randint(1, 3),)
            return Block("turns", self.name("l"), [self.apart(depth - 1, caught=caught)], turns)
        return self.gateway(kind, depth - 1, caught=caught)

    def gateway(self, kind: str, depth: int, *, caught: bool) -> Block:
        self.forks += kind == "fork"
        branches = [self.sequence(depth, caught=caught) for _ in range(self.dice.choice((2, 2, 3)))]
        self.forks -= kind == "fork"
        count = len(branches)
        found = Block(kind, self.name("g"), branches)
        if kind == "choice":
            found.picked = (self.dice.randrange(count),)
            if self.dice.random() < 0.4 and not self.forks:
                end = "stop" if not caught or self.dice.random() < 0.3 else "throw"
                found.parts[self.dice.randrange(count - 1)].parts.append(Block(end, self.name("x")))
        elif kind == "fork":
            found.picked = tuple(number for number in range(count) if self.dice.random() < 0.6)
        return found

    def scope(self, depth: int, *, caught: bool) -> Block:
        found = Block("scope", self.name("s"), many=self.many())
        found.guards = self.guards(True) if self.dice.random() < 0.5 else []
        handled = caught or any(guard.kind == "error" for guard in found.guards)
        found.inside = self.inside(caught=True) if self.dice.random() < 0.4 else []
        handled = handled or any(guard.kind == "error" for guard in found.inside)
        found.parts = [self.apart(depth, caught=handled)]
        return found

    def apart(self, depth: int, *, caught: bool) -> Block:
        """The flow of a scope of its own."""
        outer, self.forks = self.forks, 0
        found = self.sequence(depth, caught=caught)
        self.forks = outer
        return found

    def many(self) -> tuple[str, int, int] | None:
        if self.dice.random() > 0.25:
            return None
        kind, count = self.dice.choice(("all", "turn", "loop")), self.dice.randint(0, 3)
        if kind == "all" and self.large and self.dice.random() < 0.3:
            self.large, count = False, 18  # from 16 open elements on, they rest in the stored state
        enough = self.dice.choice((0, 0, 1, 2)) if kind != "loop" else 0
        return (kind, max(count, 1) if kind == "loop" else count, enough)

    def guards(self, errors: bool) -> list[Guard]:
        kinds = ["message", "message", *(["error"] if errors else [])]
        chosen = self.dice.sample(kinds, self.dice.randint(1, len(kinds)))
        return [self.guard(kind, "b") for kind in chosen]

    def inside(self, *, caught: bool) -> list[Guard]:
        kinds = ["message", *(["error"] if caught else [])]
        return [self.guard(kind, "h") for kind in self.dice.sample(kinds, self.dice.randint(0, len(kinds)))]

    def guard(self, kind: str, letter: str) -> Guard:
        behind = [Block("task", self.name("t")) for _ in range(self.dice.randint(1, 2))]
        interrupting = kind == "error" or self.dice.random() < 0.5
        return Guard(kind, self.name(letter), interrupting, Block("sequence", "", behind))


class Pen:
    """Writes blocks as BPMN: nodes and flows of one scope, declarations of the whole file."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.top: list[str] = [ERROR]
        self.picked: dict[str, object] = {}

    def whole(self, block: Block) -> None:
        """The process itself."""
        self.parts.append(self.content(block))

    def content(self, block: Block) -> str:
        """The nodes and flows inside a scope."""
        outer, self.parts = self.parts, []
        first, last = self.block(block.parts[0])
        self.parts.append(node("startEvent", f"in_{block.id}") + flows(f"in_{block.id} -> {first}"))
        if last is not None:
            self.parts.append(node("endEvent", f"out_{block.id}") + flows(f"{last} -> out_{block.id}"))
        for guard in block.inside:
            self.parts.append(self.handler(guard))
        inside, self.parts = "".join(self.parts), outer
        return inside

    def handler(self, guard: Guard) -> str:
        outer, self.parts = self.parts, []
        first, last = self.block(guard.behind)
        kind = "true" if guard.interrupting else "false"
        self.parts.append(node("startEvent", guard.id, self.event(guard), isInterrupting=kind))
        self.parts.append(node("endEvent", f"end_{guard.id}"))
        self.parts.append(flows(f"{guard.id} -> {first}", f"{last} -> end_{guard.id}"))
        inside, self.parts = "".join(self.parts), outer
        return node("subProcess", f"ev_{guard.id}", inside, triggeredByEvent="true")

    def event(self, guard: Guard) -> str:
        if guard.kind == "error":
            return CAUGHT
        self.top.append(message(f"m_{guard.id}", f"m_{guard.id}", None))
        return message_event(f"m_{guard.id}")

    def block(self, block: Block) -> tuple[str, str | None]:
        """Write a block; gives its first node and its last, None where it ends by itself."""
        written: tuple[str, str | None] = getattr(self, f"_{block.kind}")(block)
        return written

    def _sequence(self, block: Block) -> tuple[str, str | None]:
        ends = [self.block(part) for part in block.parts]
        for (_, before), (after, _) in pairwise(ends):
            self.parts.append(flows(f"{before} -> {after}"))
        return ends[0][0], ends[-1][1]

    def _task(self, block: Block) -> tuple[str, str | None]:
        self.parts.append(user(block.id, inside=self._many(block)))
        return self._guarded(block)

    def _throw(self, block: Block) -> tuple[str, str | None]:
        self.parts.append(node("endEvent", block.id, CAUGHT))
        return block.id, None

    def _stop(self, block: Block) -> tuple[str, str | None]:
        self.parts.append(node("endEvent", block.id, "<bpmn:terminateEventDefinition/>"))
        return block.id, None

    def _scope(self, block: Block) -> tuple[str, str | None]:
        self.parts.append(node("subProcess", block.id, self._many(block) + self.content(block)))
        return self._guarded(block)

    def _many(self, block: Block) -> str:
        if block.many is None:
            return ""
        kind, count, enough = block.many
        if kind == "loop":
            return f'<bpmn:standardLoopCharacteristics loopMaximum="{count}"/>'
        items = f"=[{', '.join(map(str, range(count)))}]"
        marks = extension(f'<zeebe:loopCharacteristics inputCollection="{items}" inputElement="item"/>')
        if enough:
            marks += f"<bpmn:completionCondition>=numberOfCompletedInstances &gt;= {enough}</bpmn:completionCondition>"
        sequential = "true" if kind == "turn" else "false"
        return (
            f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}">{marks}'
            "</bpmn:multiInstanceLoopCharacteristics>"
        )

    def _guarded(self, block: Block) -> tuple[str, str | None]:
        """Boundary events: what interrupts comes back behind the activity, what does not has an end of its own."""
        if not block.guards:
            return block.id, block.id
        merge = f"m_{block.id}"
        self.parts.append(node("exclusiveGateway", merge) + flows(f"{block.id} -> {merge}"))
        for guard in block.guards:
            cancel = "true" if guard.interrupting else "false"
            self.parts.append(
                node("boundaryEvent", guard.id, self.event(guard), attachedToRef=block.id, cancelActivity=cancel)
            )
            first, last = self.block(guard.behind)
            target = merge if guard.interrupting else f"end_{guard.id}"
            if not guard.interrupting:
                self.parts.append(node("endEvent", target))
            self.parts.append(flows(f"{guard.id} -> {first}", f"{last} -> {target}"))
        return block.id, merge

    def _turns(self, block: Block) -> tuple[str, str | None]:
        """A loop drawn with gateways, counted in a sub-process of its own so that no turn outside disturbs it."""
        outer, self.parts = self.parts, []
        first, last = self.block(block.parts[0])
        back, on, count = f"back_{block.id}", f"on_{block.id}", f"n_{block.id}"
        self.parts.append(node("startEvent", f"in_{block.id}") + node("exclusiveGateway", back))
        self.parts.append(flows(f"in_{block.id} -> {back} -> {first}"))
        if last is not None:
            self.parts.append(script(f"add_{block.id}", f"={count} + 1", count))
            self.parts.append(node("exclusiveGateway", on, default=f"f_{on}_out_{block.id}"))
            self.parts.append(node("endEvent", f"out_{block.id}"))
            self.parts.append(flows(f"{last} -> add_{block.id} -> {on} -> out_{block.id}"))
            self.parts.append(flows(f"{on} -> {back}: ={count} < {block.picked[0]}"))
        inside, self.parts = "".join(self.parts), outer
        self.parts.append(node("subProcess", block.id, extension(io(f"in =0 -> {count}")) + inside))
        return block.id, block.id

    def _choice(self, block: Block) -> tuple[str, str | None]:
        return self._gateway(block, "exclusiveGateway", lambda number: f"=picked.{block.id} <= {number}")

    def _together(self, block: Block) -> tuple[str, str | None]:
        return self._gateway(block, "parallelGateway", None)

    def _fork(self, block: Block) -> tuple[str, str | None]:
        return self._gateway(block, "inclusiveGateway", lambda number: f"=list contains(picked.{block.id}, {number})")

    def _gateway(self, block: Block, kind: str, says: object) -> tuple[str, str | None]:
        split, join = f"{block.id}_", f"{block.id}_join"
        ends = [self.block(part) for part in block.parts]
        default = {"default": f"f_{split}_{ends[-1][0]}"} if callable(says) else {}
        self.parts.append(node(kind, split, **default) + node(kind, join))
        self.picked[block.id] = block.picked[0] if block.kind == "choice" else list(block.picked)
        for number, (first, last) in enumerate(ends):
            plain = not callable(says) or number == len(ends) - 1
            self.parts.append(flows(f"{split} -> {first}" + ("" if plain else f": {says(number)}")))  # type: ignore[operator]
            if last is not None:
                self.parts.append(flows(f"{last} -> {join}"))
        return split, join
