"""kill -9 of the real web server in the middle of a completion, and of the real worker in the middle of a call."""

from __future__ import annotations

import http.client
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from engine import clock, definitions, queries, verification
from engine.models import Job
from records.people.models import AccessLink
from tasks import starting, viewers
from tasks.models import ItemState, WorkItem
from tests.browser.walking import account_of, wait_for
from tests.fixtures.site import LiveSite
from tests.stories import forms, telling
from tests.stories.telling import Story
from tests.webui.studio.entering import enter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
TOKEN = "t" * 32


@contextmanager
def failing_at(place: str) -> Iterator[None]:
    """Processes started inside die at the place; this one never sees the variable while it works."""
    os.environ["ENGINE_FAILPOINT"] = f"kill:{place}"
    try:
        yield
    finally:
        del os.environ["ENGINE_FAILPOINT"]


@pytest.fixture
def office() -> Story:
    definitions.forget()
    telling.deploy(clock.now())
    return Story(people=telling.gather(), now=clock.now())


def apply(story: Story) -> None:
    """Hand in the start form only; whatever follows is the live worker's."""
    viewer = viewers.of_person(story.people.worker.pk, story.now.date())
    posted, files = forms.application(story.people, {})
    story.instance_id = starting.start(
        process_id="service_application",
        posted=posted,
        files=files,
        viewer=viewer,
        now=story.now,
        submission_id=uuid4(),
    ).id


def post(site: LiveSite, item: WorkItem, cookie: str) -> str:
    """Send the officer's answer as a browser would; where it lands, or "died" when the server went away."""
    fields = {"csrfmiddlewaretoken": TOKEN, "intake_outcome": "accept"}
    request = urllib.request.Request(f"{site.url}/work/{item.pk}/", data=urllib.parse.urlencode(fields).encode())
    request.add_header("Cookie", f"{cookie}; {settings.CSRF_COOKIE_NAME}={TOKEN}")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.url
    except urllib.error.HTTPError:
        raise
    except (http.client.RemoteDisconnected, ConnectionResetError, urllib.error.URLError):
        return "died"


def restart(site: LiveSite, failpoint: str = "") -> None:
    site.kill_web()
    if failpoint:
        with failing_at(failpoint):
            site.start_web()
    else:
        site.start_web()


def completions(story: Story, element_id: str) -> int:
    found = queries.history(story.instance_id)
    return sum(event.kind == "task_completed" and event.element_id == element_id for event in found)


def test_a_completion_during_which_the_web_server_dies_happens_wholly_or_not_at_all(live_site, office):
    apply(office)
    wait_for(office, "give_consent")
    office.do("give_consent", **forms.CONSENT)
    item = wait_for(office, "review_intake")
    client = enter(account_of(office.people.officer))
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    restart(live_site, "before_commit")
    assert post(live_site, item, cookie) == "died"
    item.refresh_from_db()
    assert (item.state, completions(office, "review_intake")) == (ItemState.OPEN, 0)

    restart(live_site, "after_commit")
    assert post(live_site, item, cookie) == "died"
    item.refresh_from_db()
    assert (item.state, completions(office, "review_intake")) == (ItemState.COMPLETED, 1)

    restart(live_site)
    assert post(live_site, item, cookie) != "died"
    assert completions(office, "review_intake") == 1
    wait_for(office, "propose_visit")
    assert list(verification.verify()) == []


def test_a_call_during_which_the_worker_dies_is_made_again_and_has_one_effect(live_site, office):
    live_site.kill_worker()
    with failing_at("job_called"):
        live_site.start_worker()
    apply(office)
    assert live_site.worker.wait(timeout=60) == -9
    job = Job.objects.get(instance_id=office.instance_id)
    assert (job.type, job.attempts) == ("service_application.invite_employer", 1)
    assert AccessLink.objects.filter(instance_id=office.instance_id).count() == 1

    with connection.cursor() as cursor:  # the lease of the dead worker runs out
        cursor.execute("UPDATE engine_job SET lease_ends_at = clock_timestamp() WHERE id = %s", [job.pk])
    live_site.start_worker()
    wait_for(office, "give_consent")
    assert not Job.objects.filter(pk=job.pk).exists()
    holder = queries.instance(office.instance_id).participants["employer"]
    assert [link.pk for link in AccessLink.objects.filter(revoked_at=None)] == [holder.ref]
    assert list(verification.verify()) == []
