from datetime import timedelta
from uuid import uuid4

import pytest

from records.models import AccessLink
from records.people import accounts, links
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def make(**facts):
    given = {
        "instance_id": uuid4(),
        "role": "employer",
        "name": "담당인",
        "mobile": "010-0000-7777",
        "email": "",
        "purpose": "consent",
        "expires_at": NOW + timedelta(days=7),
    }
    return links.create(now=NOW, **(given | facts))


def test_a_link_opens_with_its_token_and_only_the_hash_is_kept():
    link, token = make()
    assert links.open_link(token, NOW).id == link.id
    assert len(token) >= 43
    stored = AccessLink.objects.values().get()
    assert token not in str(stored)


def test_a_wrong_token_a_revoked_link_and_an_old_one_do_not_open():
    link, token = make()
    with pytest.raises(links.LinkInvalid):
        links.open_link(token + "x", NOW)
    with pytest.raises(links.LinkExpired):
        links.open_link(token, NOW + timedelta(days=7))
    links.revoke(instance_id=link.instance_id, role="employer", now=NOW)
    with pytest.raises(links.LinkInvalid):
        links.open_link(token, NOW)


def test_the_code_for_a_link_goes_to_its_mobile_and_proves_that_link():
    link, _token = make()
    issued = accounts.issue_code(link_id=link.id, channel="sms", now=NOW)
    assert issued.mobile == "010-0000-7777"
    code = "".join(letter for letter in issued.text.split("인증번호는")[1] if letter.isdigit())[:6]
    passed = accounts.check_code(challenge=issued.challenge, code=code, now=NOW)
    assert (passed.link_id, passed.account_id) == (link.id, None)


def test_a_link_is_used_once():
    link, token = make()
    assert links.mark_used(link_id=link.id, now=NOW)
    assert not links.mark_used(link_id=link.id, now=NOW)
    assert links.open_link(token, NOW).used_at == NOW
