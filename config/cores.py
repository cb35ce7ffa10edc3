"""Which core a web process keeps to: of as many as there are cores, each has one of its own.

A completion is a quick exchange between a process of ours and PostgreSQL, which wake each other every few tenths of a
millisecond. Left to the scheduler two such pairs on two cores wait for the same core while the other is idle (a tenth
of the time, seen by `perf sched`) and carry their memory from core to core. With cores to spare a process that wakes
finds an idle one, and with more processes than cores there is none to keep to: then the scheduler knows better, as it
does where other busy programs share the machine (`GYEOT_CORES=any`), and for the fleet, whose processes have their
parent beside them.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable

_OWN, _ANY = "own", "any"


class UnknownChoice(ValueError):
    """GYEOT_CORES says neither ``own`` nor ``any``."""

    def __init__(self, text: str) -> None:
        super().__init__(f"GYEOT_CORES must be {_OWN} or {_ANY}, not {text!r}.")
        self.text = text


def own(number: int, of: int) -> int | None:
    """The core of process ``number`` (from 0) of so many; None where the scheduler shall choose.

    Raises:
        UnknownChoice: the environment says something else.
    """
    choice = os.environ.get("GYEOT_CORES", _OWN)
    if choice not in {_OWN, _ANY}:
        raise UnknownChoice(choice)
    if choice == _ANY or of < 2 or not hasattr(os, "sched_getaffinity"):
        return None
    cores = sorted(os.sched_getaffinity(0))
    return cores[number] if len(cores) == of and number < of else None


def keep(number: int, of: int) -> None:
    """Bind the calling process to its own core (see ``own``), and so the threads that it starts from now on."""
    core = own(number, of)
    if core is not None:
        os.sched_setaffinity(0, {core})


def next_number(taken: Iterable[int], of: int) -> int:
    """The number of a process that takes its place among ``of``: a free one, else the one that fewest have (while a
    reload puts new processes beside the old).
    """
    counts = Counter(taken)
    return min(range(of), key=lambda number: counts[number])
