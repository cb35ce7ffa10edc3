"""A forgotten password is replaced by a link and a second factor; nobody learns which IDs exist."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from integrations.messages.models import FakeMessage
from records.people import accounts
from records.people.models import Account
from tests import factories
from tests.webui import visiting
from webui.models import OpenSession

pytestmark = pytest.mark.django_db
NEW = "푸른 바다 초록 들판"


@pytest.fixture
def account() -> Account:
    made = factories.account()
    type(made.person).objects.filter(pk=made.person_id).update(email="someone@example.org")
    made.person.refresh_from_db()
    return made


def ask(client: Client, username: str):
    return client.post("/sign-in/forgotten/", {"username": username})


def mailed() -> str:
    """The path of the newest link by mail."""
    sent = FakeMessage.objects.filter(channel="mail").order_by("-id").first()
    assert sent is not None
    found = re.search(rf"{re.escape(settings.SITE_ADDRESS)}(/sign-in/forgotten/\S+/)", sent.text)
    assert found, sent.text
    return found[1]


def prove(client: Client, account: Account) -> None:
    """Follow the link and give the code by SMS."""
    assert client.get(mailed()).headers["Location"] == "/sign-in/code/"
    assert client.post("/sign-in/send/").status_code == 302
    answer = client.post("/sign-in/code/", {"by": "sms", "code": visiting.newest_code(account.person.mobile)})
    assert answer.headers["Location"] == "/sign-in/forgotten/new/"


def test_link_and_code_let_a_person_choose_a_new_password_and_end_every_session(client: Client, account):
    elsewhere = visiting.sign_in(Client(), account)
    assert ask(client, account.username).headers["Location"] == "/sign-in/forgotten/?sent=1"
    prove(client, account)
    answer = client.post("/sign-in/forgotten/new/", {"new": NEW}, follow=True)
    assert "비밀번호를 새로 정했습니다" in answer.content.decode()
    assert elsewhere.get("/account/").status_code == 302
    assert not OpenSession.objects.filter(account=account, ended_at=None).exists()
    answer = client.post("/sign-in/", {"username": account.username, "password": NEW})
    assert answer.headers["Location"] == "/sign-in/code/"
    assert "비밀번호가 바뀌었습니다" in visiting.sign_in_with(client, account, NEW).get("/notices/").content.decode()


def test_link_and_code_alone_let_nobody_in(client: Client, account):
    ask(client, account.username)
    prove(client, account)
    for address in ("/account/", "/work/", "/my/"):
        assert client.get(address).status_code == 302


def test_the_link_alone_changes_nothing(client: Client, account):
    ask(client, account.username)
    client.get(mailed())
    assert client.post("/sign-in/forgotten/new/", {"new": NEW}).headers["Location"] == "/sign-in/forgotten/"
    assert visiting.give_password(Client(), account).status_code == 302


def test_password_and_code_do_not_open_the_choice_of_a_new_one(client: Client, account):
    visiting.give_password(client, account)
    assert client.get("/sign-in/forgotten/new/").status_code == 302


def test_a_link_is_good_once(client: Client, account):
    ask(client, account.username)
    link = mailed()
    prove(client, account)
    client.post("/sign-in/forgotten/new/", {"new": NEW})
    answer = Client().get(link)
    assert answer.status_code == 410
    assert "30분이 지났거나 이미 쓴 링크입니다" in answer.content.decode()


def test_a_link_is_good_for_half_an_hour_and_not_when_it_was_changed(account):
    now = timezone.now()
    issued = accounts.issue_reset(username=account.username, ip=None, now=now)
    assert issued is not None
    assert accounts.open_reset(token=issued.token, now=now + timedelta(minutes=29)).account_id == account.pk
    for token, then in ((issued.token, now + timedelta(minutes=31)), (issued.token[:-2] + "xx", now), ("x", now)):
        with pytest.raises(accounts.ResetInvalid):
            accounts.open_reset(token=token, now=then)


def test_an_unknown_id_and_one_without_mail_are_answered_like_a_known_one(client: Client, account):
    without = factories.account()
    type(without.person).objects.filter(pk=without.person_id).update(email="")
    texts = set()
    for username in (account.username, without.username, "nobody-of-that-name"):
        answer = ask(client, username)
        assert answer.status_code == 302
        page = client.get(answer.headers["Location"]).content.decode()
        texts.add(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page))
    assert len(texts) == 1
    assert FakeMessage.objects.filter(channel="mail").count() == 1


def test_who_asks_too_often_has_to_wait(client: Client, account):
    for _ in range(5):
        assert ask(client, account.username).status_code == 302
    answer = ask(client, account.username)
    assert answer.status_code == 422
    assert "뒤에 다시 해 주세요" in answer.content.decode()
    assert FakeMessage.objects.filter(channel="mail").count() == 5


def test_a_short_new_password_is_refused_with_a_sentence(client: Client, account):
    ask(client, account.username)
    prove(client, account)
    answer = client.post("/sign-in/forgotten/new/", {"new": "짧음"})
    assert answer.status_code == 422
    assert "8자 이상이어야 합니다" in answer.content.decode()


def test_a_closed_account_gets_no_link(client: Client, account):
    accounts.deactivate(account_id=account.pk)
    assert ask(client, account.username).status_code == 302
    assert not FakeMessage.objects.filter(channel="mail").exists()
