"""Elements of a large multi-instance that a step does not touch stay packed, so that a step among a thousand costs
little more than one among ten.

A *part* is one element: its scope, all scopes below that, and the tokens in them. Nothing outside stands in a part's
scopes, so whoever looks at a scope needs only the parts that are awake. A part wakes when one of its tokens or scopes
is asked for, all parts wake when somebody goes through all tokens or scopes; what slept through a step is stored again
as the bytes it was.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from engine.spiff.run import Run, Scope, Token

#: Elements open at once from which on they are packed one by one.
LEAST = 16
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass
class Resting:
    """The parts that sleep, by the number of their outermost scope; ``unpack`` puts one into the run."""

    unpack: Callable[[bytes], tuple[list[int], list[UUID]]]
    packed: dict[int, bytes] = field(default_factory=dict)
    of_scope: dict[int, int] = field(default_factory=dict)
    of_token: dict[bytes, int] = field(default_factory=dict)

    def wake(self, part: int | None) -> None:
        """Put a part into the run; nothing for None and for one that is awake."""
        data = self.packed.pop(part, None) if part is not None else None
        if data is None:
            return
        scopes, tokens = self.unpack(data)
        for number in scopes:
            self.of_scope.pop(number, None)
        for task_id in tokens:
            self.of_token.pop(task_id.bytes, None)

    def wake_all(self) -> None:
        """Put all parts into the run, in the order their elements began."""
        for part in sorted(self.packed):
            self.wake(part)

    def part_of_token(self, task_id: UUID | None) -> int | None:
        """Where a token sleeps; None for one that is awake, and for the parent that no token of ours has."""
        return None if task_id is None else self.of_token.get(task_id.bytes)

    def stored(self) -> list[list[Any]]:
        """As columns, which are read and written at once; empty where nothing sleeps."""
        if not self.packed:
            return []
        tables: tuple[dict[Any, Any], ...] = (self.packed, self.of_scope, self.of_token)
        return [column for table in tables for column in (list(table), list(table.values()))]

    def restore(self, columns: list[list[Any]]) -> None:
        """What ``stored`` gave."""
        self.packed, self.of_scope, self.of_token = (
            dict(zip(columns[n], columns[n + 1], strict=True)) for n in (0, 2, 4)
        )


class Waking(MutableMapping[K, V], Generic[K, V]):
    """Tokens by id or scopes by number: ``awake`` holds those at hand, the others wake when they are asked for."""

    def __init__(self, awake: dict[K, V], resting: Resting, part_of: Callable[[K], int | None]) -> None:
        """Over what is awake now."""
        self.awake = awake
        self._resting = resting
        self._part_of = part_of

    def __getitem__(self, key: K) -> V:
        """Wake the part it is in."""
        if key not in self.awake:
            self._resting.wake(self._part_of(key))
        return self.awake[key]

    def __setitem__(self, key: K, value: V) -> None:
        """What is new is awake."""
        self.awake[key] = value

    def __delitem__(self, key: K) -> None:
        """Wake the part it is in: the rest of it goes on."""
        self[key]
        del self.awake[key]

    def __iter__(self) -> Iterator[K]:
        """All: everything wakes."""
        self._resting.wake_all()
        return iter(self.awake)

    def __len__(self) -> int:
        """All: everything wakes."""
        self._resting.wake_all()
        return len(self.awake)


def lay(run: Run, resting: Resting) -> None:
    """Let tokens and scopes of a run wake out of parts."""
    tokens, scopes = dict(run.tokens), dict(run.scopes)
    run.workflow.tasks = Waking(tokens, resting, resting.part_of_token)
    run.scopes = Waking(scopes, resting, resting.of_scope.get)
    run.resting = resting


def parts(run: Run) -> dict[int, tuple[list[Scope], list[Token]]]:
    """The elements among what is awake that should be packed one by one, by the number of their outermost scope."""
    bodies = {token.id: token for token in run.awake() if token.body is None and _is_large(token)}
    if not bodies:
        return {}
    found: dict[int, tuple[list[Scope], list[Token]]] = {}
    part_of: dict[int, int] = {}
    for scope in sorted(run.awake_scopes(), key=lambda one: one.id):  # a scope is made after the one around it
        body = bodies.get(scope.owner) if scope.owner is not None else None
        if scope.parent in part_of:
            part_of[scope.id] = part_of[scope.parent]
        elif body is not None and scope.parent == body.local:
            part_of[scope.id] = scope.id
            found[scope.id] = ([], [])
        if scope.id in part_of:
            found[part_of[scope.id]][0].append(scope)
    for token in run.awake():
        if token.scope in part_of:
            found[part_of[token.scope]][1].append(token)
    return found


def _is_large(body: Token) -> bool:
    started = body.extra.get("started", 0)
    return bool(started - body.extra.get("done", started) >= LEAST)
