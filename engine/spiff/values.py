"""FEEL's values in msgpack: every kind keeps its type; nothing passes through JSON or floats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgpack

from engine.feel import DaysDuration, Range, Time, Value, WideDate, WideDateTime, YearsDuration


class NotStorable(TypeError):
    """A value that no variable can hold, such as a function."""


def pack(value: Any) -> bytes:  # noqa: ANN401 - any storable value
    """Encode.

    Raises:
        NotStorable: some value inside has no stored form.
    """
    packed: bytes = msgpack.packb(value, default=_out, strict_types=True, use_bin_type=True)
    return packed


def unpack(data: bytes) -> Any:  # noqa: ANN401 - whatever was packed
    """Decode what ``pack`` made."""
    return msgpack.unpackb(data, ext_hook=_in, raw=False, strict_map_key=False)


def _out(value: Any) -> Any:  # noqa: ANN401
    kind = _KINDS.get(type(value))
    if kind is not None:
        code, write = kind
        return msgpack.ExtType(code, write(value))
    if isinstance(value, tuple | list):
        return list(value)
    if isinstance(value, dict):
        return dict(value)
    if isinstance(value, str):
        return "".join(value)
    raise NotStorable(type(value).__name__)


def _in(code: int, data: bytes) -> Any:  # noqa: ANN401
    return _READ[code](data)


def _zone(zone: tzinfo | None) -> Any:  # noqa: ANN401
    if zone is None:
        return None
    if isinstance(zone, ZoneInfo):
        return zone.key
    offset = zone.utcoffset(None)
    return None if offset is None else int(offset.total_seconds())


def _zone_back(said: Any) -> tzinfo | None:  # noqa: ANN401
    if said is None:
        return None
    return ZoneInfo(said) if isinstance(said, str) else timezone(timedelta(seconds=said))


def _datetime_out(value: datetime) -> bytes:
    return pack([value.replace(tzinfo=None).isoformat(), _zone(value.tzinfo)])


def _datetime_in(data: bytes) -> datetime:
    text, zone = unpack(data)
    return datetime.fromisoformat(text).replace(tzinfo=_zone_back(zone))


def _time_out(value: Time) -> bytes:
    return pack([value.hour, value.minute, value.second, value.nanosecond, _zone(value.zone)])


def _time_in(data: bytes) -> Time:
    hour, minute, second, nanosecond, zone = unpack(data)
    return Time(hour, minute, second, nanosecond, _zone_back(zone))


def _wide_out(value: WideDateTime) -> bytes:
    return pack([value.date, value.time])


def _range_out(value: Range) -> bytes:
    return pack([value.low, value.high, value.low_included, value.high_included])


_KINDS: dict[type, tuple[int, Callable[[Any], bytes]]] = {
    Decimal: (1, lambda v: str(v).encode()),
    date: (2, lambda v: v.isoformat().encode()),
    datetime: (3, _datetime_out),
    Time: (4, _time_out),
    DaysDuration: (5, lambda v: pack(str(v.nanoseconds))),
    YearsDuration: (6, lambda v: pack(str(v.months))),
    UUID: (7, lambda v: v.bytes),
    WideDate: (8, lambda v: pack([v.year, v.month, v.day])),
    WideDateTime: (9, _wide_out),
    Range: (10, _range_out),
}
_READ: dict[int, Callable[[bytes], Value]] = {
    1: lambda d: Decimal(d.decode()),
    2: lambda d: date.fromisoformat(d.decode()),
    3: _datetime_in,
    4: _time_in,
    5: lambda d: DaysDuration(int(unpack(d))),
    6: lambda d: YearsDuration(int(unpack(d))),
    7: lambda d: UUID(bytes=d),
    8: lambda d: WideDate(*unpack(d)),
    9: lambda d: WideDateTime(*unpack(d)),
    10: lambda d: Range(*unpack(d)),
}
