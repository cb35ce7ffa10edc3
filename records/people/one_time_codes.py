"""Six digits by SMS: hashed, bound to their challenge, good once, for five minutes, for five tries."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from records.people import locks, sealing
from records.people.attempts import SignInRefused, note
from records.people.credentials import AccessLink, Account, OneTimeCode

LIFETIME = timedelta(minutes=5)
MAX_TRIES = 5
MAX_SENT = 5
SENT_SPAN = timedelta(minutes=10)
TEXTS = {
    "ko": "[곁] 인증번호는 {code}입니다. 5분 안에 입력해 주세요. 다른 사람에게 알려 주지 마세요.",
    "en": "[Gyeot] Your code is {code}. Enter it within 5 minutes. Do not tell it to anyone.",
}


@dataclass(frozen=True, kw_only=True)
class CodeIssued:
    """A code to send: the text goes to the mobile and nowhere else; the challenge comes back with the answer."""

    challenge: UUID
    mobile: str
    text: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class CodePassed:
    """Whose code it was: an account's or a link's."""

    account_id: UUID | None
    link_id: UUID | None


class NoMobile(Exception):
    """There is no mobile number to send a code to."""


def issue_code(
    *, now: datetime, account_id: UUID | None = None, link_id: UUID | None = None, channel: str = "sms"
) -> CodeIssued:
    """Make a code for an account or a link; codes issued before end. Raises NoMobile, SignInLocked (too many sent)."""
    with transaction.atomic():
        mobile, language = _recipient(account_id, link_id)
        whose = Q(account=account_id) if account_id is not None else Q(link=link_id)
        earlier = OneTimeCode.objects.filter(whose, created_at__gt=now - SENT_SPAN)
        sent = list(earlier.order_by("-created_at").values_list("created_at", flat=True)[:MAX_SENT])
        if len(sent) == MAX_SENT:
            raise locks.SignInLocked(sent[-1] + SENT_SPAN)
        earlier.filter(expires_at__gt=now).update(expires_at=now)
        digits = f"{secrets.randbelow(1_000_000):06d}"
        code = OneTimeCode(account_id=account_id, link_id=link_id, channel=channel, created_at=now)
        code.expires_at = now + LIFETIME
        code.code_hash = _hash(code.id, digits)
        code.save(force_insert=True)
    text = TEXTS[language].format(code=digits)
    return CodeIssued(challenge=code.id, mobile=mobile, text=text, expires_at=code.expires_at)


def check_code(*, challenge: UUID, code: str, now: datetime, ip: str | None = None) -> CodePassed:
    """Spend a code; raises SignInRefused or SignInLocked. Of two right answers at once, one passes."""
    locks.check_address(ip, now)
    asked = OneTimeCode.objects.select_related("account").filter(pk=challenge).first()
    if asked is None:
        raise SignInRefused("sms")
    subject_id = asked.account_id or asked.link_id or challenge
    locks.begin_try(subject_id, "sms", now)
    passed = _spend(asked, code, now)
    note(asked.account, asked.account.username if asked.account else "", factor="sms", passed=passed, ip=ip, now=now)
    if not passed:
        raise SignInRefused("sms")
    locks.passed(subject_id, "sms")
    return CodePassed(account_id=asked.account_id, link_id=asked.link_id)


def _spend(asked: OneTimeCode, code: str, now: datetime) -> bool:
    usable = OneTimeCode.objects.filter(pk=asked.pk, used_at=None, expires_at__gt=now)
    if not usable.filter(tries__lt=MAX_TRIES).update(tries=F("tries") + 1):
        return False
    if not hmac.compare_digest(bytes(asked.code_hash), _hash(asked.pk, code.strip())):
        return False
    return bool(usable.update(used_at=now))


def _recipient(account_id: UUID | None, link_id: UUID | None) -> tuple[str, str]:
    """Mobile and language of whom the code is for; locks the row so that codes are issued one after another."""
    if account_id is not None:
        person = Account.objects.select_for_update(of=("self",)).select_related("person").get(pk=account_id).person
        mobile, language = person.mobile, person.preferred_language
    elif link_id is not None:
        mobile, language = AccessLink.objects.select_for_update().get(pk=link_id).mobile, "ko"
    else:
        mobile, language = "", "ko"
    if not mobile:
        raise NoMobile
    return mobile, language


def _hash(challenge: UUID, digits: str) -> bytes:
    return sealing.fingerprint(f"{challenge}:{digits}", "one-time code")
