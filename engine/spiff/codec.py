"""An instance's state as bytes: one versioned array, packed and compressed, without anything the diagram already
says.
"""

from __future__ import annotations

from typing import Any

import zstandard

from engine import limits
from engine.spiff import stepping, upgrades, values
from engine.spiff.definition import Definition
from engine.spiff.host import Host
from engine.spiff.run import Run, Scope, Token, empty
from engine.spiff.upgrades import StateUnknown

VERSION = 1


__all__ = ["VERSION", "StateTooLarge", "StateUnknown", "decode", "encode", "version_of"]


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
    packed = values.pack(
        [
            VERSION,
            run.next_scope,
            run.end_event,
            run.memory,
            [[s.id, s.parent, s.element, s.owner, s.flow, s.variables] for s in run.scopes.values()],
            [_token(token) for token in run.tokens.values()],
        ]
    )
    if len(packed) > limits.STATE_BYTES:
        raise StateTooLarge(len(packed))
    return zstandard.ZstdCompressor(level=3, write_content_size=True).compress(packed)


def decode(data: bytes, definition: Definition, host: Host) -> Run:
    """Make the run again that ``encode`` stored.

    Raises:
        StateUnknown: the state is of a newer version than this code reads.
    """
    state = upgrades.upgraded(_unpacked(data), VERSION)
    run = empty(definition, host)
    run.next_scope, run.end_event, run.memory, scopes, tokens = state
    for number, parent, element, owner, flow, variables in scopes:
        run.scopes[number] = Scope(number, parent, element, owner, variables, flow)
    for stored in tokens:
        _restore(run, stored)
    run.ended = not any(scope.live for scope in run.scopes.values() if scope.parent is None)
    return stepping.connect(run)


def version_of(data: bytes) -> int:
    """Which version's form a stored state has."""
    found: int = _unpacked(data)[0]
    return found


def _unpacked(data: bytes) -> list[Any]:
    found: list[Any] = values.unpack(zstandard.ZstdDecompressor().decompress(data))
    return found


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
