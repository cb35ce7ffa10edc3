"""The way in: password, then a code; what is remembered between the two, and who the code went to.

Between the steps the session holds only the account's id, when the password passed, and the challenge of the code sent.
It names no viewer: nothing but the pages of the second step can be opened with it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from integrations.messages import client as gateway
from records.organisations import queries as organisations
from records.people import accounts
from records.people import queries as people
from webui import sessions

#: After this the password must be given again.
PENDING: Final = timedelta(minutes=15)
KEY: Final = "signing_in"


@dataclass(frozen=True, kw_only=True)
class Pending:
    """Somebody whose password passed; `challenge` and `mobile` (masked) once a code was sent.

    `is_reset`: a link by mail stood in for the password, and the code opens the choice of a new one (`is_proven`).
    """

    account_id: UUID
    has_totp: bool
    has_mobile: bool
    next: str
    challenge: UUID | None = None
    mobile: str = ""
    is_reset: bool = False
    is_proven: bool = False


def begin(  # noqa: PLR0913 keyword-only
    request: HttpRequest, *, passed: accounts.PasswordPassed, come_back: str, now: datetime, is_reset: bool = False
) -> None:
    """Remember that the password passed, or the link in its place, under a new session key."""
    request.session.flush()
    request.session[KEY] = {
        "account_id": str(passed.account_id),
        "has_totp": passed.has_totp,
        "has_mobile": passed.has_mobile,
        "next": come_back,
        "at": now.timestamp(),
        "is_reset": is_reset,
    }


def pending(request: HttpRequest, now: datetime) -> Pending | None:
    """Who is between the two steps; None if nobody, or if the password was too long ago."""
    kept = request.session.get(KEY)
    if kept is None or now.timestamp() - kept["at"] > PENDING.total_seconds():
        return None
    return Pending(
        account_id=UUID(kept["account_id"]),
        has_totp=kept["has_totp"],
        has_mobile=kept["has_mobile"],
        next=kept["next"],
        challenge=UUID(kept["challenge"]) if "challenge" in kept else None,
        mobile=kept.get("mobile", ""),
        is_reset=kept.get("is_reset", False),
        is_proven=kept.get("is_proven", False),
    )


def prove(request: HttpRequest) -> None:
    """Remember that the code was right, under a new session key; it lets nobody in, a new password may be chosen."""
    request.session.cycle_key()
    request.session[KEY] = request.session[KEY] | {"is_proven": True}


def send_code(request: HttpRequest, *, account_id: UUID, now: datetime) -> None:
    """Send a code to the account's registered mobile; raises NoMobile, SignInLocked."""
    issued = accounts.issue_code(account_id=account_id, now=now)
    deliver(issued)
    kept = dict(request.session[KEY])
    kept |= {"challenge": str(issued.challenge), "mobile": masked(issued.mobile)}
    request.session[KEY] = kept


def deliver(issued: accounts.CodeIssued) -> None:
    """Hand a code to the SMS gateway; the challenge is the key, so that a retry sends nothing twice."""
    gateway.client().send_sms(issued.mobile, issued.text, key=f"code:{issued.challenge}")


def masked(mobile: str) -> str:
    """`010-****-5678`: enough for the owner to know which phone to take up."""
    digits = "".join(character for character in mobile if character.isdigit())
    return f"{digits[:3]}-****-{digits[-4:]}" if len(digits) >= 8 else "****"


def complete(request: HttpRequest, *, found: Pending, second_factor: str, now: datetime) -> str:
    """Let them in; returns where they wanted to go, else where their work is."""
    sessions.begin(request, account_id=found.account_id, second_factor=second_factor)
    if found.next != reverse("home"):
        return found.next
    has_office = bool(organisations.roles_of(people.by_account(found.account_id).pk, now.date()))
    return reverse("inbox") if has_office else reverse("my_page")
