"""What a process drawn by chance must do, told by the blocks alone: no tokens, no gateways, no engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from tests.engine.random_processes.blocks import Block, Guard

#: An element and the numbers of the multi-instances and passes around it, from outside in.
Key: TypeAlias = tuple[str, tuple[int, ...]]


class Thrown(Exception):
    """An error on its way out."""


class Stopped(Exception):
    """A terminate end event was reached."""


class Under:
    """Something under way; ``over`` once it has ended."""

    over = False

    def tasks(self) -> Iterator[Key]:
        """The open tasks."""
        yield from ()

    def events(self) -> Iterator[Key]:
        """The messages that would be taken."""
        yield from ()

    def complete(self, key: Key) -> bool:
        """Complete one task of that key; False where there is none."""
        return False

    def fire(self, key: Key) -> bool:
        """Let a message come; False where nobody waits for it."""
        return False


class Task(Under):
    """One open task."""

    def __init__(self, block: Block, numbers: tuple[int, ...]) -> None:
        self.key: Key = (block.id, numbers)

    def tasks(self) -> Iterator[Key]:
        if not self.over:
            yield self.key

    def complete(self, key: Key) -> bool:
        found = not self.over and key == self.key
        self.over = self.over or found
        return found


class Chain(Under):
    """Steps one after the other: those of a sequence, turns, or a multi-instance in turn."""

    def __init__(self, steps: Iterator[Under], enough: int = 0) -> None:
        self.steps, self.enough, self.done = steps, enough, 0
        self.current: Under | None = None
        self._on()

    def _on(self) -> None:
        while self.current is None or self.current.over:
            self.done += self.current is not None
            if self.enough and self.done >= self.enough:
                self.current = None
            else:
                self.current = next(self.steps, None)
            if self.current is None:
                self.over = True
                return

    def tasks(self) -> Iterator[Key]:
        yield from self.current.tasks() if self.current else ()

    def events(self) -> Iterator[Key]:
        yield from self.current.events() if self.current else ()

    def complete(self, key: Key) -> bool:
        return self._tell(self.current is not None and self.current.complete(key))

    def fire(self, key: Key) -> bool:
        return self._tell(self.current is not None and self.current.fire(key))

    def _tell(self, found: bool) -> bool:
        if found:
            self._on()
        return found


class Together(Under):
    """All at once, until all or enough are over."""

    def __init__(self, all_: Iterator[Under], enough: int = 0) -> None:
        self.all, self.enough = [], enough
        for one in all_:
            self.all.append(one)
            if self._is_over(len(self.all)):
                return
        self.over = self._is_over(None)

    def _is_over(self, count: int | None) -> bool:
        done = sum(one.over for one in self.all)
        self.over = bool(self.enough and done >= self.enough) or (count is None and done == len(self.all))
        return self.over

    def tasks(self) -> Iterator[Key]:
        for one in self.all if not self.over else ():
            yield from one.tasks()

    def events(self) -> Iterator[Key]:
        for one in self.all if not self.over else ():
            yield from one.events()

    def complete(self, key: Key) -> bool:
        found = any(one.complete(key) for one in self.all)
        self._is_over(None)
        return found

    def fire(self, key: Key) -> bool:
        found = any(one.fire(key) for one in self.all)
        self._is_over(None)
        return found


class Scope(Under):
    """A sub-process or the process: its flow, what runs beside it, its event sub-processes."""

    def __init__(self, block: Block, numbers: tuple[int, ...]) -> None:
        self.block, self.numbers = block, numbers
        self.beside: list[Under] = []
        self.flow: Under | None = None
        self.interrupted = False
        self._guarded(lambda: begin(block.parts[0], numbers, self))

    def _guarded(self, act: object) -> bool:
        """Do something that may throw or stop; gives whether anything was done."""
        try:
            done = act()  # type: ignore[operator]
            if isinstance(done, Under):
                self.flow = done
        except Stopped:
            self.flow, self.beside, self.over = None, [], True
            return True
        except Thrown:
            caught = [g for g in self.block.inside if g.kind == "error"]
            if self.interrupted or not caught:
                raise
            self._interrupt(caught[0])
            done = True
        self.over = self.flow is not None and self.flow.over and all(one.over for one in self.beside)
        return bool(done)

    def _interrupt(self, guard: Guard) -> None:
        self.interrupted, self.beside = True, []
        self.flow = begin(guard.behind, self.numbers, self)

    def _under(self) -> list[Under]:
        return [one for one in (self.flow, *self.beside) if one is not None]

    def tasks(self) -> Iterator[Key]:
        for one in self._under():
            yield from one.tasks()

    def events(self) -> Iterator[Key]:
        for one in self._under():
            yield from one.events()
        if not self.over and not self.interrupted:
            yield from ((g.id, self.numbers) for g in self.block.inside if g.kind == "message")

    def complete(self, key: Key) -> bool:
        return not self.over and self._guarded(lambda: any(one.complete(key) for one in self._under()))

    def fire(self, key: Key) -> bool:
        for guard in self.block.inside if not self.over and not self.interrupted else ():
            if guard.kind == "message" and key == (guard.id, self.numbers):
                if guard.interrupting:
                    self._interrupt(guard)
                else:
                    self.beside.append(begin(guard.behind, self.numbers, self))
                return True
        return not self.over and self._guarded(lambda: any(one.fire(key) for one in self._under()))


class Activity(Under):
    """A task or sub-process with what guards it."""

    def __init__(self, block: Block, numbers: tuple[int, ...], around: Scope) -> None:
        self.block, self.numbers, self.around = block, numbers, around
        self.left = False
        self.inner: Under | None = None
        self._guarded(lambda: _passes(block, numbers))

    def _guarded(self, act: object) -> bool:
        try:
            done = act()  # type: ignore[operator]
            if isinstance(done, Under):
                self.inner = done
        except Thrown:
            caught = [g for g in self.block.guards if g.kind == "error"]
            if self.left or not caught:
                raise
            self._leave(caught[0])
            done = True
        self.over = self.inner is not None and self.inner.over
        return bool(done)

    def _leave(self, guard: Guard) -> None:
        self.left = True
        self.inner = begin(guard.behind, self.numbers, self.around)

    def tasks(self) -> Iterator[Key]:
        yield from self.inner.tasks() if self.inner else ()

    def events(self) -> Iterator[Key]:
        yield from self.inner.events() if self.inner else ()
        if not self.over and not self.left:
            yield from ((g.id, self.numbers) for g in self.block.guards if g.kind == "message")

    def complete(self, key: Key) -> bool:
        return self._guarded(lambda: self.inner is not None and self.inner.complete(key))

    def fire(self, key: Key) -> bool:
        for guard in self.block.guards if not self.over and not self.left else ():
            if guard.kind == "message" and key == (guard.id, self.numbers):
                if guard.interrupting:
                    self._leave(guard)
                else:
                    self.around.beside.append(begin(guard.behind, self.numbers, self.around))
                return True
        return self._guarded(lambda: self.inner is not None and self.inner.fire(key))


def _passes(block: Block, numbers: tuple[int, ...]) -> Under:
    """A task or sub-process once, or as often as its marker says."""
    one = Task if block.kind == "task" else Scope
    if block.many is None:
        return one(block, numbers)
    kind, count, enough = block.many
    each = (one(block, (*numbers, number)) for number in range(1, count + 1))
    return Together(each, enough) if kind == "all" else Chain(each, enough)


def begin(block: Block, numbers: tuple[int, ...], around: Scope) -> Under:
    """Begin a block.

    Raises:
        Thrown, Stopped: an end event was reached that ends more than the block.
    """
    match block.kind:
        case "task" | "scope":
            return Activity(block, numbers, around)
        case "sequence":
            return Chain(begin(part, numbers, around) for part in block.parts)
        case "turns":
            return Scope(Block("scope", block.id, [Block("repeat", "", block.parts, block.picked)]), numbers)
        case "repeat":
            return Chain(begin(block.parts[0], numbers, around) for _ in range(block.picked[0]))
        case "choice":
            return begin(block.parts[min(block.picked[0], len(block.parts) - 1)], numbers, around)
        case "fork":
            last = len(block.parts) - 1
            taken = [number for number in block.picked if number != last] or [last]
            return Together(begin(block.parts[number], numbers, around) for number in taken)
        case "together":
            return Together(begin(part, numbers, around) for part in block.parts)
        case "throw":
            raise Thrown
        case _:
            raise Stopped
