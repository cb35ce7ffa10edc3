"""An instance's state as bytes: one versioned array, packed and compressed, without anything the diagram already
says.
"""

from __future__ import annotations

from functools import partial
from threading import local
from typing import Any
from uuid import UUID

import zstandard

from engine import limits
from engine.spiff import resting, stepping, upgrades, values
from engine.spiff.definition import Definition
from engine.spiff.host import Host
from engine.spiff.run import Run, Scope, Token, empty
from engine.spiff.upgrades import StateUnknown

VERSION = 2


__all__ = ["VERSION", "StateTooLarge", "StateUnknown", "decode", "encode", "version_of"]


class _Threads(local):
    """A thread's own contexts: they may not be shared, and making one costs more than what it does here."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(level=3, write_content_size=True)
        self.decompressor = zstandard.ZstdDecompressor()


_threads = _Threads()


class StateTooLarge(Exception):
    """An instance that holds more than the limit; ``size`` in bytes before compression."""

    def __init__(self, size: int) -> None:
        """Keep how large it was."""
        self.size = size
        super().__init__(str(size))


def encode(run: Run) -> bytes:
    """The state of a settled run.

    Raises:
        StateTooLarge: beyond ``limits.STATE_BYTES``.
        NotStorable: a variable holds what cannot be stored.
    """
    asleep = _lay_down(run)
    scopes = [_scope(scope) for scope in run.awake_scopes() if scope.id not in asleep.of_scope]
    tokens = [_token(token) for token in run.awake() if token.scope not in asleep.of_scope]
    packed = values.pack([VERSION, run.next_scope, run.end_event, run.memory, scopes, tokens, asleep.stored()])
    if len(packed) > limits.STATE_BYTES:
        raise StateTooLarge(len(packed))
    compressed: bytes = _threads.compressor.compress(packed)
    return compressed


def decode(data: bytes, definition: Definition, host: Host) -> Run:
    """Make the run again that ``encode`` stored.

    Raises:
        StateUnknown: the state is of a newer version than this code reads.
    """
    state = upgrades.upgraded(_unpacked(data), VERSION)
    run = empty(definition, host)
    run.next_scope, run.end_event, run.memory, scopes, tokens, asleep = state
    _fill(run, scopes, tokens)
    if asleep:
        rest = resting.Resting(partial(_wake, run))
        rest.restore(asleep)
        resting.lay(run, rest)
    run.ended = not any(scope.live for scope in run.awake_scopes() if scope.parent is None)
    return stepping.connect(run)


def version_of(data: bytes) -> int:
    """Which version's form a stored state has."""
    found: int = _unpacked(data)[0]
    return found


def _unpacked(data: bytes) -> list[Any]:
    found: list[Any] = values.unpack(_threads.decompressor.decompress(data))
    return found


def _lay_down(run: Run) -> resting.Resting:
    """What rests in a stored run: the parts that slept, and those of large multi-instances that were awake."""
    asleep = resting.Resting(partial(_wake, run))
    if run.resting is not None:
        asleep.packed, asleep.of_scope = dict(run.resting.packed), dict(run.resting.of_scope)
        asleep.of_token = dict(run.resting.of_token)
    for number, (scopes, tokens) in resting.parts(run).items():
        asleep.packed[number] = values.pack([[_scope(scope) for scope in scopes], [_token(one) for one in tokens]])
        asleep.of_scope.update((scope.id, number) for scope in scopes)
        asleep.of_token.update((token.id.bytes, number) for token in tokens)
    return asleep


def _wake(run: Run, data: bytes) -> tuple[list[int], list[UUID]]:
    scopes, tokens = values.unpack(data)
    _fill(run, scopes, tokens)
    return [scope[0] for scope in scopes], [token[0] for token in tokens]


def _fill(run: Run, scopes: list[list[Any]], tokens: list[list[Any]]) -> None:
    for number, parent, element, owner, flow, variables in scopes:
        run.scopes[number] = Scope(number, parent, element, owner, variables, flow)
    for stored in tokens:
        _restore(run, stored)


def _scope(scope: Scope) -> list[Any]:
    return [scope.id, scope.parent, scope.element, scope.owner, scope.flow, scope.variables]


def _token(token: Token) -> list[Any]:
    flags = token.listening | token.stuck << 1
    return [
        token.id,
        token.node.id,
        token.state,
        flags,
        token.scope,
        token.local,
        token.host,
        token.via,
        token.body,
        token.index,
        token.opened_at,
        token.extra,
    ]


def _restore(run: Run, stored: list[Any]) -> None:
    task_id, node_id, state, flags, scope, local, host, via, body, index, opened_at, extra = stored
    token = Token(run.workflow, run.node(node_id), scope, state=state, task_id=task_id)
    token.listening, token.stuck = bool(flags & 1), bool(flags & 2)
    token.local, token.host, token.via, token.body, token.index = local, host, via, body, index
    token.opened_at, token.extra = opened_at, extra
    if not token.listening:
        run.scopes[scope].live += 1
