"""What a supposed step meets: an oracle that decides whatever is open, one answer after the other, and a host."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from engine import feel, limits
from engine.exploring import atoms, giving, wording
from engine.exploring.atoms import Atom
from engine.exploring.beliefs import Beliefs
from engine.exploring.reasoning import Reasoner
from engine.exploring.subject import Subject
from engine.exploring.unknowns import ANYTHING, Unknown
from engine.feel import nodes
from engine.feel.values import Value
from engine.spiff import errors, script
from engine.spiff.host import Asked, ServiceReply, ServiceRequest, Undecided
from engine.spiff.run import Run

#: A collection nobody knows has none, one or two elements: more only repeat what two show.
SIZES = (2, 1, 0)
MOST_KNOWN = 3


@dataclass(frozen=True)
class Taken:
    """One thing that was decided in a step: which of how many, and in words what it means (Korean, English)."""

    choice: int
    options: int
    said: tuple[str, str] = ("", "")


@dataclass
class Oracle:
    """Follows a list of choices, then takes the first one each time; ``meet`` is told of each new question and may end
    the step by ``Abandoned``. Conditions that may be neither true nor false are added to ``doubtful``.
    """

    subject: Subject
    beliefs: Beliefs
    doubtful: set[str]
    script: Sequence[int] = ()
    meet: Callable[[Hashable, Sequence[Unknown] | None], None] = lambda question, about: None
    taken: list[Taken] = field(default_factory=list)

    def ask(self, question: Hashable, said: Sequence[tuple[str, str]], about: Sequence[Unknown] | None = None) -> int:
        """Decide between options, given by what each means; an expression's question is ``about`` these values, any
        other is asked before a step has written anything.
        """
        place = len(self.taken)
        if place >= limits.GATE_QUESTIONS:
            raise Undecided
        if place >= len(self.script):
            self.meet(question, about)
        choice = self.script[place] if place < len(self.script) else 0
        self.taken.append(Taken(choice, len(said), said[choice]))
        return choice

    def value(self, asked: Asked) -> Value:
        """The value of an expression; what cannot matter stays unknown without a look."""
        if asked.text not in self.subject.relevant.texts:
            return Unknown("irrelevant")
        node = script.compiled(script.body(asked.text)).node
        return self._reasoner(asked).value(node)

    def truth(self, asked: Asked) -> bool | None:
        """Whether a condition is true, in every way that contradicts nothing."""
        return self._reasoner(asked).truth(script.compiled(script.body(asked.text)).node)

    def items(self, asked: Asked) -> Value:
        """A known collection (of a long one its first elements), or none, one or two unknown elements."""
        found = self._reasoner(asked).value(script.compiled(script.body(asked.text)).node)
        if isinstance(found, list):
            return found[:MOST_KNOWN]
        if not isinstance(found, Unknown):
            return found
        said = [(f"항목 {size}개", f"{size} items") for size in SIZES]
        size = SIZES[self.ask(("items", asked.text), said)]
        return [self.beliefs.fresh() for _ in range(size)]

    def moment(self, kind: str, asked: Asked) -> Value:
        """A timer's own constant, else some moment of the kind."""
        expression = script.compiled(script.body(asked.text))
        if not expression.mentioned:
            return expression.evaluate({}, atoms.SOME_DAY).value
        return atoms.SOME_DAY.now + timedelta(days=1) if kind == "date" else "P1D"

    def decision(self, decision_id: str, names: Mapping[str, Value]) -> Value:
        """What a decision may give."""
        if decision_id in self.subject.constants:
            return self.subject.constants[decision_id]
        return self.beliefs.fresh(self.subject.outcomes.get(decision_id, ANYTHING))

    def opened(self, value: Value, path: str) -> Value:
        """A value that is about to be written in part: of an unknown one the members that anything looks for."""
        if isinstance(value, Unknown):
            value = {name: value.member(name) for name in sorted(self.subject.relevant.members)}
        head, _, rest = path.partition(".")
        return {**value, head: self.opened(value.get(head), rest)} if rest and isinstance(value, dict) else value

    def _reasoner(self, asked: Asked) -> Reasoner:
        text = script.body(asked.text).strip()

        def choose(atom: Atom, node: nodes.Node, options: list[bool]) -> bool:
            said = [wording.answered(node, text, answer) for answer in options]
            return options[self.ask(("truth", atom.text), said, atom.leaves)]

        return Reasoner(dict(asked.names), self.beliefs, choose, lambda: self.doubtful.add(asked.text))


@dataclass
class Host:
    """The world of a supposed step: services answer well or with an error that is caught; nobody else is there."""

    subject: Subject
    oracle: Oracle
    run: Run = field(init=False)

    now = atoms.SOME_DAY.now
    environment: feel.Environment = atoms.SOME_DAY
    names: Mapping[str, Value] = field(default_factory=dict)

    def service(self, request: ServiceRequest) -> ServiceReply:
        """Every way a service may answer."""
        node = self.subject.diagram.nodes[request.element_id]
        if not request.part and giving.waits_outside(self.subject, node):
            return ServiceReply(kind="queued")
        codes = [] if request.part else caught(self.subject, self.run, request.task_id)
        said = [("", ""), *((f"{code} 오류", f"the error {code}") for code in codes)]
        choice = self.oracle.ask(("service", request.element_id, request.part), said) if codes else 0
        if choice:
            return ServiceReply(kind="error", code=codes[choice - 1])
        given = {} if request.part else giving.answered(self.subject, node)
        return ServiceReply(kind="done", variables={name: self.oracle.beliefs.fresh(d) for name, d in given.items()})

    def actors_of(self, element_ids: tuple[str, ...]) -> tuple[UUID, ...]:
        """Nobody."""
        return ()

    def caller_catches(self, code: str | None) -> bool:
        """Nobody called."""
        return False


def caught(subject: Subject, run: Run, task_id: UUID) -> list[str]:
    """The codes of errors out of a step that something would catch; ``*`` for any other."""
    token = run.tokens.get(task_id)
    if token is None:
        return []
    return [code for code in subject.codes if errors.catcher(run, token, "error", code) is not None]
