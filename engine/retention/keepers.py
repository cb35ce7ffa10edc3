"""Who above the engine keeps rows of cases: told in the transaction that lets a family go, since the engine knows no
inbox.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias
from uuid import UUID

#: Deletes what belongs to whole families; is given the roots, and all members with them.
Forget: TypeAlias = Callable[[Sequence[UUID], Sequence[UUID]], None]

_keepers: dict[str, Forget] = {}


def register(name: str, forget: Forget) -> None:
    """Let an upper layer delete its rows together with the families they belong to; the same name again replaces it."""
    _keepers[name] = forget


def forget(root_ids: Sequence[UUID], member_ids: Sequence[UUID]) -> None:
    """Tell everybody; inside the transaction that deletes the families. Raising keeps them all."""
    for keeper in _keepers.values():
        keeper(root_ids, member_ids)
