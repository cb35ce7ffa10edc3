"""One-time links for people without an account: 256 bits of token, only its hash kept; a code by SMS opens them."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from records.people import sealing
from records.people.credentials import AccessLink


class Contact(TypedDict):
    """Whom a link is for, to which case and step (`purpose`) it leads, and until when."""

    instance_id: UUID | None
    role: str
    name: str
    mobile: str
    email: str
    purpose: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class LinkFacts:
    """A link that may be opened; its content shows only after a code sent to `mobile` was entered."""

    id: UUID
    purpose: str
    instance_id: UUID | None
    role: str
    name: str
    mobile: str
    expires_at: datetime
    used_at: datetime | None


class LinkInvalid(Exception):
    """No such link, or it was revoked."""


class LinkExpired(Exception):
    """The link was good until `expired_at`."""

    def __init__(self, expired_at: datetime) -> None:
        super().__init__(expired_at.isoformat())
        self.expired_at = expired_at


def create(*, now: datetime, **contact: Unpack[Contact]) -> tuple[AccessLink, str]:
    """Make a link; the token is returned this once and cannot be found again."""
    token = secrets.token_urlsafe(32)
    link = AccessLink.objects.create(token_hash=_hash(token), created_at=now, **contact)
    return link, token


def open_link(token: str, now: datetime) -> LinkFacts:
    """The facts of a link; raises LinkInvalid or LinkExpired."""
    link = AccessLink.objects.filter(token_hash=_hash(token), revoked_at=None).first()
    if link is None:
        raise LinkInvalid
    if link.expires_at <= now:
        raise LinkExpired(link.expires_at)
    return LinkFacts(
        id=link.id,
        purpose=link.purpose,
        instance_id=link.instance_id,
        role=link.role,
        name=link.name,
        mobile=link.mobile,
        expires_at=link.expires_at,
        used_at=link.used_at,
    )


def mark_used(*, link_id: UUID, now: datetime) -> bool:
    """Note that what the link asked for was done; False where it had been before."""
    return bool(AccessLink.objects.filter(pk=link_id, used_at=None).update(used_at=now))


def revoke(*, instance_id: UUID, role: str, now: datetime) -> int:
    """End the open links of a role in a case (withdrawn, sent anew); returns how many."""
    return AccessLink.objects.filter(instance_id=instance_id, role=role, revoked_at=None).update(revoked_at=now)


def _hash(token: str) -> bytes:
    return sealing.fingerprint(token, "access link")
