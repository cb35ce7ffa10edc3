"""Tokens: keys with which a person's program asks in their name. 256 bits, only their hash is kept, shown once.

A token is bound to the password of its account: whoever changes that, by whatever way, ends all tokens with it. Times
are real time, as for sessions.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from records.people import sealing
from records.people.credentials import Account, ApiToken, Scope

#: In front of every token, so that people and scanners of secrets see what it is.
PREFIX: Final = "gyeot_"
LONGEST_DAYS: Final = 365
MOST: Final = 20
#: "Last used" is noted this coarsely: finer would cost a write a request.
NOTED_EVERY: Final = timedelta(hours=1)
_SHAPE: Final = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}", re.ASCII)

#: Which rows of records_apitoken ``token`` with their records_account ``account`` still open the door.
IS_GOOD: Final = """
    token.revoked_at IS NULL AND token.expires_at > clock_timestamp() AND account.is_active
    AND token.password_stamp = encode(sha256(convert_to(account.password, 'UTF8')), 'hex')
"""
#: Whether the last noted use of ``token`` is so long ago that this one is to be noted.
IS_UNNOTED: Final = f"""
    coalesce(token.last_used_at < clock_timestamp() - make_interval(secs => {NOTED_EVERY.total_seconds()}), true)
"""


class Wanted(TypedDict):
    """What a person asks for: a name to know the token by, what it may do, and for how many days."""

    name: str
    scopes: list[str]
    days: int


class TooManyTokens(Exception):
    """The account has `most` tokens already; one must be ended first."""

    def __init__(self) -> None:
        super().__init__(str(MOST))
        self.most = MOST


@dataclass(frozen=True, kw_only=True)
class TokenFacts:
    """A good token as its owner sees it; the secret itself is nowhere."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


def issue(*, account_id: UUID, now: datetime, **wanted: Unpack[Wanted]) -> str:
    """Make a token and return it this once; the caller has checked both factors. Raises TooManyTokens."""
    token = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account_id)
        if _good(account, now).count() >= MOST:
            raise TooManyTokens
        ApiToken.objects.create(
            account=account,
            name=wanted["name"],
            scopes=[scope for scope in Scope.values if scope in wanted["scopes"]],
            token_hash=fingerprint(token),
            password_stamp=_stamp(account),
            created_at=now,
            expires_at=now + timedelta(days=min(wanted["days"], LONGEST_DAYS)),
        )
    return token


def revoke(*, account_id: UUID, token_id: UUID, now: datetime) -> bool:
    """End one of one's own tokens; False if there is none such."""
    return bool(ApiToken.objects.filter(pk=token_id, account_id=account_id, revoked_at=None).update(revoked_at=now))


def of_account(account_id: UUID, now: datetime) -> list[TokenFacts]:
    """The good tokens of an account, the newest first."""
    rows = _good(Account.objects.get(pk=account_id), now).order_by("-created_at", "pk")
    return [
        TokenFacts(
            id=row.pk,
            name=row.name,
            scopes=tuple(row.scopes),
            created_at=row.created_at,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
        )
        for row in rows
    ]


def note_use(*, token_id: UUID, now: datetime) -> None:
    """Write down that the token was used, unless that was noted lately."""
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED_EVERY)
    ApiToken.objects.filter(stale, pk=token_id).update(last_used_at=now)


def fingerprint(token: str) -> bytes | None:
    """By what a token is found; None for a text that is no token at all.

    Finding a keyed hash of 256 random bits by an index tells nothing by the time it takes.
    """
    return sealing.fingerprint(token, "API token") if _SHAPE.fullmatch(token) else None


def _good(account: Account, now: datetime) -> QuerySet[ApiToken]:
    if not account.is_active:
        return ApiToken.objects.none()
    return account.api_tokens.filter(revoked_at=None, expires_at__gt=now, password_stamp=_stamp(account))


def _stamp(account: Account) -> str:
    return hashlib.sha256(account.password.encode()).hexdigest()
