"""Whoever must act is reminded once; when it is too late the supervisors hear of it once."""

from datetime import timedelta

import pytest

from records.notices.models import Notice
from tasks import assignment, reminders
from tests.tasks.forms.building import NOW
from tests.tasks.world import member, person


def told(kind):
    found = Notice.objects.filter(kind=kind)
    return sorted((row.person.name_ko if row.person else row.link.name) for row in found)


@pytest.mark.parametrize(
    ("step", "days", "names"),
    [("check", 3, ["박동료", "이접수"]), ("consent", 5, ["사장"]), ("read", 12, ["김하늘"])],
)
def test_those_who_must_act_are_reminded_once(world, step, days, names):
    world.up_to(step)
    assert reminders.remind(NOW + timedelta(days=days, hours=-1)) == 0
    assert reminders.remind(NOW + timedelta(days=days)) == 1
    assert reminders.remind(NOW + timedelta(days=days, hours=1)) == 0
    assert told("work_item_reminder") == names


def test_only_whoever_took_the_item_is_reminded(world):
    item = world.item(world.start())
    assignment.claim(item_id=item.pk, viewer=world.viewer(world.clerk), now=NOW)
    reminders.remind(NOW + timedelta(days=4))
    assert told("work_item_reminder") == ["이접수"]


def test_what_is_done_in_time_reminds_nobody(world):
    facts = world.start()
    world.complete(world.item(facts), world.clerk, outcome="accept")
    reminders.remind(NOW + timedelta(days=4))
    assert not Notice.objects.filter(title_ko__contains="서류 검토").exists()


def test_supervisors_hear_of_what_is_overdue_once(world):
    item = world.item(world.start())
    far = member(person("먼관리"), world.elsewhere, "supervisor")
    assert reminders.escalate(NOW + timedelta(days=5)) == 0
    assert reminders.escalate(NOW + timedelta(days=5, minutes=1)) == 1
    assert reminders.escalate(NOW + timedelta(days=6)) == 0
    names = told("work_item_overdue")
    assert "정관리" in names
    assert far.name_ko not in names
    assert [event.kind for event in item.events.all()] == ["escalated"]
    notice = Notice.objects.filter(kind="work_item_overdue").first()
    assert notice.address_path == f"/work/{item.pk}/"
    assert "서류 검토" in notice.title_ko
    assert "Check the papers" in notice.title_en
