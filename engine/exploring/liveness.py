"""Which variables can still be read from where the tokens stand: what nobody reads again distinguishes no states."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.exploring import facts as of_nodes
from engine.exploring.facts import NONE, Facts, Reader, Variables
from engine.exploring.naming import Naming, Variable
from engine.exploring.subject import Subject
from engine.spiff.diagram import Node
from engine.spiff.run import Token


@dataclass
class Liveness:
    """``entering`` is what may be read from a node on that is yet to be done, ``leaving`` once only its result is to
    be taken out (a person's step that is open, a sub-process whose inside is there), ``amid`` while that is going on,
    ``always`` what may be read at any time.
    """

    subject: Subject
    naming: Naming = field(init=False)
    facts: dict[str, Facts] = field(init=False)
    entering: dict[str, Variables] = field(init=False)
    leaving: dict[str, Variables] = field(init=False)
    amid: dict[str, Variables] = field(init=False)
    always: Variables = field(init=False)

    def __post_init__(self) -> None:
        """Go backwards over the flows until nothing is added any more."""
        nodes = self.subject.diagram.nodes
        self.naming = Naming(self.subject.diagram)
        self.facts = {node.id: Reader(self.subject, self.naming, node).facts() for node in nodes.values()}
        self.entering, self.leaving = dict.fromkeys(nodes, NONE), dict.fromkeys(nodes, NONE)
        self.always = self._always()
        backwards = list(nodes.values())[::-1]
        while sum(self._look_at(node) for node in backwards):
            pass
        self.amid = {node.id: self._amid(node) for node in backwards}

    def from_token(self, token: Token) -> Variables:
        """What may be read because of a token; of a sub-process or multi-instance that has begun the tokens inside say
        it, but for the elements of a loop that may begin anew.
        """
        waits, loop = token.extra.get("waits"), token.node.loop
        if token.listening and token.trigger.kind in of_nodes.THROWN:
            return NONE  # what throws to it says it
        if token.node.by_event:
            return self.leaving[token.node.scope] if token.node.scope is not None else NONE
        if waits is None:
            return self.entering[token.node.id]
        again = loop is not None and (loop.sequential or loop.standard)
        inside = waits in {"scope", "multi"}
        return (NONE if inside else self.leaving[token.node.id]) | (self.entering[token.node.id] if again else NONE)

    def within(self, token: Token) -> Variables:
        """What may be read because of a token from a moment within a step on. What the result of its node writes may
        be there already, then it is read and not written once more.
        """
        if token.listening:
            return self.from_token(token)
        return self.from_token(token) | self.amid[token.node.id]

    def _look_at(self, node: Node) -> bool:
        """Whether something new may be read from a node on."""
        leaving, entering = self._leaving(node), self._entering(node)
        grown = (leaving, entering) != (self.leaving[node.id], self.entering[node.id])
        self.leaving[node.id], self.entering[node.id] = leaving, entering
        return grown

    def _leaving(self, node: Node) -> Variables:
        facts, diagram = self.facts[node.id], self.subject.diagram
        if node.by_event and not any(start.interrupting for start in diagram.starts(node.id)):
            return NONE  # the flow beside it leads on, and once it runs its own token does
        heard = NONE.union(*(self.entering[one] for one in of_nodes.hearing(diagram, node)))
        return facts.takes | (self._later(node) - facts.surely) | heard

    def _later(self, node: Node) -> Variables:
        """What may be read once the node's result is taken out."""
        after = of_nodes.targets(self.subject.diagram, node)
        later = self.facts[node.id].after.union(*(self.entering[one] for one in after))
        return later if after or node.scope is None else later | self.leaving[node.scope]

    def _amid(self, node: Node) -> Variables:
        facts = self.facts[node.id]
        return facts.takes | facts.brought | self._later(node)

    def _entering(self, node: Node) -> Variables:
        diagram = self.subject.diagram
        found = self.facts[node.id].begins | self.leaving[node.id]
        first = of_nodes.first_inside(diagram, node) if node.kind == "subProcess" else []
        beside = [event.id for event in diagram.boundaries.get(node.id, [])]
        begun = [one for one in (*first, *beside) if not of_nodes.only_hears(diagram.nodes[one])]
        return found.union(*(self.entering[one] for one in begun))

    def _always(self) -> Variables:
        """What handlers of compensation and conditions of events read."""
        found: set[Variable] = set()
        for node in self.subject.diagram.nodes.values():
            conditions = (trigger.text for trigger in node.triggers if trigger.kind == "conditional")
            found |= self.naming.inside(node, of_nodes.names_in(*conditions))
            if node.for_compensation:
                facts = self.facts[node.id]
                found |= facts.begins | facts.takes | facts.after
        return frozenset(found)
