"""Access sets: one row for each combination of candidate groups that ever occurred."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from hashlib import blake2b

from django.db import transaction

from tasks.models import AccessSet, AccessSetGroup

Groups = frozenset[str]


def digest(groups: Groups) -> bytes:
    """The 16 bytes that stand for a combination, whatever its order."""
    return blake2b("\n".join(sorted(groups)).encode(), digest_size=16).digest()


#: Sets that are committed for good: they never change and are never deleted.
_kept: dict[Groups, int] = {}
#: What a set names never changes either; the id of one that was rolled back is never given again.
_named: dict[int, Groups] = {}
_MOST_KEPT = 50_000


def forget() -> None:
    """Empty what is kept; only tests need it, whose databases come and go."""
    _kept.clear()
    _named.clear()


def ids_of(combinations: Iterable[Groups]) -> dict[Groups, int]:
    """The set of each combination, made where it is new; two makers at once get the same row."""
    asked = set(combinations)
    kept = {groups: _kept[groups] for groups in asked if groups in _kept}
    if len(kept) == len(asked):
        return kept
    found = _looked_up(asked - kept.keys())
    # Only after the commit: a set made by a transaction that is rolled back is none.
    transaction.on_commit(partial(_keep, found))
    return kept | found


def _keep(found: dict[Groups, int]) -> None:
    if len(_kept) > _MOST_KEPT:
        _kept.clear()
    _kept.update(found)


def _looked_up(combinations: Iterable[Groups]) -> dict[Groups, int]:
    wanted = {digest(groups): groups for groups in combinations}
    found = _known(wanted)
    missing = [groups for key, groups in wanted.items() if key not in found]
    if missing:
        AccessSet.objects.bulk_create([AccessSet(digest=digest(groups)) for groups in missing], ignore_conflicts=True)
        found = _known(wanted)
        rows = [AccessSetGroup(access_set_id=found[digest(each)], group=group) for each in missing for group in each]
        AccessSetGroup.objects.bulk_create(rows, ignore_conflicts=True)
    return {groups: found[key] for key, groups in wanted.items()}


def containing(groups: Groups) -> list[int]:
    """The sets that name at least one of these groups."""
    return list(
        AccessSetGroup.objects.filter(group__in=sorted(groups)).values_list("access_set_id", flat=True).distinct()
    )


def groups_of(access_set_id: int) -> Groups:
    """The groups of a set."""
    if access_set_id not in _named:
        found = AccessSetGroup.objects.filter(access_set_id=access_set_id).values_list("group", flat=True)
        if len(_named) > _MOST_KEPT:
            _named.clear()
        _named[access_set_id] = frozenset(found)
    return _named[access_set_id]


def _known(wanted: dict[bytes, Groups]) -> dict[bytes, int]:
    rows = AccessSet.objects.filter(digest__in=list(wanted)).values_list("digest", "pk")
    return {bytes(key): pk for key, pk in rows}
