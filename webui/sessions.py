"""Sessions: begun with a new key at sign-in, ended by idleness, by age, by the person, or from another device.

Times here are real time, never the demo's moved clock: moving that clock must not sign anybody out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from records.people.models import Account
from webui import devices
from webui.models import OpenSession

IDLE: Final = timedelta(seconds=getattr(settings, "SESSION_IDLE_SECONDS", 30 * 60))
ABSOLUTE: Final = timedelta(seconds=getattr(settings, "SESSION_ABSOLUTE_SECONDS", 8 * 60 * 60))
WARN: Final = timedelta(seconds=getattr(settings, "SESSION_WARN_SECONDS", 2 * 60))
#: How often "still here" is written down; finer would cost a write a request.
TOUCH: Final = timedelta(seconds=60)

STARTED, SEEN, LINK = "started_at", "seen_at", "link_id"


@dataclass(frozen=True, kw_only=True)
class SessionFacts:
    """One sign-in as its owner sees it."""

    id: UUID
    started_at: datetime
    seen_at: datetime
    ip_address: str | None
    agent: str
    second_factor: str
    is_this_one: bool


@transaction.atomic
def begin(request: HttpRequest, *, account_id: UUID, second_factor: str) -> None:
    """Sign an account in after its second factor: a new session key, and a row others can end."""
    account = Account.objects.get(pk=account_id)
    request.session.flush()
    auth.login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    _stamp(request)
    request.session.save()
    now = timezone.now()
    OpenSession.objects.create(
        account=account,
        session_key=request.session.session_key or "",
        second_factor=second_factor,
        ip_address=address_of(request),
        agent=request.headers.get("User-Agent", "")[:200],
        started_at=now,
        seen_at=now,
    )


def begin_link(request: HttpRequest, *, link_id: UUID) -> None:
    """Let the holder of a one-time link in after the code: a session of its own, with no account."""
    request.session.flush()
    request.session[LINK] = str(link_id)
    _stamp(request)


@transaction.atomic
def end(request: HttpRequest) -> None:
    """Sign out here."""
    OpenSession.objects.filter(session_key=request.session.session_key, ended_at=None).update(ended_at=timezone.now())
    auth.logout(request)


def is_vouched_for(request: HttpRequest, account: Account) -> bool:
    """Whether the session's own stamp is the account's: it no longer is once the password has changed."""
    session = request.session
    stamped = session.get(auth.SESSION_KEY) == str(account.pk)
    return stamped and constant_time_compare(session.get(auth.HASH_SESSION_KEY, ""), account.get_session_auth_hash())


def end_if_over(request: HttpRequest, account: Account | None) -> bool:
    """End the session if it is idle too long, too old, or was ended from elsewhere; True if it was so.

    ``account`` is whom the store found it belongs to; None for a link's session, or where it was ended elsewhere.
    """
    now = timezone.now().timestamp()
    session = request.session
    over = (
        now - session.get(SEEN, 0) > IDLE.total_seconds()
        or now - session.get(STARTED, 0) > ABSOLUTE.total_seconds()
        or (account is None and LINK not in session)
    )
    if over:
        end(request)
    return over


def touch(request: HttpRequest) -> None:
    """Note that somebody is still working here."""
    now = timezone.now()
    if now.timestamp() - request.session.get(SEEN, 0) < TOUCH.total_seconds():
        return
    request.session[SEEN] = now.timestamp()
    OpenSession.objects.filter(session_key=request.session.session_key).update(seen_at=now)


def of_account(account_id: UUID, *, this_key: str | None) -> list[SessionFacts]:
    """Where an account is signed in now, newest first."""
    since = timezone.now() - IDLE - TOUCH
    rows = OpenSession.objects.filter(account_id=account_id, ended_at=None, seen_at__gt=since)
    return [
        SessionFacts(
            id=row.id,
            started_at=row.started_at,
            seen_at=row.seen_at,
            ip_address=row.ip_address,
            agent=devices.in_words(row.agent),
            second_factor=row.second_factor,
            is_this_one=row.session_key == this_key,
        )
        for row in rows
    ]


@transaction.atomic
def end_other(*, account_id: UUID, session_id: UUID) -> bool:
    """End one sign-in of one's own account from elsewhere; False if there is none such."""
    row = OpenSession.objects.filter(account_id=account_id, id=session_id, ended_at=None).first()
    if row is None:
        return False
    Session.objects.filter(session_key=row.session_key).delete()
    OpenSession.objects.filter(pk=row.pk).update(ended_at=timezone.now())
    return True


@transaction.atomic
def end_all(*, account_id: UUID) -> None:
    """End every sign-in of an account, this one too (its password changed)."""
    rows = OpenSession.objects.filter(account_id=account_id, ended_at=None)
    Session.objects.filter(session_key__in=list(rows.values_list("session_key", flat=True))).delete()
    rows.update(ended_at=timezone.now())


def second_factor_of(request: HttpRequest) -> str:
    """By which second factor this session was opened."""
    row = OpenSession.objects.filter(session_key=request.session.session_key).first()
    return "" if row is None else row.second_factor


def address_of(request: HttpRequest) -> str | None:
    """The visitor's address as the web server reports it; forwarded headers are the proxy's to translate."""
    return request.META.get("REMOTE_ADDR") or None


def _stamp(request: HttpRequest) -> None:
    now = timezone.now().timestamp()
    request.session[STARTED] = now
    request.session[SEEN] = now
