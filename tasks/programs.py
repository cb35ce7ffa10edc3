"""Whose program asks: token, account, person, what that one holds today and the engine's time, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine import clock, prepared
from records.organisations import standing
from records.people import tokens
from tasks import viewers
from tasks.viewers import Viewer

_BEARER = f"""
    SELECT token.id, token.scopes, {tokens.IS_UNNOTED}, today.moment, {standing.COLUMNS}
    FROM records_apitoken token
    JOIN records_account account ON account.id = token.account_id
    JOIN records_person person ON person.id = account.person_id
    CROSS JOIN {clock.TODAY} today
    WHERE token.token_hash = %(hash)s AND {tokens.IS_GOOD}
"""  # noqa: S608 - our own columns


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """A program that showed a good token: as whom it acts, what it may do at most, and when it asked.

    ``is_unnoted`` where its last noted use is long ago.
    """

    token_id: UUID
    viewer: Viewer
    scopes: frozenset[str]
    is_unnoted: bool
    now: datetime


def by_token(token: str) -> Bearer | None:
    """Who shows this token; None where it is unknown, ended, run out, its account closed or its password changed."""
    fingerprint = tokens.fingerprint(token)
    rows = prepared.fetch(_BEARER, {"hash": fingerprint}) if fingerprint is not None else []
    held = standing.read(rows[0]) if rows else None
    if held is None:
        return None
    token_id, scopes, is_unnoted, moment = rows[0][: -standing.WIDTH]
    return Bearer(
        token_id=token_id,
        viewer=viewers.of_standing(held),
        scopes=frozenset(scopes),
        is_unnoted=is_unnoted,
        now=clock.read(moment),
    )
