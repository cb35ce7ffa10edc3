"""The format of a scenario: which keys may stand where and what they hold; a slip of the pen is told with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from engine.spiff import timing


@dataclass(frozen=True)
class Place:
    """Where something stands in a document: the keys and numbers (from 0) that lead to it."""

    path: tuple[str | int, ...] = ()

    def inside(self, part: str | int) -> Place:
        """A place one level further in."""
        return Place((*self.path, part))

    def __str__(self) -> str:
        """As people say it: the steps count from 1."""
        if self.path[:1] == ("steps",) and len(self.path) > 1:
            return ".".join([f"step {int(self.path[1]) + 1}", *map(str, self.path[2:])])
        return ".".join(map(str, self.path))


@dataclass(frozen=True)
class Problem:
    """What is wrong at a place, in words."""

    place: Place
    text: str

    def __str__(self) -> str:
        """The place, where it is not the document as a whole, and the words."""
        return f"{self.place}: {self.text}" if self.place.path else self.text


#: Looks at a value and its place and says what is wrong.
Look: TypeAlias = Callable[[Any, Place], Iterator[Problem]]
STATES = ("running", "completed", "cancelled", "incident")
STEP_KINDS = ("complete", "advance", "message", "signal", "worker", "retry", "cancel")
_ERROR = re.compile(r"^error \S.*$")


def problems(said: Any) -> Iterator[Problem]:  # noqa: ANN401 - YAML
    """What is no scenario in what a document holds."""
    if not isinstance(said, dict):
        yield Problem(Place(), "it is no mapping of scenario, process, start, steps, expect")
        return
    yield from _keys(_TOP)(said, Place())
    if not said.get("process"):
        yield Problem(Place(), "it names no process")


def _keys(known: Mapping[str, Look]) -> Look:
    def look(value: Any, place: Place) -> Iterator[Problem]:  # noqa: ANN401
        if not isinstance(value, dict):
            yield Problem(place, f"it is no mapping of {', '.join(known)}")
            return
        for key, inner in value.items():
            where = place.inside(str(key))
            if key not in known:
                yield Problem(where, f"unknown, it could be {', '.join(known)}")
            elif inner is not None:
                yield from known[key](inner, where)

    return look


def _text(value: Any, place: Place) -> Iterator[Problem]:  # noqa: ANN401
    if isinstance(value, dict | list):
        yield Problem(place, "it is no text")


def _map(value: Any, place: Place) -> Iterator[Problem]:  # noqa: ANN401
    if not isinstance(value, dict):
        yield Problem(place, "it is no mapping of names and values")


def _texts(value: Any, place: Place) -> Iterator[Problem]:  # noqa: ANN401
    for one in value if isinstance(value, list) else [value]:
        yield from _text(one, place)


def _truth(value: Any, place: Place) -> Iterator[Problem]:  # noqa: ANN401
    if not isinstance(value, bool):
        yield Problem(place, "it is neither true nor false")


def _number(least: int) -> Look:
    def look(value: Any, place: Place) -> Iterator[Problem]:  # noqa: ANN401
        if not isinstance(value, Decimal) or value < least or value != value.to_integral_value():
            yield Problem(place, f"it is no whole number from {least}")

    return look


def _span(value: Any, place: Place) -> Iterator[Problem]:  # noqa: ANN401
    try:
        span = timing.span(str(value))
    except timing.NotATime:
        span = None
    if span is None or span.months < 0 or span.exact < timedelta():
        yield Problem(place, f"{value} is no duration such as P2D or PT1H")


def _moment(value: Any, place: Place) -> Iterator[Problem]:  # noqa: ANN401
    try:
        timing.moment(str(value))
    except timing.NotATime:
        yield Problem(place, f"{value} is no moment such as 2026-03-02T09:00+09:00")


def _refusal(value: Any, place: Place) -> Iterator[Problem]:  # noqa: ANN401
    if isinstance(value, list):
        yield from _texts(value, place)
    elif not isinstance(value, bool):
        yield Problem(place, "it is neither true nor false nor a list of ids")


def _state(value: Any, place: Place) -> Iterator[Problem]:  # noqa: ANN401
    if value not in STATES:
        yield Problem(place, f"{value} is none of {', '.join(STATES)}")


def _mocks(value: Any, place: Place) -> Iterator[Problem]:  # noqa: ANN401
    yield from _map(value, place)
    for type, said in value.items() if isinstance(value, dict) else ():
        for answer in said if isinstance(said, list) else [said]:
            word = isinstance(answer, str) and (answer == "fail" or _ERROR.match(answer))
            if not (answer is None or isinstance(answer, dict) or word):
                yield Problem(place.inside(type), f"{answer} is neither a result, nor fail, nor error CODE")
        if said == []:
            yield Problem(place.inside(type), "it answers nothing")


def _steps(value: Any, place: Place) -> Iterator[Problem]:  # noqa: ANN401
    if not isinstance(value, list):
        yield Problem(place, "it is no list of steps")
        return
    for number, step in enumerate(value):
        yield from _step(step, place.inside(number))


def _step(step: Any, place: Place) -> Iterator[Problem]:  # noqa: ANN401
    verbs = [kind for kind in STEP_KINDS if isinstance(step, dict) and kind in step]
    if len(verbs) > 1:
        yield Problem(place, f"it is {' and '.join(verbs)} at once")
    elif not verbs and not (isinstance(step, dict) and "expect" in step):
        yield Problem(place, f"it is none of {', '.join(STEP_KINDS)}")
    else:
        verb = verbs[0] if verbs else ""
        if verb and step[verb] is None and verb != "cancel":
            yield Problem(place, f"{verb} says nothing")
        yield from _keys({**_VERBS.get(verb, {}), "expect": _EXPECT_OF_STEP, "refused": _truth})(step, place)


def _said(known: Mapping[str, Look], needed: str) -> Look:
    def look(value: Any, place: Place) -> Iterator[Problem]:  # noqa: ANN401
        if isinstance(value, str):
            return
        yield from _keys(known)(value, place)
        if isinstance(value, dict) and not value.get(needed):
            yield Problem(place, f"it has no {needed}")

    return look


def _work(value: Any, place: Place) -> Iterator[Problem]:  # noqa: ANN401
    outcomes = {"complete": _map, "fail": _text, "error": _text}
    yield from _keys({"type": _text, **outcomes})(value, place)
    if isinstance(value, dict) and not value.get("type"):
        yield Problem(place, "it has no type")
    if isinstance(value, dict) and len(set(value) & set(outcomes)) != 1:
        yield Problem(place, "it is one of complete, fail and error")


_EXPECTED: dict[str, Look] = {
    "open": _texts,
    "waiting": _texts,
    "ended": _text,
    "state": _state,
    "data": _texts,
    "visited": _texts,
    "incidents": _number(0),
}
_EXPECT = _keys({**_EXPECTED, "refused": _refusal})
# A step is refused as a whole: only a deployment's findings name elements.
_EXPECT_OF_STEP = _keys({**_EXPECTED, "refused": _truth})
_VERBS: dict[str, dict[str, Look]] = {
    "complete": {"complete": _text, "as": _text, "data": _map, "item": _number(1)},
    "advance": {"advance": _span},
    "message": {"message": _said({"name": _text, "key": _text, "data": _map, "ttl": _span}, "name")},
    "signal": {"signal": _said({"name": _text, "data": _map}, "name")},
    "worker": {"worker": _work},
    "retry": {"retry": _text},
    "cancel": {"cancel": _text},
}
_TOP: dict[str, Look] = {
    "scenario": _text,
    "process": _text,
    "now": _moment,
    "start": _keys({"as": _text, "data": _map}),
    "mock": _mocks,
    "steps": _steps,
    "expect": _EXPECT,
}
