"""A file into a model: names, types, then each element of the requirement graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from engine.dmn.boxes import BUILDERS, Workshop, build_function, build_inside
from engine.dmn.errors import DecisionRefused
from engine.dmn.itemtypes import ItemTypes, declared_names
from engine.dmn.model import Decision, InputData, Knowledge, Model, Problem, Reference, Service
from engine.dmn.table import build_table
from engine.dmn.xml import Element, child, children, read
from engine.feel.errors import FeelLimitExceeded, FeelSyntaxError
from engine.feel.expression import known_names
from engine.feel.types import ANY, FeelType

BUILDERS["decisionTable"] = build_table
_MAX_IMPORTS = 20
#: Of one model, each counted as often as it is imported: a few small files could otherwise stand for millions.
_MOST_IMPORTS = 200
T = TypeVar("T")


def parse(xml: bytes, *, imports: Mapping[str, bytes] | None = None) -> Model:
    """Parse and compile a model; ``imports`` holds the files of imported models by namespace.

    Raises DecisionRefused for a file that is no model. What is wrong inside is in ``Model.problems`` and refused when
    a decision that needs it is evaluated.
    """
    return _Parser(read(xml), imports or {}, (), []).model()


def neighbours(folder: Path) -> dict[str, bytes]:
    """Give the models in a folder by namespace, for a model there to import; what cannot be read is passed over."""
    return by_namespace(file.read_bytes() for file in sorted(folder.glob("*.dmn")))


def by_namespace(models: Iterable[bytes]) -> dict[str, bytes]:
    """Give models by namespace, for each of them to import the others; what cannot be read is passed over."""
    found: dict[str, bytes] = {}
    for content in models:
        try:
            found[str(read(content).get("namespace") or "")] = content
        except DecisionRefused:
            continue
    return found


def imported(xml: bytes) -> list[str]:
    """Give the namespaces of the models that a model imports itself; none where it cannot be read."""
    try:
        return [namespace for namespace, _item in _imports(read(xml))]
    except DecisionRefused:
        return []


def _imports(root: Element) -> list[tuple[str, Element]]:
    return [
        (str(item.get("namespace") or ""), item)
        for item in children(root, "import")
        if "DMN" in str(item.get("importType") or "")
    ]


class _Parser:
    """One file on its way to a model."""

    def __init__(
        self, root: Element, files: Mapping[str, bytes], path: tuple[str, ...], read_before: list[str]
    ) -> None:
        self.root = root
        self.read_before = read_before
        self.namespace = str(root.get("namespace") or "")
        self.path = (*path, self.namespace)
        self.imports = self._imports(files)
        names = declared_names(root)
        for model in self.imports.values():
            names |= _names_of(model)
        self.names = known_names(names)
        imported = {prefix: model.types for prefix, model in self.imports.items()}
        self.shop = Workshop(self.names, ItemTypes(root, imported, self.names), declared=frozenset(names))
        self.references = _References(root, self.namespace, self.imports, self.shop)

    def _imports(self, files: Mapping[str, bytes]) -> dict[str, Model]:
        found: dict[str, Model] = {}
        for wanted, item in _imports(self.root):
            if wanted in self.path:
                continue
            if wanted not in files or len(self.path) > _MAX_IMPORTS:
                raise DecisionRefused(str(item.get("id") or ""), f"the imported model {wanted} is not here")
            self.read_before.append(wanted)
            if len(self.read_before) > _MOST_IMPORTS:
                raise DecisionRefused(str(item.get("id") or ""), f"more than {_MOST_IMPORTS} models are imported")
            inner = _Parser(read(files[wanted]), files, self.path, self.read_before)
            found[str(item.get("name") or "")] = inner.model()
        return found

    def model(self) -> Model:
        """Compile everything."""
        types = _all_types(self.shop.types)
        return Model(
            namespace=self.namespace,
            name=str(self.root.get("name") or ""),
            input_data=self._each("inputData", self._input),
            knowledge=self._each("businessKnowledgeModel", self._knowledge),
            decisions=self._each("decision", self._decision),
            services=self._each("decisionService", self._service),
            types=types,
            imports=self.imports,
            problems=tuple(self.shop.problems),
            tables=tuple(self.shop.tables),
            strangers=tuple(self.shop.strangers),
        )

    def _each(self, name: str, make: Callable[[Element], T]) -> dict[str, T]:
        found: dict[str, T] = {}
        for element in children(self.root, name):
            element_id = str(element.get("id") or element.get("name") or "")
            if element_id in found:
                raise DecisionRefused(element_id, "two elements have the same id")
            self.shop.owner = element_id
            found[element_id] = make(element)
        return found

    def _input(self, element: Element) -> InputData:
        return InputData(
            id=self.shop.owner, name=_variable(element), type=self.shop.type_of(child(element, "variable"))
        )

    def _decision(self, element: Element) -> Decision:
        kind = self.shop.type_of(child(element, "variable"))
        before = len(self.shop.tables)
        code = build_inside(element, self.shop)
        own = self.shop.tables[before:] if child(element, "decisionTable") is not None else []
        requires = self.references.required(element)
        return Decision(
            id=self.shop.owner,
            name=str(element.get("name") or ""),
            variable=_variable(element),
            inputs=self.references.names(requires),
            requires=requires,
            code=code,
            type=kind,
            table=own[-1] if own else None,
        )

    def _knowledge(self, element: Element) -> Knowledge:
        logic = child(element, "encapsulatedLogic")
        kind = self.shop.type_of(child(element, "variable"))
        return Knowledge(
            id=self.shop.owner,
            name=str(element.get("name") or ""),
            variable=_variable(element),
            requires=self.references.required(element),
            code=None if logic is None else build_function(logic, self.shop),
            type=_result_type(kind),
        )

    def _service(self, element: Element) -> Service:
        kind = self.shop.type_of(child(element, "variable"))
        return Service(
            id=self.shop.owner,
            name=str(element.get("name") or ""),
            variable=_variable(element),
            inputs=self.references.of(element, "inputData"),
            input_decisions=self.references.of(element, "inputDecision"),
            outputs=self.references.of(element, "outputDecision"),
            type=_result_type(kind),
        )


class _References:
    """The requirements between elements, and which model each leads into."""

    def __init__(self, root: Element, namespace: str, imports: Mapping[str, Model], shop: Workshop) -> None:
        self.namespace = namespace
        self.imports = imports
        self.shop = shop
        self.by_id = {str(element.get("id")): element for element in children(root, "inputData", "decision")}

    def required(self, element: Element) -> tuple[Reference, ...]:
        parts = (
            self.one(part)
            for requirement in children(element, "informationRequirement", "knowledgeRequirement")
            for part in children(requirement, "requiredInput", "requiredDecision", "requiredKnowledge")
        )
        return tuple(parts)

    def of(self, element: Element, name: str) -> tuple[Reference, ...]:
        return tuple(self.one(part) for part in children(element, name))

    def one(self, element: Element) -> Reference:
        namespace, _, element_id = str(element.get("href") or "").rpartition("#")
        if not namespace or namespace == self.namespace:
            return Reference(self.namespace, element_id)
        for prefix, model in self.imports.items():
            if model.namespace == namespace:
                return Reference(namespace, element_id, prefix)
        self.shop.problems.append(Problem(self.shop.owner, element_id, f"the model {namespace} is not imported"))
        return Reference(namespace, element_id, "?")

    def names(self, requires: tuple[Reference, ...]) -> tuple[str, ...]:
        found: list[str] = []
        for reference in requires:
            if reference.prefix:
                found.append(f"{reference.prefix}.{reference.id}")
            elif reference.id in self.by_id:
                found.append(_variable(self.by_id[reference.id]))
        return tuple(found)


def _all_types(types: ItemTypes) -> dict[str, FeelType]:
    try:
        return types.all()
    except (FeelSyntaxError, FeelLimitExceeded) as error:
        raise DecisionRefused("", f"allowed values of a type: {error.message}") from error


def _variable(element: Element) -> str:
    variable = child(element, "variable")
    name = None if variable is None else variable.get("name")
    return str(name or element.get("name") or "")


def _result_type(kind: FeelType) -> FeelType:
    """Read the type of a function's variable: its result, where it is said to be a function."""
    return (kind.item or ANY) if kind.kind == "function" else kind


def _names_of(model: Model) -> set[str]:
    names = {item.variable for group in (model.decisions, model.knowledge, model.services) for item in group.values()}
    names |= {item.name for item in model.input_data.values()}
    for kind in model.types.values():
        names |= set(kind.entries)
    return names | set(model.types)
