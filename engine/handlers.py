"""The registry of service handlers: Python functions behind service steps, found by the type a diagram names.

``@handler`` functions run inside the step's transaction, under a savepoint. ``@outside`` functions have two halves:
``call`` without
any transaction, with an idempotency key, and ``apply`` in one transaction with the deletion of its job. Their
docstrings are shown
under the step in the process viewer.
"""

from __future__ import annotations

import importlib
import inspect
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from engine.actors import Actor
from engine.feel.values import Value
from engine.participants import ParticipantSpec

Function = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Call:
    """The circumstances of one handler call; ``actor`` caused the step, ``idempotency_key`` stays the same when it is
    repeated.
    """

    instance_id: UUID
    root_id: UUID
    parent_id: UUID | None
    case_number: str
    process_id: str
    element_id: str
    task_id: UUID
    headers: Mapping[str, str]
    idempotency_key: str
    actor: Actor
    now: datetime
    participants: Mapping[str, ParticipantSpec]


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a handler gives back beside a plain dataclass: variables by name, and new holders of roles."""

    variables: Mapping[str, Value] = field(default_factory=dict)
    participants: Sequence[ParticipantSpec] = ()


@dataclass(frozen=True, kw_only=True)
class Work:
    """The circumstances of work in the background; ``key`` is what it was queued under."""

    key: str
    now: datetime


class BpmnError(Exception):
    """A business error: it goes to the error boundary events and event sub-processes of the diagram."""

    def __init__(self, code: str, message: str = "") -> None:
        """``code`` is what the diagram's error declares as errorCode."""
        self.code = code
        self.message = message
        super().__init__(code)


class HandlerRefused(TypeError):
    """A function whose signature is no handler's; raised at import, so that it is seen at start-up."""


@dataclass(frozen=True)
class Registered:
    """One registered type; ``inputs`` is the dataclass its second parameter names."""

    name: str
    place: Literal["inside", "outside", "background"]
    function: Function
    inputs: type
    apply: Function | None = None


_registry: dict[str, Registered] = {}
_background: dict[str, Registered] = {}
#: In a scenario: answers for a service type in place of its handler ("external" queues it for a worker, None asks
#: the handler).
Substitute = Callable[[str], Any]
_substitute: ContextVar[Substitute | None] = ContextVar("substitute", default=None)


@contextmanager
def substituted(answer: Substitute) -> Iterator[None]:
    """Let a scenario answer for service types as long as it runs."""
    token = _substitute.set(answer)
    try:
        yield
    finally:
        _substitute.reset(token)


def substitute(type: str) -> Any:  # noqa: ANN401 - what the scenario says
    """What a running scenario answers for a type; None where none runs or it leaves the type to its handler."""
    answer = _substitute.get()
    return None if answer is None else answer(type)


def handler(type: str) -> Callable[[Function], Function]:
    """Register a function that does a service step within the step's transaction.

    Raises:
        HandlerRefused: its parameters are not (call: Call, inputs: a dataclass).
    """

    def register(function: Function) -> Function:
        _add(Registered(type, "inside", function, _inputs(function, 2)))
        return function

    return register


def outside(type: str, *, apply: Function) -> Callable[[Function], Function]:
    """Register the two halves of a call to an outside system: the decorated one calls, ``apply`` writes what came
    back.
    """

    def register(function: Function) -> Function:
        _inputs(apply, 3)
        _add(Registered(type, "outside", function, _inputs(function, 2), apply))
        return function

    return register


def background(type: str) -> Callable[[Function], Function]:
    """Register a function (work: Work, inputs: a dataclass) for work that belongs to no case. It shares a transaction
    with the end of its job, perhaps with other work: it may write to the database and nowhere else.
    """

    def register(function: Function) -> Function:
        _add(Registered(type, "background", function, _inputs(function, 2, Work)), _background)
        return function

    return register


def find(type: str) -> Registered | None:
    """The handler of a type."""
    return _registry.get(type)


def find_background(type: str) -> Registered | None:
    """What does a type of work in the background."""
    return _background.get(type)


def registered() -> dict[str, Registered]:
    """All handlers by type."""
    return dict(_registry)


def load(module: str) -> None:
    """Import a module of handlers, which registers them; a missing module is fine, a broken one is not."""
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as problem:
        if problem.name != module:
            raise


def _add(entry: Registered, registry: dict[str, Registered] | None = None) -> None:
    registry = _registry if registry is None else registry
    known = registry.get(entry.name)
    if known is not None and (known.function.__module__, known.function.__qualname__) != (
        entry.function.__module__,
        entry.function.__qualname__,
    ):
        raise HandlerRefused(f"{entry.name} is registered twice")
    registry[entry.name] = entry


def _inputs(function: Function, count: int, first: type = Call) -> type:
    parameters = list(inspect.signature(function).parameters.values())
    hints = typing.get_type_hints(function)
    if len(parameters) != count or hints.get(parameters[0].name) is not first:
        wanted = f"{first.__name__.lower()}: {first.__name__}, inputs{', outcome' * (count == 3)}"
        raise HandlerRefused(f"{function.__qualname__} must take ({wanted})")
    found = hints.get(parameters[1].name)
    if not isinstance(found, type) or not hasattr(found, "__dataclass_fields__"):
        raise HandlerRefused(f"the inputs of {function.__qualname__} must be a dataclass")
    return found
