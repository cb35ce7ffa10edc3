"""The employer's one-time link: no account, a code to the phone the case names, and nothing beyond the one matter."""

import re

import pytest
from django.test import Client

from integrations.messages.models import FakeMessage
from records.models import AccessLink
from tasks.models import ItemState
from tests.stories import forms
from tests.stories.telling import Story
from tests.webui import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(story: Story) -> str:
    """The link as the employer got it by SMS."""
    story.apply()
    sent = FakeMessage.objects.filter(text__contains="/l/").order_by("-id").first()
    assert sent is not None
    found = re.search(r"/l/[\w-]+/", sent.text)
    assert found
    return found[0]


def open_link(address: str) -> Client:
    client = Client()
    client.post(f"{address}send/")
    mobile = AccessLink.objects.get(revoked_at=None).mobile
    answer = client.post(address, {"code": visiting.newest_code(mobile)})
    assert answer.headers["Location"] == "/l/"
    return client


def test_the_address_alone_shows_nothing_of_the_case(client: Client, story: Story, address: str):
    text = client.get(address).content.decode()
    assert "담당인" in text
    assert story.people.worker.name_ko not in text
    assert story.case_number not in text
    assert AccessLink.objects.get(revoked_at=None).mobile not in text


def test_the_code_opens_the_item_and_the_employer_consents(story: Story, address: str):
    employer = open_link(address)
    item = story.item("give_consent")
    assert employer.get("/l/").headers["Location"] == f"/work/{item.pk}/"
    page = employer.get(f"/work/{item.pk}/")
    assert page.status_code == 200
    posted, _ = forms.posted(forms.CONSENT)
    answer = employer.post(f"/work/{item.pk}/", dict(posted) | {"revision": str(item.revision)}, follow=True)
    assert "지금 하실 일이 없습니다" in answer.content.decode()
    item.refresh_from_db()
    assert item.state == ItemState.COMPLETED


def test_a_wrong_code_opens_nothing(client: Client, address: str):
    client.post(f"{address}send/")
    code = visiting.newest_code(AccessLink.objects.get(revoked_at=None).mobile)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert client.post(address, {"code": wrong}).status_code == 422
    assert client.get("/l/").status_code == 302


def test_a_code_without_having_asked_for_one_opens_nothing(client: Client, address: str):
    assert client.post(address, {"code": "000000"}).status_code == 200
    assert client.get("/l/").status_code == 302


def test_the_holder_of_a_link_sees_nothing_else(story: Story, address: str):
    employer = open_link(address)
    for page in ("/my/", "/notices/", "/account/", "/apply/service_application/"):
        assert employer.get(page).status_code == 302
    assert employer.get("/work/").headers["Location"] == "/l/"
    assert employer.get(f"/cases/{story.instance_id}/cancel/").status_code == 302


def test_an_unknown_link_is_told_so(client: Client, story: Story):
    answer = client.get("/l/not-a-token-of-ours/")
    assert answer.status_code == 404
    assert "쓸 수 없는 링크입니다" in answer.content.decode()


def test_a_link_that_ran_out_says_until_when_it_was_good(client: Client, story: Story, address: str, clock):
    employer = open_link(address)
    clock.set(AccessLink.objects.get(revoked_at=None).expires_at)
    answer = client.get(address)
    assert answer.status_code == 410
    assert "까지 쓸 수 있었습니다" in answer.content.decode()
    assert employer.get("/l/").status_code == 302


def test_a_revoked_link_ends_the_visit_at_once(story: Story, address: str):
    employer = open_link(address)
    story.say("withdraw", story.people.worker)
    AccessLink.objects.update(revoked_at=story.now)
    assert employer.get("/l/").status_code == 302
