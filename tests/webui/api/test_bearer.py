"""A token opens the door for one program of one person, as far as it goes and while it is good; nothing else does."""

import logging
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from records.models import ApiToken, Membership
from records.people import accounts, sealing, tokens
from tasks.models import ItemState, WorkItem
from tests.stories.telling import Story
from tests.webui.api.conftest import Program, account_of, issue
from webui.api import pace

pytestmark = pytest.mark.django_db
PATH = "/work-items/"


def test_without_a_token_nothing_opens_and_the_way_in_is_named(story: Story, client: Client):
    answer = client.get("/api/v1/work-items/")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="gyeot"'
    assert answer.json()["type"] == "urn:gyeot:problem:not-authenticated"


def test_the_cookie_of_somebody_who_signed_in_opens_nothing(story: Story, visit, intake: WorkItem):
    browser = visit(story.people.officer)
    body = {"revision": intake.revision, "data": {"intake_outcome": "accept"}}
    path = f"/api/v1/work-items/{intake.pk}/completion/"
    assert browser.post(path, body, content_type="application/json").status_code == 401
    assert browser.get("/api/v1/work-items/").status_code == 401
    intake.refresh_from_db()
    assert intake.state == ItemState.OPEN


@pytest.mark.parametrize("shown", ["", "gyeot_", "gyeot_" + "A" * 43, "gyeot_" + "가" * 43, "x" * 10_000, "a b c"])
def test_an_unknown_token_is_refused(story: Story, shown: str):
    assert Program(shown).get(PATH).status_code == 401


def test_a_token_without_the_scope_is_refused_and_the_scope_named(story: Story, program, intake: WorkItem):
    answer = program(story.people.officer, scopes=["work:read"]).complete(intake, intake_outcome="accept")
    assert answer.status_code == 403
    assert "work:complete" in answer.json()["detail"]
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]
    intake.refresh_from_db()
    assert intake.state == ItemState.OPEN
    assert program(story.people.officer, scopes=["work:complete"]).get(PATH).status_code == 403


def test_a_token_ends_when_its_time_is_over(story: Story):
    token = issue(story.people.officer)
    assert Program(token).get(PATH).status_code == 200
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Program(token).get(PATH).status_code == 401


def test_a_token_lives_a_year_at_most(story: Story):
    issue(story.people.officer, days=10_000)
    assert ApiToken.objects.get().expires_at < timezone.now() + timedelta(days=366)


def test_a_token_that_was_ended_opens_nothing(story: Story):
    token, account = issue(story.people.officer), account_of(story.people.officer)
    [found] = tokens.of_account(account.pk, timezone.now())
    assert tokens.revoke(account_id=account.pk, token_id=found.id, now=timezone.now())
    assert Program(token).get(PATH).status_code == 401
    assert tokens.of_account(account.pk, timezone.now()) == []


def test_all_tokens_end_when_the_password_changes(story: Story):
    token, account = issue(story.people.officer), account_of(story.people.officer)
    accounts.set_password(account_id=account.pk, password="another long one")
    assert Program(token).get(PATH).status_code == 401
    assert tokens.of_account(account.pk, timezone.now()) == []
    assert Program(issue(story.people.officer)).get(PATH).status_code == 200


def test_the_token_of_a_closed_account_opens_nothing(story: Story):
    token, account = issue(story.people.officer), account_of(story.people.officer)
    accounts.deactivate(account_id=account.pk)
    assert Program(token).get(PATH).status_code == 401
    assert tokens.of_account(account.pk, timezone.now()) == []


def test_a_role_that_ended_ends_for_the_token_at_once(story: Story, program, intake: WorkItem):
    officer = program(story.people.officer)
    assert officer.get(f"/work-items/{intake.pk}/").status_code == 200
    Membership.objects.filter(person=story.people.officer).update(until_date=story.now.date() - timedelta(days=1))
    assert officer.get(f"/work-items/{intake.pk}/").status_code == 404


def test_the_last_use_is_noted_once_an_hour(story: Story, program):
    officer = program(story.people.officer)
    officer.get(PATH)
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    officer.get(PATH)
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(hours=2))
    officer.get(PATH)
    assert ApiToken.objects.get().last_used_at >= first


def test_the_token_is_in_no_row_and_no_log_only_its_keyed_hash_is(story: Story, program, intake: WorkItem, caplog):
    caplog.set_level(logging.DEBUG)
    officer = program(story.people.officer)
    officer.complete(intake, x="1")
    officer.complete(intake, intake_outcome="accept")
    refused = Program("gyeot_" + "CANARY-" + "A" * 36)
    refused.get(PATH)
    secret = officer.token.removeprefix("gyeot_")
    assert caplog.text
    assert secret not in caplog.text
    assert "CANARY" not in caplog.text
    assert bytes(ApiToken.objects.get().token_hash) == sealing.fingerprint(officer.token, "API token")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" row WHERE row::text LIKE %s', [f"%{secret}%"])
            assert cursor.fetchone() == (0,), table


@pytest.fixture
def standing_still(monkeypatch) -> None:
    """No time passes for the buckets, however slow the machine is."""
    for bucket in (pace.CALLS, pace.REFUSALS):
        monkeypatch.setattr(bucket, "clock", lambda: 1000.0)


def test_a_program_that_runs_wild_is_told_to_wait(story: Story, program, standing_still):
    officer = program(story.people.officer)
    officer.get(PATH)
    key = ApiToken.objects.get().pk
    while pace.CALLS.wait(key) == 0:
        pass
    answer = officer.get(PATH)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert program(story.people.officer).get(PATH).status_code == 200, "another token has a pace of its own"


def test_an_address_that_guesses_is_told_to_wait_but_good_tokens_of_it_are_not(story: Story, program, standing_still):
    officer, guess = program(story.people.officer), Program("gyeot_" + "B" * 43)
    answers = {guess.get(PATH).status_code for _ in range(pace.REFUSALS.most + 1)}
    assert answers == {401, 429}
    assert officer.get(PATH).status_code == 200


def test_a_fault_of_ours_is_a_problem_that_tells_nothing_of_us(story: Story, program):
    officer = program(story.people.officer)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE tasks_accesssetgroup RENAME TO elsewhere")
        asked = Client(raise_request_exception=False)
        answer = asked.get("/api/v1/work-items/?box=team", headers={"Authorization": f"Bearer {officer.token}"})
        transaction.set_rollback(True)
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:gyeot:problem:fault"
    assert "elsewhere" not in answer.content.decode()
    assert "tasks_" not in answer.content.decode()
