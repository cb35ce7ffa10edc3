"""A forgotten password: a link by mail stands in for it once, and a second factor is asked for as at every sign-in.

Nothing is stored: the link carries what it is about, signed, and a fingerprint of the password it replaces. So it is
good for half an hour, and no longer once that password has changed.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from django.core import signing

from records.people import locks, sealing
from records.people.attempts import note
from records.people.credentials import Account

LIFETIME = timedelta(minutes=30)
_SALT = "gyeot password reset"
SUBJECTS = {"ko": "비밀번호를 새로 정하는 링크", "en": "Link for choosing a new password"}
TEXTS = {
    "ko": "아래 주소를 30분 안에 열어 비밀번호를 새로 정하세요.\n{address}\n\n"
    "요청하지 않으셨다면 이 전자우편을 지우시면 됩니다. 비밀번호는 그대로입니다.",
    "en": "Open this address within 30 minutes to choose a new password.\n{address}\n\n"
    "If you did not ask for it, delete this mail. Your password stays as it is.",
}


@dataclass(frozen=True, kw_only=True)
class ResetIssued:
    """A link to send: to this address and nowhere else, in the person's language."""

    email: str
    language: str
    token: str


class ResetInvalid(Exception):
    """The link is too old, was used, or never was one."""


def issue_reset(*, username: str, ip: str | None, now: datetime) -> ResetIssued | None:
    """A link for the account of that name; None where there is nobody to send one to, which the caller must not tell.

    Raises:
        SignInLocked: asked for too often, for this name or from this address.
    """
    username = username.replace("\0", "")
    locks.check_address(ip, now)
    locks.begin_try(uuid5(NAMESPACE_OID, f"gyeot reset {username}"), "reset", now)
    account = Account.objects.select_related("person").filter(username=username, is_active=True).first()
    has_address = account is not None and bool(account.person.email)
    note(account, username, factor="reset", passed=has_address, ip=ip, now=now)
    if account is None or not has_address:
        return None
    told = {"account": str(account.pk), "stamp": _stamp(account), "until": (now + LIFETIME).timestamp()}
    person = account.person
    return ResetIssued(
        email=person.email, language=person.preferred_language, token=signing.dumps(told, salt=_SALT, compress=True)
    )


def account_of_reset(token: str, now: datetime) -> Account:
    """The account a link is for; raises ResetInvalid."""
    try:
        told = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise ResetInvalid from None
    account = Account.objects.select_related("person").filter(pk=UUID(told["account"]), is_active=True).first()
    if account is None or now.timestamp() > told["until"] or not hmac.compare_digest(_stamp(account), told["stamp"]):
        raise ResetInvalid
    return account


def _stamp(account: Account) -> str:
    return sealing.fingerprint(f"{account.pk}:{account.password}", "password reset").hex()
