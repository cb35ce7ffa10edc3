"""A case that rests says so to everybody whose page shows it, and takes nothing until it goes on."""

import pytest

from engine import operations
from engine.actors import SYSTEM
from tests.stories import forms
from tests.stories.telling import Story

pytestmark = pytest.mark.django_db


def test_the_item_and_the_case_say_so_and_an_answer_waits_until_it_goes_on(story: Story, visit):
    story.apply().do("give_consent", **forms.CONSENT)
    item = story.item("review_intake")
    operations.suspend(instance_id=item.root_id, reason="확인", by=SYSTEM, now=story.now)
    officer = visit(story.people.officer)
    assert "잠시 멈추었습니다" in officer.get(f"/work/{item.pk}/").content.decode()
    posted = {"intake_outcome": "accept", "revision": str(item.revision)}
    answer = officer.post(f"/work/{item.pk}/", posted)
    assert answer.status_code == 409
    assert story.case_number in answer.content.decode()
    item.refresh_from_db()
    assert item.state == "open"
    assert "잠시 멈추었습니다" in visit(story.people.worker).get(f"/cases/{item.root_id}/").content.decode()
    operations.resume(instance_id=item.root_id, reason="확인함", by=SYSTEM, now=story.now)
    assert "잠시 멈추었습니다" not in officer.get(f"/work/{item.pk}/").content.decode()
    assert officer.post(f"/work/{item.pk}/", posted).status_code in {200, 302}
    item.refresh_from_db()
    assert item.state == "completed"
