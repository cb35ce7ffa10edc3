"""Two steps, nothing between them, and plain words when it does not work."""

from datetime import timedelta

import pyotp
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from integrations.messages.models import FakeMessage
from records.people import accounts
from tests import factories
from tests.webui import visiting
from webui.models import OpenSession

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return factories.account()


def test_password_and_sms_code_let_a_person_in_to_where_they_were_going(client: Client, account):
    asked = client.get("/account/")
    assert asked.headers["Location"] == "/sign-in/?next=%2Faccount%2F"
    assert visiting.give_password(client, account, "/account/").headers["Location"] == "/sign-in/code/"
    assert client.post("/sign-in/send/").status_code == 302
    code = visiting.newest_code(account.person.mobile)
    answer = client.post("/sign-in/code/", {"by": "sms", "code": f" {code[:3]} {code[3:]} "})
    assert answer.headers["Location"] == "/account/"
    assert client.get("/account/").status_code == 200


def test_the_password_alone_opens_nothing(client: Client, account):
    visiting.give_password(client, account)
    assert client.get("/account/").status_code == 302
    assert client.get("/notices/").status_code == 302


def test_a_wrong_password_and_an_unknown_name_are_told_alike(client: Client, account):
    texts = []
    for username in (account.username, "nobody-of-that-name"):
        answer = client.post("/sign-in/", {"username": username, "password": "wrong wrong"})
        assert answer.status_code == 422
        texts.append(answer.content.decode().replace(username, ""))
    assert "입력하신 내용이 맞지 않습니다" in texts[0]
    assert texts[0].count("error-summary") == texts[1].count("error-summary")


def test_empty_fields_are_named_and_tied_to_their_inputs(client: Client):
    answer = client.post("/sign-in/", {"username": "", "password": ""})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_username">' in text
    assert 'aria-invalid="true"' in text
    assert 'aria-describedby="id_username_error"' in text
    assert 'id="id_username_error"' in text


def test_after_repeated_failures_the_person_is_told_how_long_to_wait(client: Client, account):
    for _ in range(5):
        client.post("/sign-in/", {"username": account.username, "password": "wrong wrong"})
    answer = visiting.give_password(client, account)
    assert answer.status_code == 422
    assert "1분 뒤에 다시 해 주세요" in answer.content.decode()


def test_a_code_works_once(client: Client, account):
    visiting.sign_in(client, account)
    code = visiting.newest_code(account.person.mobile)
    other = Client()
    visiting.give_password(other, account)
    other.post("/sign-in/send/")
    answer = other.post("/sign-in/code/", {"by": "sms", "code": code})
    assert answer.status_code == 422
    assert other.get("/account/").status_code == 302


def test_resending_ends_the_code_sent_before(client: Client, account):
    visiting.give_password(client, account)
    client.post("/sign-in/send/")
    first = visiting.newest_code(account.person.mobile)
    client.post("/sign-in/send/")
    assert FakeMessage.objects.filter(to=account.person.mobile).count() == 2
    second = visiting.newest_code(account.person.mobile)
    if first != second:
        assert client.post("/sign-in/code/", {"by": "sms", "code": first}).status_code == 422
    assert client.post("/sign-in/code/", {"by": "sms", "code": second}).status_code == 302


def test_an_authenticator_is_set_up_with_picture_and_text_and_then_lets_the_person_in(account):
    client = visiting.signed_in(account)
    page = client.post("/account/totp/enrol/")
    text = page.content.decode()
    assert 'src="data:image/svg+xml' in text
    secret = text.split('<code class="secret">')[1].split("</code>")[0].replace(" ", "")
    assert client.post("/account/totp/confirm/", {"code": "000000"}).status_code == 422
    done = client.post("/account/totp/confirm/", {"code": pyotp.TOTP(secret).now()})
    assert done.content.decode().count("<li><code>") == 10
    assert done.headers["Cache-Control"] == "no-store"

    other = Client()
    visiting.give_password(other, account)
    used = pyotp.TOTP(secret).now()
    assert other.post("/sign-in/code/", {"by": "totp", "code": used}).status_code == 422, "a spent code lets nobody in"
    fresh = pyotp.TOTP(secret).at(timezone.now() + timedelta(seconds=30))
    assert other.post("/sign-in/code/", {"by": "totp", "code": fresh}).status_code == 302


def test_a_recovery_code_lets_the_person_in_once(account):
    client = visiting.signed_in(account)
    secret = (
        client.post("/account/totp/enrol/").content.decode().split('<code class="secret">')[1].split("</code>")[0]
    ).replace(" ", "")
    done = client.post("/account/totp/confirm/", {"code": pyotp.TOTP(secret).now()}).content.decode()
    code = done.split("<li><code>")[1].split("</code>")[0]
    for status in (302, 422):
        other = Client()
        visiting.give_password(other, account)
        assert other.post("/sign-in/code/", {"by": "recovery", "code": code.lower()}).status_code == status


def test_the_session_key_changes_at_each_step(client: Client, account):
    client.get("/sign-in/")
    visiting.give_password(client, account)
    between = client.session.session_key
    client.post("/sign-in/send/")
    client.post("/sign-in/code/", {"by": "sms", "code": visiting.newest_code(account.person.mobile)})
    assert client.session.session_key != between


def test_sessions_are_listed_and_can_be_ended_from_elsewhere(account):
    here, there = visiting.signed_in(account), visiting.signed_in(account)
    assert here.get("/account/").content.decode().count("이 기기에서 로그아웃") == 1
    other = OpenSession.objects.exclude(session_key=here.session.session_key).get()
    assert here.post(f"/account/sessions/{other.pk}/end/").status_code == 302
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_nobody_ends_the_session_of_another_account(account):
    stranger = visiting.signed_in()
    visiting.signed_in(account)
    theirs = OpenSession.objects.get(account=account)
    assert stranger.post(f"/account/sessions/{theirs.pk}/end/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.ended_at is None


@pytest.mark.parametrize(("name", "seconds"), [("seen_at", 31 * 60), ("started_at", 8 * 60 * 60 + 60)])
def test_an_idle_or_old_session_ends(account, name, seconds):
    client = visiting.signed_in(account)
    session = client.session
    session[name] = timezone.now().timestamp() - seconds
    session.save()
    assert client.get("/account/").status_code == 302
    assert "안전을 위해 로그아웃했습니다" in client.get("/sign-in/").content.decode()
    assert OpenSession.objects.get().ended_at is not None


def test_extending_keeps_the_session_and_answers_the_script(account):
    client = visiting.signed_in(account)
    session = client.session
    session["seen_at"] = timezone.now().timestamp() - 29 * 60
    session.save()
    answer = client.post("/session/extend/", headers={"accept": "application/json"})
    assert answer.json() == {"extended": True}
    assert timezone.now().timestamp() - client.session["seen_at"] < 60


def test_signing_out_ends_the_session_for_good(account):
    client = visiting.signed_in(account)
    key = client.session.session_key
    client.post("/sign-out/")
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/account/").status_code == 302


def test_a_new_password_ends_every_other_session(account):
    here, there = visiting.signed_in(account), visiting.signed_in(account)
    form = {"old": factories.PASSWORD, "new": "another long password"}
    assert here.post("/account/password/", form | {"old": "not the old one"}).status_code == 422
    assert here.post("/account/password/", form | {"new": "short"}).status_code == 422
    assert here.post("/account/password/", form).status_code == 302
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    now = timezone.now()
    accounts.check_password(username=account.username, password="another long password", ip=None, now=now)


def test_a_closed_account_is_out_at_once(account):
    client = visiting.signed_in(account)
    accounts.deactivate(account_id=account.pk)
    assert client.get("/account/").status_code == 302


def test_the_way_back_never_leads_to_another_site(client: Client, account):
    visiting.give_password(client, account, "//elsewhere.example/")
    client.post("/sign-in/send/")
    answer = client.post("/sign-in/code/", {"by": "sms", "code": visiting.newest_code(account.person.mobile)})
    assert answer.headers["Location"] == "/my/"


def test_a_person_without_a_mobile_is_told_so(client: Client):
    account = factories.account(owner=factories.person(mobile=""))
    visiting.give_password(client, account)
    assert "인증할 휴대전화나 인증 앱이 없습니다" in client.get("/sign-in/code/").content.decode()
    client.post("/sign-in/send/")
    assert "문자를 받을 휴대전화 번호가 등록되어 있지 않습니다" in client.get("/sign-in/code/").content.decode()
