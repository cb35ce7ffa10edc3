"""A case goes over to another version: its open work item gets that version's form and name, and keeps its time."""

import json

from engine import operations
from engine import queries as engine
from engine.bundle import Bundle
from engine.operations import MigrationPlan, Why
from engine.verification import verify
from tasks import assignment, queries
from tasks.models import WorkItem
from tests.tasks import world as small
from tests.tasks.forms.building import NOW, source
from tests.tasks.forms.building import field as component


def second_version():
    files = dict(small.bundle().files)
    files["small.bpmn"] = files["small.bpmn"].replace('name="서류 검토"'.encode(), 'name="다시 검토"'.encode())
    made = json.loads(source(component("textfield", "remark", "새 항목", validate={"required": True})))
    files["forms/check.form"] = json.dumps({**made, "id": "check"}).encode()
    return Bundle("small", files)


def migrate(world, facts):
    version = operations.deploy(bundle=second_version(), by=world.viewer(world.clerk).actor, now=NOW)
    plan = MigrationPlan(from_version=facts.version_id, to_version=version.id)
    operations.migrate(
        instance_id=facts.id, plan=plan, why=Why(reason="a new form"), by=world.viewer(world.clerk).actor, now=NOW
    )
    return version


def test_an_open_item_shows_the_new_versions_form_and_keeps_its_time_and_holder(world):
    facts = world.start()
    before = world.item(facts, "check")
    assignment.claim(item_id=before.pk, viewer=world.viewer(world.clerk), now=NOW)
    before.refresh_from_db()
    version = migrate(world, facts)
    item = WorkItem.objects.get(pk=before.pk)
    assert (item.version_id, item.version_number, item.name_ko) == (version.id, version.number, "다시 검토")
    assert (item.assignee_id, item.due_at, item.reminder_at) == (before.assignee_id, before.due_at, before.reminder_at)
    assert item.revision > before.revision
    view = queries.item(viewer=world.viewer(world.clerk), item_id=item.pk, now=NOW)
    assert [one.name for line in view.form.lines for one in line.fields] == ["remark"]
    assert list(verify()) == []
    world.complete(item, world.clerk, remark="good")
    assert engine.instance(facts.id).variables["remark"] == "good"


def test_undone_it_shows_the_old_form_again(world):
    facts = world.start()
    before = world.item(facts, "check")
    migrate(world, facts)
    operations.undo_migration(
        instance_id=facts.id, why=Why(reason="too early"), by=world.viewer(world.clerk).actor, now=NOW
    )
    item = WorkItem.objects.get(pk=before.pk)
    assert (item.version_id, item.name_ko, item.due_at) == (facts.version_id, "서류 검토", before.due_at)
    assert list(verify()) == []
    world.complete(item, world.clerk, outcome="accept")
