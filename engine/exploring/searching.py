"""The search: from every beginning, every move and every open answer, in breadth, until nothing new comes or the bound
is reached.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from engine import limits
from engine.exploring import circles, moves, signature
from engine.exploring.beliefs import Beliefs
from engine.exploring.facts import beside_the_flow
from engine.exploring.independence import Independence
from engine.exploring.liveness import Liveness
from engine.exploring.moves import Move
from engine.exploring.subject import Subject
from engine.exploring.unknowns import Unknown
from engine.exploring.widening import Widening
from engine.exploring.world import Host, Oracle, Taken
from engine.spiff import forking, stepping
from engine.spiff.effects import Trouble
from engine.spiff.host import Abandoned, Undecided
from engine.spiff.run import ROOT, Run, Token, empty


@dataclass(frozen=True)
class Step:
    """How a place was first reached: from which place, by which move and answers, over which nodes."""

    before: int
    move: Move
    answers: tuple[Taken, ...]
    path: tuple[str, ...]


@dataclass
class Place:
    """A state at rest (``run``, until it was looked at) or a moment within a step at which something was decided.

    ``after`` are the places that follow, ``stopped`` those of them that an event beside the flow leads to by ending
    what goes on in its scope, ``troubles`` the incidents the step to it opened, ``standing`` the nodes with a token in
    the flow, outer ones first (of a moment the node at which it was); ``done`` where nothing more has to come: it has
    ended or waits for a supervisor.
    """

    number: int
    step: Step | None = None
    run: Run | None = None
    beliefs: Beliefs = field(default_factory=Beliefs)
    after: set[int] = field(default_factory=set)
    stopped: set[int] = field(default_factory=set)
    troubles: tuple[Trouble, ...] = ()
    standing: tuple[str, ...] = ()
    done: bool = False


@dataclass
class Found:
    """All that a search saw; ``visited`` are the nodes a token stood at, ``passed`` those that one left again,
    ``doubtful`` the expressions that ask what may be neither true nor false.

    It is ``complete`` unless it ``stopped``: at the bound, or at machines that go round for ever, which take too long
    to be met twice.
    """

    subject: Subject
    places: list[Place] = field(default_factory=list)
    visited: set[str] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    steps: int = 0
    stopped: Literal["", "bound", "endless"] = ""

    @property
    def complete(self) -> bool:
        """Whether all that can happen was looked at."""
        return not self.stopped


def search(subject: Subject) -> Found:
    """Look at everything that can happen to an instance of the process."""
    return _Search(subject).go()


class _Search:
    """Places by signature, and those that still have to be looked at."""

    def __init__(self, subject: Subject) -> None:
        self.found = Found(subject)
        live = Liveness(subject)
        self.view = signature.View(subject, live)
        self.widening = Widening(subject.relevant.names)
        self._independence = Independence(live)
        self.beside = beside_the_flow(subject.diagram)
        self.waiting: deque[Place] = deque()
        self._put_off: dict[int, tuple[Run, list[Move]]] = {}
        self._numbers: dict[Hashable, int] = {}

    def go(self) -> Found:
        """From every beginning on."""
        nowhere, _ = self.place(())
        for move in moves.beginnings(self.found.subject):
            self._try(nowhere, move)
        while self.found.complete and (self.waiting or self._caught_up()):
            if not self.waiting:
                continue
            place = self.waiting.popleft()
            if place.run is not None and not place.run.ended:
                self._look_at(place, place.run)
            place.run = None
        return self.found

    def _look_at(self, place: Place, run: Run) -> None:
        """Do what can happen next: what needs no other order first, the rest is put off."""
        possible = list(moves.of(run, self.found.subject))
        first = self._independence.first(run, possible)
        for move in first:
            self._try(place, move)
        if len(first) < len(possible):
            self._put_off[place.number] = run, [move for move in possible if move not in first]

    def _caught_up(self) -> bool:
        """Do what would be put off for ever: that of one state on a circle of such states. False where none is left."""
        places = self.found.places
        looked = {p.number: p.after for p in places if p.step is None or p.number in self._put_off}
        number = next((one for one in circles.in_circles(looked) if one in self._put_off), None)
        if number is None:
            return False
        places[number].run, missing = self._put_off.pop(number)
        for move in missing:
            self._try(places[number], move)
        places[number].run = None
        return True

    def place(self, key: Hashable) -> tuple[Place, bool]:
        """The place with a signature, and whether it was known."""
        number = self._numbers.get(key)
        if number is not None:
            return self.found.places[number], True
        place = Place(len(self.found.places))
        self._numbers[key] = place.number
        self.found.places.append(place)
        return place, False

    def _try(self, before: Place, move: Move) -> None:
        """Do a move with every list of answers that leads to something new."""
        scripts: deque[tuple[tuple[int, ...], Place]] = deque([((), before)])
        while scripts and self.found.complete:
            if self.found.steps >= limits.GATE_STEPS or len(self.found.places) >= limits.GATE_STATES:
                self.found.stopped = "bound"
                return
            self.found.steps += 1
            script, place = scripts.popleft()
            attempt = _Attempt(self, (before, place), move, script)
            attempt.go()
            for asked, done, options in attempt.alternatives():
                scripts.extend(((*done, other), asked) for other in range(1, options))


class _Attempt:
    """One step with one list of answers, first ones beyond it; ``places`` are where it begins and what it follows."""

    def __init__(self, search: _Search, places: tuple[Place, Place], move: Move, script: tuple[int, ...]) -> None:
        subject = search.found.subject
        before, self._last = places
        self._search, self._before, self._move, self._script = search, before, move, script
        self._asked: list[Place] = []
        self._oracle = Oracle(subject, before.beliefs.copy(), search.found.doubtful, script, self._meet)
        host = Host(subject, self._oracle)
        begun = before.run
        self._run = stepping.connect(empty(subject.definition, host)) if begun is None else forking.fork(begun)
        self._run.host, self._run.oracle, host.run = host, self._oracle, self._run

    def go(self) -> None:
        """Do it, and note the place it leads to."""
        run = self._run
        try:
            self._move.act(run, self._oracle.beliefs)
        except Undecided:
            self._search.found.stopped = "bound"
            return
        except Abandoned:
            return
        if ROOT not in run.scopes and not run.ended:
            self._last.done = True  # taken away as a whole
            return
        self._see()
        if not run.ended:
            moves.thin(run)
        self._search.widening.apply(run, self._oracle.beliefs)
        place, known = self._search.place(self._signature())
        self._follow(place)
        if not known:
            self._settle(place)

    def _follow(self, place: Place) -> None:
        """Note that a place comes after the last one; one that is led to both ways counts as led to by the flow."""
        if (
            self._move.stops
            and self._last is self._before
            and place.number not in self._last.after - self._last.stopped
        ):
            self._last.stopped.add(place.number)
        else:
            self._last.stopped.discard(place.number)
        self._last.after.add(place.number)

    def _see(self) -> None:
        """Note where tokens stood, those too that were taken away again in the same step."""
        effects, found = self._run.effects, self._search.found
        found.passed.update(effects.path)
        inside = (token.node.id for token in self._run.tokens.values() if not token.listening)
        found.visited.update(effects.path, inside)
        found.visited.update(opened.element_id for opened in effects.opened)

    def alternatives(self) -> Iterator[tuple[Place, tuple[int, ...], int]]:
        """The questions that came up for the first time: where, the answers before, and how many answers there are."""
        taken = self._oracle.taken
        for number, place in enumerate(self._asked, len(self._script)):
            if number < len(taken):
                yield place, tuple(one.choice for one in taken[:number]), taken[number].options

    def _settle(self, place: Place) -> None:
        run = self._run
        place.step = Step(self._before.number, self._move, tuple(self._oracle.taken), tuple(run.effects.path))
        place.run, place.beliefs = run, self._oracle.beliefs
        place.troubles = tuple(trouble for one in run.effects.troubles for trouble in _all_starved(run, one))
        place.troubles += tuple(Trouble(one.id, one.node.id, "twice", "") for one in _doubled(run, self._search.beside))
        if any(trouble.kind == "endless" for trouble in place.troubles):
            self._search.found.stopped = "endless"
        inside = [token for token in run.tokens.values() if not token.listening]
        place.standing = tuple(token.node.id for token in inside)
        place.done = run.ended or any(token.stuck for token in run.tokens.values())
        self._search.waiting.append(place)

    def _signature(self, about: Sequence[Unknown] | None = None) -> Hashable:
        return signature.of(self._search.view, self._run, self._oracle.beliefs, about)

    def _meet(self, question: Hashable, about: Sequence[Unknown] | None) -> None:
        """A question nobody decided yet is a moment of its own, whose answers are tried once."""
        place, known = self._search.place((question, self._signature(about)))
        self._follow(place)
        if known:
            raise Abandoned
        place.standing = self._asking()
        self._last = place
        self._asked.append(place)

    def _asking(self) -> tuple[str, ...]:
        """The node a question comes up at: the last one passed, or the one it leads to."""
        passed = self._run.effects.path[-1:]
        flows = self._search.found.subject.diagram.outgoing.get(passed[0], []) if passed else []
        return (flows[0].target,) if len(flows) == 1 else tuple(passed)


def _doubled(run: Run, beside: frozenset[str]) -> list[Token]:
    """Tokens beside another one at the same step, unless an event that does not interrupt may bring them."""
    return [token for token in moves.doubled(run) if token.node.id not in beside]


def _all_starved(run: Run, trouble: Trouble) -> list[Trouble]:
    """A scope that is starved has an incident at one of its joins; all that wait there are as badly off."""
    token = run.tokens.get(trouble.task_id) if trouble.kind == "starved" and trouble.task_id is not None else None
    if token is None:
        return [trouble]
    nodes = {other.node.id for other in run.inside(token.scope) if other.extra.get("arrived")}
    return [replace(trouble, element_id=node_id) for node_id in sorted(nodes)]
