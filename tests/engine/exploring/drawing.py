"""Random small diagrams, well built or with the wrong gateway somewhere, for comparing two ways of looking at them."""

import random
from collections.abc import Callable

from engine.bundle import Bundle
from tests.engine.building import bundle, flows, io, node, user
from tests.engine.exploring.planted.making import ERROR, ERROR_EVENT, LATE, beside
from tests.engine.stored_states.samples import E, S

VARIABLES = ("p", "q", "r")


class Drawing:
    """Blocks inside blocks, each between two nodes; ``wrong`` is how often a block is closed by the wrong gateway."""

    def __init__(self, seed: int, wrong: float, *, rich: bool = False) -> None:
        self.dice, self.wrong, self.rich = random.Random(seed), wrong, rich
        self.parts: list[str] = [S, E]
        self.lines: list[str] = []
        self.number = 0

    def bundle(self, size: int) -> Bundle:
        first, last = self.block(size)
        self.lines += [f"s -> {first}", f"{last} -> e"]
        return bundle("p", *self.parts, flows(*self.lines), top=ERROR)

    def block(self, size: int) -> tuple[str, str]:
        if size <= 1:
            return self.step()
        kinds = ["sequence", "choice", "both", "some", "loop", "sequence", "choice", "both"]
        kind = self.dice.choice([*kinds, *(["part", "failing", "waiting", "stopping"] if self.rich else [])])
        return getattr(self, kind)(size)

    def step(self) -> tuple[str, str]:
        name = self.named("t")
        about = self.dice.choice(VARIABLES)
        self.parts.append(user(name, io(f"out ={about} -> {about}")))
        return self.guarded(name, LATE) if self.dice.random() < 0.15 else (name, name)

    def sequence(self, size: int) -> tuple[str, str]:
        one, other = self.block(size // 2), self.block(size - size // 2)
        self.lines.append(f"{one[1]} -> {other[0]}")
        return one[0], other[1]

    def choice(self, size: int) -> tuple[str, str]:
        return self.split("exclusiveGateway", size, conditions=True)

    def both(self, size: int) -> tuple[str, str]:
        return self.split("parallelGateway", size, conditions=False)

    def some(self, size: int) -> tuple[str, str]:
        return self.split("inclusiveGateway", size, conditions=True)

    def split(self, kind: str, size: int, *, conditions: bool) -> tuple[str, str]:
        one, other = self.block(size // 2), self.block(size - size // 2)
        fork = self.gateway(kind, default=f"f_{{}}_{one[0]}" if conditions else "")
        join = self.gateway(self.closing(kind))
        asked = f": ={self.dice.choice(VARIABLES)} = 1" if conditions else ""
        self.lines += [f"{fork} -> {one[0]}", f"{fork} -> {other[0]}{asked}"]
        self.lines += [f"{one[1]} -> {join}", f"{other[1]} -> {join}"]
        return fork, join

    def loop(self, size: int) -> tuple[str, str]:
        inner = self.block(size - 1)
        merge = self.gateway(self.closing("exclusiveGateway"))
        way = self.gateway("exclusiveGateway", default="f_{}_" + merge)
        out = self.gateway("exclusiveGateway")
        self.lines += [f"{merge} -> {inner[0]}", f"{inner[1]} -> {way}", f"{way} -> {merge}"]
        self.lines.append(f"{way} -> {out}: ={self.dice.choice(VARIABLES)} = 1")
        return merge, out

    def part(self, size: int) -> tuple[str, str]:
        """A sub-process, sometimes with a time-out."""
        name = self.inside(self.block, size - 1)
        return self.guarded(name, LATE) if self.dice.random() < 0.5 else (name, name)

    def failing(self, size: int) -> tuple[str, str]:
        """A sub-process that an answer ends with an error."""

        def block(size: int) -> tuple[str, str]:
            inner = self.block(size)
            way, wrong = self.gateway("exclusiveGateway", default="f_{}_" + f"g{self.number + 2}"), self.named("bad")
            out = self.gateway("exclusiveGateway")
            self.parts.append(node("endEvent", wrong, ERROR_EVENT))
            self.lines += [f"{inner[1]} -> {way} -> {out}", f"{way} -> {wrong}: ={self.dice.choice(VARIABLES)} = 2"]
            return inner[0], out

        return self.guarded(self.inside(block, size - 1), ERROR_EVENT)

    def waiting(self, size: int) -> tuple[str, str]:
        """Whichever of two times comes first decides."""
        fork, join = self.gateway("eventBasedGateway"), self.gateway(self.closing("exclusiveGateway"))
        for way in (self.block(size // 2), self.block(size - size // 2)):
            event = self.named("due")
            self.parts.append(node("intermediateCatchEvent", event, LATE))
            self.lines += [f"{fork} -> {event} -> {way[0]}", f"{way[1]} -> {join}"]
        return fork, join

    def stopping(self, size: int) -> tuple[str, str]:
        """An answer may end everything at once."""
        inner, way, stop = self.block(size - 1), self.named("g"), self.named("stop")
        out = self.gateway("exclusiveGateway")
        self.parts.append(node("exclusiveGateway", way, default=f"f_{way}_{out}"))
        self.parts.append(node("endEvent", stop, "<bpmn:terminateEventDefinition/>"))
        self.lines += [f"{inner[1]} -> {way} -> {out}", f"{way} -> {stop}: ={self.dice.choice(VARIABLES)} = 2"]
        return inner[0], out

    def inside(self, block: Callable[[int], tuple[str, str]], size: int) -> str:
        """A sub-process around a block."""
        outer, self.parts, lines, self.lines = self.parts, [], self.lines, []
        first, last = block(size)
        name, start, end = self.named("part"), self.named("is"), self.named("ie")
        self.lines += [f"{start} -> {first}", f"{last} -> {end}"]
        edges = node("startEvent", start) + node("endEvent", end)
        outer.append(node("subProcess", name, "".join(self.parts) + edges + flows(*self.lines)))
        self.parts, self.lines = outer, lines
        return name

    def guarded(self, name: str, event: str) -> tuple[str, str]:
        """An activity that an event interrupts."""
        beside_it, merge = self.named("late"), self.gateway(self.closing("exclusiveGateway"))
        self.parts.append(beside(beside_it, name, event))
        self.lines += [f"{name} -> {merge}", f"{beside_it} -> {merge}"]
        return name, merge

    def closing(self, kind: str) -> str:
        if self.dice.random() >= self.wrong:
            return kind
        return self.dice.choice(["exclusiveGateway", "parallelGateway", "inclusiveGateway"])

    def gateway(self, kind: str, default: str = "") -> str:
        name = self.named("g")
        self.parts.append(node(kind, name, **({"default": default.format(name)} if default else {})))
        return name

    def named(self, kind: str) -> str:
        self.number += 1
        return f"{kind}{self.number}"


class Beside(Drawing):
    """The same with events beside the flow, interrupting and not, whose sub-processes lead to either of two ends."""

    def bundle(self, size: int) -> Bundle:
        self.event()
        return super().bundle(size)

    def inside(self, block: Callable[[int], tuple[str, str]], size: int) -> str:
        def guarded(size: int) -> tuple[str, str]:
            ends = block(size)
            if self.dice.random() < 0.5:
                self.event()
            return ends

        return super().inside(guarded, size)

    def event(self) -> None:
        name, step, way = self.named("event"), self.named("t"), self.named("g")
        about, asked = self.dice.choice(VARIABLES), self.dice.choice(VARIABLES)
        interrupts = self.dice.choice(["true", "false"])
        inner = (
            node("startEvent", f"{name}s", LATE, isInterrupting=interrupts),
            user(step, io(f"out ={about} -> {about}")),
            node("exclusiveGateway", way, default=f"f_{way}_{name}e"),
            node("endEvent", f"{name}e"),
            node("endEvent", f"{name}f"),
            flows(f"{name}s -> {step} -> {way} -> {name}e", f"{way} -> {name}f: ={asked} = 1"),
        )
        self.parts.append(node("subProcess", name, "".join(inner), triggeredByEvent="true"))
