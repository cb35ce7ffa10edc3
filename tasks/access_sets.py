"""Access sets: one row for each combination of candidate groups that ever occurred."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from tasks.models import AccessSet, AccessSetGroup

Groups = frozenset[str]


def digest(groups: Groups) -> bytes:
    """The 16 bytes that stand for a combination, whatever its order."""
    return blake2b("\n".join(sorted(groups)).encode(), digest_size=16).digest()


def ids_of(combinations: Iterable[Groups]) -> dict[Groups, int]:
    """The set of each combination, made where it is new; two makers at once get the same row."""
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
    return frozenset(AccessSetGroup.objects.filter(access_set_id=access_set_id).values_list("group", flat=True))


def _known(wanted: dict[bytes, Groups]) -> dict[bytes, int]:
    rows = AccessSet.objects.filter(digest__in=list(wanted)).values_list("digest", "pk")
    return {bytes(key): pk for key, pk in rows}
