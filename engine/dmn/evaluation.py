"""Running a decision: what it requires first, each once, in a scope that holds just what it requires."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from engine.dmn.boxes import START, fit
from engine.dmn.errors import DecisionRefused
from engine.dmn.given import Given
from engine.dmn.hits import refuse_violations
from engine.dmn.model import Decision, InputData, Knowledge, Link, Links, Model, Reference, Service, prefix_of
from engine.dmn.table import Fired
from engine.feel.calls import invoke
from engine.feel.conversion import NATIVE, to_feel
from engine.feel.environment import Environment, Run, Warning
from engine.feel.errors import FeelLimitExceeded
from engine.feel.scope import Scope
from engine.feel.types import ANY, FeelType
from engine.feel.values import Function, Value

_MAX_DEPTH = 100


class Decided(NamedTuple):
    """What was decided and why: the value, the warnings, and the rules that fired in every decision on the way."""

    value: Value
    warnings: tuple[Warning, ...]
    trace: tuple[Fired, ...]


def evaluate(model: Model, decision_id: str, inputs: Mapping[str, object], environment: Environment) -> Decided:
    """Evaluate a decision, a decision service or a knowledge model by id or name; inputs go by name.

    Raises DecisionRefused for a decision that is not there, or that reaches anything with a problem, and
    FeelLimitExceeded when the budget is used up.
    """
    if not model.sound:
        refuse_problems(model, find(model, decision_id))
    return evaluate_leniently(model, decision_id, inputs, environment)


def evaluate_among(
    model: Model, decision_id: str, variables: Mapping[str, object], environment: Environment
) -> Decided:
    """Evaluate a decision among the variables of a case; refuses as ``evaluate`` does, and where the rules that apply
    contradict a table's hit policy: a case must not go on with null as if no rule had applied.

    As in Camunda 8, whose modeler draws no input data, a decision also sees the variables that it requires nowhere,
    and the decisions it requires under their ids too.
    """
    if not model.sound:
        refuse_problems(model, find(model, decision_id))
    return _evaluate(Session(model, variables, Run(environment), open=True), decision_id)


def evaluate_leniently(
    model: Model, decision_id: str, inputs: Mapping[str, object], environment: Environment
) -> Decided:
    """Evaluate although there are problems: what has one is null, as the standard's test kit wants it."""
    return _evaluate(Session(model, inputs, Run(environment)), decision_id)


def _evaluate(session: Session, decision_id: str) -> Decided:
    model, run = session.model, session.run
    try:
        value = run.weigh(_result(session, model, find(model, decision_id)))
    except RecursionError as error:
        raise FeelLimitExceeded("depth", "decisions nested too deeply") from error
    if session.around is not None:
        refuse_violations(run.trace)
    return Decided(value, tuple(run.warnings), tuple(item for item in run.trace if isinstance(item, Fired)))


Runnable: TypeAlias = Decision | Service | Knowledge


def find(model: Model, wanted: str) -> Runnable:
    """Find a decision, service or knowledge model by id, else by name."""
    if wanted in model.decisions:
        return model.decisions[wanted]
    everything: list[Runnable] = [*model.decisions.values(), *model.services.values(), *model.knowledge.values()]
    for item in everything:
        if item.id == wanted:
            return item
    for item in everything:
        if item.name == wanted:
            return item
    raise DecisionRefused(wanted, "there is no such decision")


def refuse_problems(model: Model, element: Runnable) -> None:
    """Refuse a decision when anything it reaches has a problem."""
    broken = {(model.namespace, problem.owner): problem for problem in model.problems}
    for imported in model.imports.values():
        broken |= {(imported.namespace, problem.owner): problem for problem in imported.problems}
    for key in _reached(model, element, set()):
        if key in broken:
            raise DecisionRefused(broken[key].element_id, broken[key].reason)


def _reached(model: Model, element: Any, seen: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    key = (model.namespace, element.id)
    if key in seen:
        return
    seen.add(key)
    yield key
    if isinstance(element, Service):
        references: tuple[Reference, ...] = element.outputs
    else:
        references = () if isinstance(element, InputData) else element.requires
    for reference in references:
        home = model_of(model, reference)
        yield from _reached(home, element_of(home, reference.id), seen)


def model_of(model: Model, reference: Reference) -> Model:
    """Give the model a reference points into."""
    if not reference.prefix and reference.namespace == model.namespace:
        return model
    if reference.prefix not in model.imports:
        raise DecisionRefused(reference.id, f"the model {reference.namespace} is not imported")
    return model.imports[reference.prefix]


def element_of(model: Model, element_id: str) -> InputData | Decision | Knowledge | Service:
    """Give the element with an id."""
    groups: list[Mapping[str, Any]] = [model.input_data, model.decisions, model.knowledge, model.services]
    for group in groups:
        if element_id in group:
            found: InputData | Decision | Knowledge | Service = group[element_id]
            return found
    raise DecisionRefused(element_id, "an element is required that is not in the model")


def links_of(model: Model, element: Decision | Knowledge) -> Links:
    """Look up what an element requires, once for each model."""
    found = model.links.get(element.id)
    if found is None:
        found = model.links[element.id] = _links(model, element.requires)
    return found


def _links(model: Model, requires: tuple[Reference, ...]) -> Links:
    served = {reference for service in model.services.values() for reference in service.inputs}
    plain: list[str] = []
    others: list[Link] = []
    for reference in requires:
        link = _link(model, reference)
        free = isinstance(link.element, InputData) and link.element.type is ANY and reference not in served
        if free and not reference.prefix:
            plain.append(link.name)
        else:
            others.append(link)
    return Links(tuple(plain), tuple(others))


def _link(model: Model, reference: Reference) -> Link:
    home = model_of(model, reference)
    element = element_of(home, reference.id)
    name = element.name if isinstance(element, InputData) else element.variable
    return Link(name, reference.prefix, home, element, (home.namespace, element.id))


class Session:
    """One evaluation: the inputs, and what is known so far."""

    def __init__(self, model: Model, inputs: Mapping[str, object], run: Run, *, open: bool = False) -> None:
        """Begin with the inputs by name; those of imported models stand under the import's name.

        In an ``open`` session the model's elements see all inputs, whether they require them or not.
        """
        self.model = model
        self.run = run
        self.inputs = inputs
        self.known: dict[tuple[str, str], Value] = {}
        self.depth = 0
        self.around = Scope(Given(inputs), None, run) if open else None

    def decide(self, model: Model, decision: Decision) -> Value:
        """Give a decision's value, computing it once."""
        key = (model.namespace, decision.id)
        if key not in self.known:
            if self.depth >= _MAX_DEPTH:
                raise DecisionRefused(decision.id, "the decision requires itself")
            self.depth += 1
            scope = self.scope(model, decision)
            value = None if decision.code is None else decision.code(scope)
            self.known[key] = fit(value, decision.type, scope)
            self.depth -= 1
        return self.known[key]

    def scope(self, model: Model, element: Decision | Knowledge) -> Scope:
        """Lay out what an element requires by name; what is imported stands under the import's name."""
        values: dict[str, Value] = {}
        links = links_of(model, element)
        inputs = self.inputs
        prefix = "" if model is self.model else prefix_of(self.model, model)
        around = None if prefix else self.around
        for name in links.plain:
            value = self._given(name, prefix) if prefix else inputs.get(name)
            values[name] = value if type(value) in NATIVE else to_feel(value)
        for link in links.others:
            place = values.setdefault(link.prefix, {}) if link.prefix else values
            if link.key in self.known:
                place[link.name] = self.known[link.key]
            else:
                place[link.name] = self._value(link)
            if around is not None and not link.prefix:
                values.setdefault(link.key[1], place[link.name])
        return Scope(values, around, self.run)

    def _value(self, link: Link) -> Value:
        """Give the value of a required element: a function for knowledge and services."""
        element = link.element
        if isinstance(element, InputData):
            return self.input(link.home, element)
        if isinstance(element, Decision):
            return self.decide(link.home, element)
        if isinstance(element, Knowledge):
            return self.knowledge(link.home, element)
        return self.service_function(link.home, element)

    def input(self, model: Model, element: InputData) -> Value:
        """Give an input's value fitted to its type; one that is not given is null."""
        prefix = prefix_of(self.model, model)
        given = self._given(element.name, prefix) if prefix else self.inputs.get(element.name)
        value = to_feel(given)
        if element.type is not ANY:
            value = fit(value, element.type, Scope({}, None, self.run))
        self.known[(model.namespace, element.id)] = value
        return value

    def _given(self, name: str, prefix: str) -> object:
        """Find an imported model's input: inside the import's name, under both names, or under its own."""
        group = self.inputs.get(prefix)
        if isinstance(group, Mapping) and name in group:
            return group[name]
        return self.inputs.get(f"{prefix}.{name}", self.inputs.get(name))

    def knowledge(self, model: Model, element: Knowledge) -> Value:
        """Give a knowledge model as a function; it sees what it requires itself."""
        values: dict[str, Value] = {}
        function = None if element.code is None else element.code(Scope(values, None, self.run))
        if isinstance(function, Function):
            function.name = element.variable
            if function.types is not None and element.type.kind != "Any":
                function.types = replace(function.types, item=element.type)
        self.known[(model.namespace, element.id)] = function
        values.update(self.scope(model, element).values)
        values.setdefault(element.variable, function)
        return function

    def service_function(self, model: Model, service: Service) -> Function:
        """Give a decision service as a function of its input data and input decisions, in this order."""
        references = (*service.inputs, *service.input_decisions)
        elements = [element_of(model_of(model, reference), reference.id) for reference in references]
        names = [item.name if isinstance(item, InputData) else item.variable for item in elements]
        kinds = FeelType("function", service.type, parameters=tuple(item.type for item in elements))
        return Function(service.variable, names, lambda run, values: self.service(model, service, values), kinds)

    def service(self, model: Model, service: Service, arguments: list[Value] | None) -> Value:
        """Run a decision service; its arguments stand for its inputs, or the session's inputs do."""
        inner = Session(self.model, self.inputs, self.run, open=self.around is not None)
        references = (*service.inputs, *service.input_decisions)
        for number, reference in enumerate(references):
            home = model_of(model, reference)
            element = element_of(home, reference.id)
            name = element.name if isinstance(element, InputData) else getattr(element, "variable", "")
            value = to_feel(self.inputs.get(name)) if arguments is None else arguments[number]
            kind: FeelType = getattr(element, "type", ANY)
            inner.known[(reference.namespace, reference.id)] = fit(value, kind, Scope({}, None, self.run))
        results = {}
        for reference in service.outputs:
            home = model_of(model, reference)
            element = element_of(home, reference.id)
            if isinstance(element, Decision):
                results[element.variable] = inner.decide(home, element)
        value = next(iter(results.values())) if len(results) == 1 else results
        return fit(value, service.type, Scope({}, None, self.run))


def _result(session: Session, model: Model, element: Runnable) -> Value:
    """Give what a caller from outside asked for."""
    if isinstance(element, Decision):
        return session.decide(model, element)
    if isinstance(element, Service):
        return session.service(model, element, None)
    function = session.knowledge(model, element)
    names = function.parameters if isinstance(function, Function) else ()
    return invoke(function, [to_feel(session.inputs.get(name)) for name in names], session.run, START)
