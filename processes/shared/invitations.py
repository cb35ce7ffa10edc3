"""Asks an employer: through the inbox where the contact has an account, else by a one-time link sent by SMS.

The link is made and sent in the ``call`` half: its token exists only there, and in the SMS. A repeated call makes a new
link, whose id is part of the message's key, and the earlier link of the same case ends; the contact can always open
the newest SMS.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from engine.feel.values import Value
from engine.handlers import Call, Result
from engine.participants import ParticipantSpec
from integrations.messages import client as messages
from processes.shared import announcing, letters, recipients
from processes.shared.letters import Letter
from records.notices import operations as notices
from records.people import links

ROLE = "employer"


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Whom to ask, and for how many days the link is good."""

    contact_name: str
    contact_mobile: str
    valid_days: int
    contact_email: str = ""
    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Invited:
    """The link that was sent; None where the contact has an account."""

    link_id: UUID | None


def send(call: Call, invitation: Invitation, wording: Mapping[str, Letter]) -> Invited:
    """Send a link to a contact without an account; one with an account is told by the notice alone."""
    holder = call.participants.get(ROLE)
    if holder is not None and holder.kind == "person":
        return Invited(link_id=None)
    links.revoke(instance_id=call.instance_id, role=ROLE, now=call.now)
    link, token = links.create(
        now=call.now,
        instance_id=call.instance_id,
        role=ROLE,
        name=invitation.contact_name,
        mobile=invitation.contact_mobile,
        email=invitation.contact_email,
        purpose=call.headers["purpose"],
        expires_at=call.now + timedelta(days=invitation.valid_days),
    )
    letter = letters.find(wording, call.headers["notice"])
    address = f"{settings.SITE_ADDRESS}/l/{token}/"
    text = f"[곁] {letters.fill(letter.body_ko, {**invitation.facts, 'link': address})}"
    messages.client().send_sms(invitation.contact_mobile, text, f"{call.idempotency_key}:{link.pk}")
    return Invited(link_id=link.pk)


def keep(call: Call, invitation: Invitation, invited: Invited, wording: Mapping[str, Letter]) -> Result:
    """Make the link's holder the employer of the case, or post the notice to the one who has an account."""
    if invited.link_id is not None:
        return Result(participants=[ParticipantSpec(role=ROLE, kind="link", ref=invited.link_id)])
    letter = letters.find(wording, call.headers["notice"])
    facts = {**invitation.facts, "link": ""}
    for recipient in recipients.of_roles([ROLE], call.participants, call.now.date()):
        notices.post(notice=announcing.written(letter, recipient, call, facts), now=call.now)
    return Result()
