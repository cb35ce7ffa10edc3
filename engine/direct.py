"""Statements straight through libpq, prepared once a connection: for the few that every step runs.

psycopg's cursors parse each long statement anew, adapt lists in Python and wait in a loop; for a step that cost more
than the statements themselves. Here a text is parsed once a process and prepared once a connection, parameters go out
as PostgreSQL writes them (their types are what the statement makes of them), and the answers are read by psycopg's own
loaders. What is known beforehand goes out in one journey, BEGIN with it: to wait for the server costs as much as a
small statement does. Nobody waits here holding Python's lock.
"""

from __future__ import annotations

import re
import select
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from psycopg.adapt import Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

Parameters = Sequence[Any] | Mapping[str, Any]
Connection = psycopg.Connection[Any]
Record = tuple[Any, ...]
_PLACE = re.compile(r"%(?:\((\w+)\))?(s|%)")
_GOOD: Final = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK, ExecStatus.PIPELINE_SYNC)
#: A connection keeps this many texts prepared, and forgets the one not used for longest: each combination of changes
#: in a step is a text of its own, and the server keeps a plan for each.
MOST_PREPARED = 200


class Query(NamedTuple):
    """A statement and its values, for places in their order or by name."""

    text: str
    parameters: Parameters


def run(connection: Connection, *queries: Query) -> list[list[Record]]:
    """Send statements together within the connection's transaction (begun if need be) and give the rows of each.

    The server takes them one after another, so that each sees what those before it waited for and changed.

    Raises:
        psycopg.Error: what PostgreSQL refused first, as cursors raise it; those after it were not done.
    """
    sent = [_Sent(connection, query) for query in queries]
    server = connection.pgconn
    begins = server.transaction_status == TransactionStatus.IDLE and not connection.autocommit
    server.enter_pipeline_mode()
    try:
        if begins:
            server.send_query_params(b"BEGIN", None)
        for one in sent:
            one.send(server)
        server.pipeline_sync()
        results = [_result(server) for _ in range(begins + len(sent) + 1)]
    except BaseException:
        connection.close()  # nobody knows what is still on the way: the server undoes what was begun
        raise
    server.exit_pipeline_mode()
    for result in results:
        _check(connection, result)
    return [_rows(connection, result) for result in results[begins:-1]]


class _Sent:
    """A statement ready to go out."""

    def __init__(self, connection: Connection, query: Query) -> None:
        """Write its values, and prepare it unless the connection has it already."""
        self._text, order = _parsed(query.text)
        given = query.parameters
        values = [given[name] for name in order] if isinstance(given, Mapping) else given
        self._data: list[Any] = [_written(value) for value in values]  # psycopg's stub knows no NULL
        self._formats = [int(isinstance(value, bytes)) for value in values]
        # A pooler between may hand the next statement to another session.
        self._name = None if connection.prepare_threshold is None else _name(connection, query.text)

    def send(self, server: PGconn) -> None:
        """Hand it to libpq."""
        if self._name is None:
            server.send_query_params(self._text, self._data, param_formats=self._formats)
        else:
            server.send_query_prepared(self._name, self._data, param_formats=self._formats)


def _result(server: PGconn) -> PGresult:
    """The next answer; waits for it in the kernel, where other threads may go on."""
    while (unsent := server.flush()) or server.is_busy():
        look = select.poll()
        look.register(server.socket, select.POLLIN | (select.POLLOUT if unsent else 0))
        look.poll()
        server.consume_input()
    result = server.get_result()
    if result is None:
        raise psycopg.OperationalError(server.get_error_message() or "the connection is lost")
    if result.status != ExecStatus.PIPELINE_SYNC:
        server.get_result()  # each answer but the last ends with nothing
    return result


@lru_cache(maxsize=1024)
def _parsed(text: str) -> tuple[bytes, tuple[str, ...]]:
    """The statement with numbered places, and the name of each where they have names."""
    order: list[str] = []
    count = 0

    def place(found: re.Match[str]) -> str:
        nonlocal count
        if found[2] == "%":
            return "%"
        if found[1] is None:
            count += 1
            return f"${count}"
        if found[1] not in order:
            order.append(found[1])
        return f"${order.index(found[1]) + 1}"

    return _PLACE.sub(place, text).encode(), tuple(order)


@dataclass
class _Prepared:
    """The names on the server of a connection's texts, the one used last at the end."""

    names: dict[str, bytes] = field(default_factory=dict)
    made: int = 0


_prepared: WeakKeyDictionary[Connection, _Prepared] = WeakKeyDictionary()


def _name(connection: Connection, text: str) -> bytes:
    """Prepare the text unless the connection has it already."""
    known = _prepared.setdefault(connection, _Prepared())
    name = known.names.pop(text, None) or _prepare(connection, known, text)
    known.names[text] = name
    return name


def _prepare(connection: Connection, known: _Prepared, text: str) -> bytes:
    if not known.made:
        # Our statements look rows up by their keys: a plan for each new set of values costs more than it finds. The
        # server would make five of them first, for each text on each connection.
        _check(connection, connection.pgconn.exec_(b"SET plan_cache_mode = force_generic_plan"))
    while len(known.names) >= MOST_PREPARED:
        oldest = next(iter(known.names))
        _check(connection, connection.pgconn.exec_(b"DEALLOCATE " + known.names[oldest]))
        del known.names[oldest]
    known.made += 1
    name = f"step_{known.made}".encode()
    _check(connection, connection.pgconn.prepare(name, _parsed(text)[0]))
    return name


def _check(connection: Connection, result: PGresult) -> None:
    if result.status in _GOOD:
        return
    if connection.pgconn.status == ConnStatus.BAD:
        raise psycopg.OperationalError(result.get_error_message() or "the connection is lost")
    raise psycopg.errors.error_from_result(result)


def _rows(connection: Connection, result: PGresult) -> list[Record]:
    if result.status != ExecStatus.TUPLES_OK or not result.ntuples:
        return []
    reader = Transformer(connection)
    reader.set_pgresult(result)
    return reader.load_rows(0, result.ntuples, tuple)


def _written(value: Any) -> bytes | None:  # noqa: ANN401 - any value of a column
    """A value as PostgreSQL reads it as text; bytes go as they are."""
    if value is None:
        return None
    write = _WRITERS.get(type(value))
    if write is not None:
        return write(value)
    if isinstance(value, str):  # also enumerations of texts
        return _text(str.__str__(value))
    if isinstance(value, datetime | date):
        return value.isoformat().encode()
    raise TypeError(f"{type(value).__name__} cannot be a parameter")


def _text(value: str) -> bytes:
    if "\0" in value:  # would end the value in silence
        raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return value.encode()


def _array(values: Iterable[Any]) -> bytes:
    return b"{" + b",".join(_element(value) for value in values) + b"}"


def _element(value: Any) -> bytes:  # noqa: ANN401
    written = _written(value)
    if written is None:
        return b"NULL"
    if isinstance(value, str):
        return b'"' + written.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
    return written


_WRITERS: Final[Mapping[type, Callable[[Any], bytes]]] = {
    str: _text,
    bytes: bytes,
    UUID: lambda value: value.hex.encode(),
    bool: lambda value: b"t" if value else b"f",
    int: lambda value: str(value).encode(),
    float: lambda value: repr(value).encode(),
    Decimal: lambda value: str(value).encode(),
    datetime: lambda value: value.isoformat().encode(),
    date: lambda value: value.isoformat().encode(),
    list: _array,
    tuple: _array,
}
