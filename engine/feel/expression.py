"""Compiled expressions and tests, and their cache by text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from engine.feel.builtins import FUNCTIONS
from engine.feel.compare import matches
from engine.feel.compiler import Builder
from engine.feel.compiler.logic import Test, any_true, build_test
from engine.feel.conversion import to_feel
from engine.feel.environment import Environment, Evaluation, Run
from engine.feel.errors import FeelLimitExceeded, FeelSyntaxError
from engine.feel.fast import SLOW, fast
from engine.feel.freenames import free_names, mentioned_names
from engine.feel.nodes import Literal, Name, Node, RangeNode, UnaryTest, UnaryTestsNode
from engine.feel.parser import parse_expression, parse_unary_tests
from engine.feel.parser.stream import Names
from engine.feel.scope import Code, Scope
from engine.feel.types import FeelType
from engine.feel.values import Value

_BUILT_IN_NAMES = Names(FUNCTIONS)
_NO_TYPES: Mapping[str, FeelType] = MappingProxyType({})


_TRUE, _FALSE = Evaluation(True), Evaluation(False)  # noqa: FBT003


def root_scope(names: Iterable[str], context: Mapping[str, object], run: Run) -> Scope:
    """Give the outermost scope of an evaluation: the variables that are mentioned, as FEEL values."""
    return Scope({name: to_feel(context[name]) for name in names if name in context}, None, run)


class Expression:
    """An expression, read and compiled once; safe to share between threads."""

    __slots__ = ("_fast", "code", "mentioned", "names", "node", "text")

    def __init__(self, text: str, node: Node, types: Mapping[str, FeelType]) -> None:
        """Compile the tree of a text; ``names`` are the variables it takes from outside."""
        self.text = text
        self.node = node
        self.names = free_names(node)
        self.mentioned = mentioned_names(node)
        self._fast = fast(node)
        self.code: Code = Builder(types)(node)

    def evaluate(self, context: Mapping[str, object], environment: Environment) -> Evaluation:
        """Evaluate with these variables. Raises FeelLimitExceeded when the budget is used up."""
        if self._fast is not None:
            answer = self._fast(context)
            if answer is not SLOW:
                return _TRUE if answer else _FALSE
        run = Run(environment)
        value = guarded(self.code, root_scope(self.mentioned, context, run))
        return Evaluation(value, tuple(run.warnings))


def guarded(code: Code, scope: Scope) -> Value:
    """Run compiled code; Python's own end of the stack is a limit like the others."""
    try:
        return scope.run.weigh(code(scope))
    except RecursionError as error:
        raise FeelLimitExceeded("depth", "calls nested too deeply") from error


class UnaryTests:
    """The tests of one value, as in a cell of a decision table."""

    __slots__ = ("_mentioned", "_tests", "names", "node", "text")

    def __init__(self, text: str, node: UnaryTestsNode, types: Mapping[str, FeelType]) -> None:
        """Compile the tests of a text."""
        self.text = text
        self.node = node
        self.names = free_names(node) - {"?"}
        self._mentioned = mentioned_names(node)
        build = Builder(types)
        self._tests = tuple(_cell_test(test, build) for test in node.tests)

    def matches(self, value: object, context: Mapping[str, object], environment: Environment) -> bool | None:
        """Say whether the value passes; None where that cannot be said."""
        run = Run(environment)
        return self.test(to_feel(value), root_scope(self._mentioned, context, run))

    def test(self, value: Value, scope: Scope) -> bool | None:
        """Test inside a running evaluation."""
        if not self._tests:
            return True
        inner = Scope({"?": value}, scope, scope.run)
        try:
            result = any_true(test(inner, value) for test in self._tests)
        except RecursionError as error:
            raise FeelLimitExceeded("depth", "calls nested too deeply") from error
        return (None if result is None else not result) if self.node.negated else result


def _cell_test(node: Node, build: Builder) -> Test:
    """Compile one test of a cell: a condition about ``?`` must be true, any other value is compared."""
    if isinstance(node, Literal | RangeNode | UnaryTest):
        return build_test(node, build)
    code, asks = build(node), "?" in free_names(node)

    def run(scope: Scope, value: Value) -> bool | None:
        test = code(scope)
        if test is True or test is False or (asks and test is None):
            return test if asks or not isinstance(value, bool) else value is test
        return matches(value, test, scope.run)

    return run


@lru_cache(maxsize=4096)
def _compiled(text: str, names: frozenset[str]) -> Expression:
    return Expression(text, parse_expression(text, names=known_names(names)), _NO_TYPES)


@lru_cache(maxsize=4096)
def _compiled_tests(text: str, names: frozenset[str]) -> UnaryTests:
    return UnaryTests(text, parse_unary_tests(text, names=known_names(names)), _NO_TYPES)


def known_names(names: Collection[str]) -> Names:
    """Give the built-in functions' names and these."""
    known = _BUILT_IN_NAMES.copy()
    for name in names:
        known.add(name)
    return known


def compile(text: str, *, names: Collection[str] = ()) -> Expression:
    """Read and compile an expression, once for each text. Raises FeelSyntaxError and FeelLimitExceeded.

    ``names`` are the variables that are known; those of several words or with symbols must be among them.
    """
    return _compiled(text, frozenset(name for name in names if not name.isidentifier()))


def compile_unary_tests(text: str, *, names: Collection[str] = ()) -> UnaryTests:
    """Read and compile the tests of a cell. Raises FeelSyntaxError and FeelLimitExceeded."""
    return _compiled_tests(text, frozenset(name for name in names if not name.isidentifier()))


def evaluate(text: str, context: Mapping[str, object], environment: Environment) -> Evaluation:
    """Compile and evaluate in one go; the names in the context, also the nested ones, are known."""
    return compile(text, names=_deep_names(context)).evaluate(context, environment)


def is_name(text: str) -> bool:
    """Whether FEEL reads a text by itself as one name: a variable that is called otherwise cannot be asked for."""
    try:
        node = compile(text).node
    except (FeelSyntaxError, FeelLimitExceeded):
        return False
    return isinstance(node, Name) and node.name == text


def _deep_names(value: object) -> frozenset[str]:
    names: set[str] = set()
    waiting: list[object] = [value]
    while waiting and len(names) < 1000:
        current = waiting.pop()
        if isinstance(current, Mapping):
            names.update(str(name) for name in current)
            waiting.extend(current.values())
        elif isinstance(current, list | tuple):
            waiting.extend(current[:100])
    return frozenset(names)
