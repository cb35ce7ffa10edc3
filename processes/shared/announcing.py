"""Posts a letter to everybody a step names; SMS and mail leave afterwards from the notice itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.feel.values import Value
from engine.handlers import Call
from processes.shared import letters, recipients
from processes.shared.letters import Letter
from processes.shared.recipients import Recipient
from records.notices import operations as notices
from records.notices.models import DeliveryState


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What fills the braces of a letter."""

    facts: Mapping[str, Value] = field(default_factory=dict)


def announce(call: Call, wording: Mapping[str, Letter], facts: Mapping[str, Value]) -> None:
    """Post the letter of the header ``notice`` to the roles of the header ``to``; repeating the step posts nothing new.

    Raises:
        LetterUnknown: nobody worded the notice.
    """
    letter = letters.find(wording, call.headers["notice"])
    roles = [role.strip() for role in call.headers["to"].split(",")]
    for recipient in recipients.of_roles(roles, call.participants, call.now.date()):
        notices.post(notice=written(letter, recipient, call, facts), now=call.now)


def written(letter: Letter, to: Recipient, call: Call, facts: Mapping[str, Value]) -> notices.NewNotice:
    """Fill a letter for one addressee; SMS and mail wait where there is a number or an address."""
    return notices.NewNotice(
        kind=call.headers["notice"],
        title_ko=letter.title_ko,
        title_en=letter.title_en,
        body_ko=letters.fill(letter.body_ko, facts),
        body_en=letters.fill(letter.body_en, facts),
        person_id=to.person_id,
        link_id=to.link_id,
        instance_id=call.root_id,
        # Who came by a link has no account: any page but the link's own would ask them to sign in.
        address_path=letter.path.format(case=call.root_id) if to.person_id else "",
        dedup_key=f"{call.idempotency_key}:{to.key}",
        sms=DeliveryState.WAITING if to.mobile else DeliveryState.NONE,
        mail=DeliveryState.WAITING if to.email else DeliveryState.NONE,
    )
