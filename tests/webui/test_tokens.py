"""The page on which people make and end tokens for their programs: both factors once more, shown once."""

from datetime import timedelta

import pyotp
import pytest
from django.test import Client
from django.utils import timezone

from records.models import Account, ApiToken
from records.people import tokens
from tests import factories
from tests.webui import visiting

pytestmark = pytest.mark.django_db
ASKED = {"name": "우리 기관 프로그램", "scopes": ["work:read"], "days": "30", "password": factories.PASSWORD}


@pytest.fixture
def account() -> Account:
    return factories.account()


@pytest.fixture
def owner(account: Account) -> Client:
    return visiting.signed_in(account)


def code_for(client: Client, account: Account) -> str:
    assert client.post("/account/tokens/send/").status_code == 302
    return visiting.newest_code(account.person.mobile)


def shown(text: str) -> str:
    return text.split('<code class="secret">')[1].split("</code>")[0]


def opens(token: str) -> bool:
    return Client().get("/api/v1/work-items/", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_a_token_is_made_with_password_and_code_and_shown_this_once(owner: Client, account: Account):
    answer = owner.post("/account/tokens/new/", ASKED | {"code": code_for(owner, account)})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    token = shown(answer.content.decode())
    assert opens(token)
    page = owner.get("/account/tokens/").content.decode()
    assert "우리 기관 프로그램" in page
    assert "무렵" in page, "its last use is told"
    assert token not in page
    assert "우리 기관 프로그램" not in owner.get("/account/tokens/new/").content.decode()


def test_the_authenticators_code_serves_where_there_is_one(owner: Client, account: Account):
    page = owner.post("/account/totp/enrol/").content.decode()
    secret = shown(page).replace(" ", "")
    owner.post("/account/totp/confirm/", {"code": pyotp.TOTP(secret).now()})
    sms = code_for(owner, account)
    assert owner.post("/account/tokens/new/", ASKED | {"code": sms}).status_code == 422
    fresh = pyotp.TOTP(secret).at(timezone.now() + timedelta(seconds=30))
    assert opens(shown(owner.post("/account/tokens/new/", ASKED | {"code": fresh}).content.decode()))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"password": "wrong wrong"}, "id_password"),
        ({"code": "000000"}, "id_code"),
        ({"code": ""}, "id_code"),
        ({"name": ""}, "id_name"),
        ({"scopes": []}, "id_scopes"),
        ({"scopes": ["everything"]}, "id_scopes"),
        ({"days": "9999"}, "id_days"),
    ],
)
def test_nothing_is_made_without_all_of_it_and_the_field_is_named(owner: Client, account: Account, changes, field):
    answer = owner.post("/account/tokens/new/", ASKED | {"code": code_for(owner, account)} | changes)
    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.content.decode()
    assert ApiToken.objects.count() == 0


def test_a_code_makes_one_token_only(owner: Client, account: Account):
    code = code_for(owner, account)
    assert owner.post("/account/tokens/new/", ASKED | {"code": code}).status_code == 200
    assert owner.post("/account/tokens/new/", ASKED | {"code": code}).status_code == 422
    assert ApiToken.objects.count() == 1


def test_the_code_of_somebody_else_makes_no_token(owner: Client):
    other = factories.account()
    code_for(visiting.signed_in(other), other)
    answer = owner.post("/account/tokens/new/", ASKED | {"code": visiting.newest_code(other.person.mobile)})
    assert answer.status_code == 422
    assert ApiToken.objects.count() == 0


def test_a_token_is_ended_by_its_owner_alone(owner: Client, account: Account):
    token = tokens.issue(account_id=account.pk, now=timezone.now(), name="하나", scopes=["work:read"], days=30)
    path = f"/account/tokens/{ApiToken.objects.get().pk}/end/"
    assert visiting.signed_in().post(path).status_code == 404
    assert opens(token)
    assert owner.get(path).status_code == 405
    assert "토큰을 끝냈습니다" in owner.post(path, follow=True).content.decode()
    assert not opens(token)


def test_the_twenty_first_token_is_refused_with_a_sentence(owner: Client, account: Account):
    for number in range(tokens.MOST):
        tokens.issue(account_id=account.pk, now=timezone.now(), name=str(number), scopes=["work:read"], days=30)
    answer = owner.post("/account/tokens/new/", ASKED | {"code": code_for(owner, account)})
    assert answer.status_code == 409
    assert "20개까지" in answer.content.decode()


def test_changing_the_password_on_its_page_ends_the_tokens(owner: Client, account: Account):
    token = tokens.issue(account_id=account.pk, now=timezone.now(), name="하나", scopes=["work:read"], days=30)
    owner.post("/account/password/", {"old": factories.PASSWORD, "new": "quite another horse"})
    assert not opens(token)
    assert "쓸 수 있는 토큰이 없습니다" in owner.get("/account/tokens/").content.decode()


def test_the_pages_speak_english_too(owner: Client, account: Account):
    owner.cookies["django_language"] = "en"
    assert "Make a token" in owner.get("/account/tokens/").content.decode()
    assert "Get a code first" in owner.get("/account/tokens/new/").content.decode()
    made = owner.post("/account/tokens/new/", ASKED | {"code": code_for(owner, account)}).content.decode()
    assert "Copy the token now" in made


def test_who_is_not_signed_in_is_asked_to(client: Client):
    for path in ("/account/tokens/", "/account/tokens/new/"):
        assert client.get(path).status_code == 302
    assert client.post("/account/tokens/send/").status_code == 302
