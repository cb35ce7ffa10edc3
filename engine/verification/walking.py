"""Walks over all instances in batches, each read in one snapshot, and asks every check about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from engine.models import ProcessInstance
from engine.verification import families, figures, history, starts, state, subjects
from engine.verification.findings import Difference
from engine.verification.subjects import Subject

BATCH = 200
#: What an upper layer keeps about instances, compared by itself: its view of a batch, and of the whole store.
OfBatch: TypeAlias = Callable[[Sequence[Subject]], Iterable[Difference]]
OfWhole: TypeAlias = Callable[[], Iterable[Difference]]

_of_batch: dict[str, OfBatch] = {}
_of_whole: dict[str, OfWhole] = {"engine.figures": figures.check, "engine.starts": starts.check}


def register(name: str, verifier: OfBatch) -> None:
    """Let an upper layer compare what it keeps about instances; the same name again replaces it."""
    _of_batch[name] = verifier


def register_whole(name: str, verifier: OfWhole) -> None:
    """Let an upper layer compare what it sums up over the whole store."""
    _of_whole[name] = verifier


def verify(
    root_ids: Sequence[UUID] | None = None,
    *,
    process_id: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Difference]:
    """A difference for each thing that does not fit; nothing at all when everything is right.

    ``root_ids`` narrows to these families, ``process_id`` to one process; sums over the whole store are compared only
    where nothing is narrowed. ``progress`` hears how many instances were looked at after each batch.
    """
    rows = ProcessInstance.objects.order_by("id")
    if root_ids is not None:
        rows = rows.filter(root_id__in=root_ids)
    if process_id is not None:
        rows = rows.filter(process_id=process_id)
    last: UUID | None = None
    while True:
        last, count, found = _batch(rows, last)
        yield from found
        if progress is not None:
            progress(count)
        if count < BATCH:
            break
    if root_ids is None and process_id is None:
        yield from _whole()


def _batch(rows: QuerySet[ProcessInstance], after: UUID | None) -> tuple[UUID | None, int, list[Difference]]:
    with _snapshot():
        chosen = list((rows if after is None else rows.filter(id__gt=after))[:BATCH])
        found = list(_differences(subjects.read(chosen))) if chosen else []
    return (chosen[-1].id if chosen else after), len(chosen), found


def _differences(batch: list[Subject]) -> Iterator[Difference]:
    for subject in batch:
        yield from state.check(subject)
    yield from families.check(batch)
    yield from history.check(batch)
    for verifier in _of_batch.values():
        yield from verifier(batch)


def _whole() -> list[Difference]:
    with _snapshot():
        return [difference for verifier in _of_whole.values() for difference in verifier()]


@contextmanager
def _snapshot() -> Iterator[None]:
    """See one moment only, and write nothing; inside somebody's transaction theirs is what there is to see."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
