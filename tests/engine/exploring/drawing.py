"""Random small diagrams, well built or with the wrong gateway somewhere, for comparing two ways of looking at them."""

import random

from engine.bundle import Bundle
from tests.engine.building import bundle, flows, io, node, user
from tests.engine.exploring.planted.making import LATE, beside
from tests.engine.stored_states.samples import E, S

VARIABLES = ("p", "q", "r")


class Drawing:
    """Blocks inside blocks, each between two nodes; ``wrong`` is how often a block is closed by the wrong gateway."""

    def __init__(self, seed: int, wrong: float) -> None:
        self.dice, self.wrong = random.Random(seed), wrong
        self.parts: list[str] = [S, E]
        self.lines: list[str] = []
        self.number = 0

    def bundle(self, size: int) -> Bundle:
        first, last = self.block(size)
        self.lines += [f"s -> {first}", f"{last} -> e"]
        return bundle("p", *self.parts, flows(*self.lines))

    def block(self, size: int) -> tuple[str, str]:
        if size <= 1:
            return self.step()
        kind = self.dice.choice(["sequence", "choice", "both", "some", "loop"])
        return getattr(self, kind)(size)

    def step(self) -> tuple[str, str]:
        name = self.named("t")
        about = self.dice.choice(VARIABLES)
        self.parts.append(user(name, io(f"out ={about} -> {about}")))
        if self.dice.random() < 0.15:
            event, merge = self.named("late"), self.gateway("exclusiveGateway")
            self.parts.append(beside(event, name, LATE))
            self.lines += [f"{name} -> {merge}", f"{event} -> {merge}"]
            return name, merge
        return name, name

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
