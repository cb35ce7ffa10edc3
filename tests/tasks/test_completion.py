"""A case goes from inbox to inbox by its forms; nothing is handed over that should not be."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engine import operations
from engine import queries as engine
from engine.actors import Actor
from tasks import assignment, completion, drafts, queries
from tasks.access import NotYourOwnWork, WorkItemClosed, WorkItemNotFound, WorkItemTaken
from tasks.completion import FormRejected, StaleForm
from tasks.models import Draft, WorkItem
from tests.tasks.forms.building import NOW


def test_a_case_goes_from_hand_to_hand(world):
    facts = world.start()
    done = world.complete(world.item(facts, "check"), world.clerk, outcome="accept")
    assert completion.next_item(done.root_id, world.viewer(world.clerk)) is None
    world.complete(world.item(facts, "approve"), world.manager, decision="yes")
    world.complete(world.item(facts, "consent"), world.link, agreed="true")
    world.complete(world.item(facts, "read"), world.worker, seen="true")
    detail = engine.instance(facts.id)
    assert (detail.status, detail.end_event) == ("completed", "done")
    assert detail.variables["outcome"] == "accept"
    assert not WorkItem.objects.filter(state="open").exists()


def test_the_record_says_who_did_it_and_for_whom(world):
    facts = world.up_to("read")
    world.complete(world.item(facts), world.guardian, seen="true")
    item = WorkItem.objects.get(element_id="read")
    assert (item.completed_by, item.completed_for) == (world.guardian.pk, world.worker.pk)
    last = [event for event in engine.history(facts.id) if event.kind == "task_completed"][-1]
    assert last.actor == Actor(kind="person", id=world.guardian.pk, on_behalf_of=world.worker.pk, capacity="guardian")


def test_refused_answers_change_nothing_and_are_kept(world):
    facts = world.start()
    item = world.item(facts)
    with pytest.raises(FormRejected) as refused:
        world.complete(item, world.clerk, outcome="refuse", why=" ")
    assert [error.name for error in refused.value.result.errors] == ["why"]
    assert refused.value.action is None
    item.refresh_from_db()
    assert (item.state, item.assignee_id) == ("open", None)
    assert "outcome" not in engine.instance(facts.id).variables
    view = queries.item(viewer=world.viewer(world.clerk), item_id=item.pk, now=NOW)
    chosen = [
        option.value for line in view.form.lines for one in line.fields for option in one.options if option.chosen
    ]
    assert chosen == ["refuse"]


def test_the_drafts_go_with_the_completion(world):
    facts = world.start()
    item = world.item(facts)
    for who in (world.clerk, world.colleague):
        completion.save_draft(item_id=item.pk, viewer=world.viewer(who), posted={"outcome": ["refuse"]}, now=NOW)
    assert Draft.objects.count() == 2
    assert drafts.load(drafts.item_subject(item.pk), world.colleague.pk).text("outcome") == "refuse"
    world.complete(item, world.clerk, outcome="accept")
    assert Draft.objects.count() == 0


def test_a_button_inside_the_form_is_no_handing_in(world):
    item = world.item(world.start())
    with pytest.raises(FormRejected) as pressed:
        world.complete(item, world.clerk, add="notes")
    assert (pressed.value.action, pressed.value.anchor) == ("add", "f-notes-0")
    assert pressed.value.result.errors == []
    with pytest.raises(FormRejected) as again:
        world.complete(item, world.clerk, **{"notes[#]": "1", "notes[0].text": "x", "refresh": "1"})
    assert again.value.action == "refresh"
    item.refresh_from_db()
    assert item.state == "open"


def test_a_tampered_form_gives_only_what_the_form_asks(world):
    facts = world.start()
    world.complete(
        world.item(facts), world.clerk, outcome="accept", name="forged", why="forged", approved="true", instance="x"
    )
    variables = engine.instance(facts.id).variables
    assert variables["name"] == "김하늘"
    assert not {"why", "approved"} & set(variables)


def test_a_forged_choice_is_refused(world):
    with pytest.raises(FormRejected):
        world.complete(world.item(world.start()), world.clerk, outcome="approve_all")


def test_the_same_post_again_is_answered_as_done(world):
    item = world.item(world.start())
    first = world.complete(item, world.clerk, outcome="accept")
    again = world.complete(item, world.clerk, outcome="accept")
    assert (first.before, again.before) == (False, True)
    assert WorkItem.objects.filter(element_id="approve").count() == 1


def test_a_colleague_is_told_that_it_is_done_and_by_whom(world):
    item = world.item(world.start())
    world.complete(item, world.clerk, outcome="accept")
    with pytest.raises(WorkItemClosed) as closed:
        world.complete(item, world.colleague, outcome="accept")
    assert closed.value.by_name == "이접수"


def test_a_claimed_item_is_only_its_holders(world):
    item = world.item(world.start())
    assignment.claim(item_id=item.pk, viewer=world.viewer(world.colleague), now=NOW)
    with pytest.raises(WorkItemTaken) as taken:
        world.complete(item, world.clerk, outcome="accept")
    assert taken.value.by_name == "박동료"


def test_another_offices_item_does_not_exist(world):
    item = world.item(world.start())
    for who in (world.stranger, world.worker, world.guardian, world.link, world.manager):
        with pytest.raises(WorkItemNotFound):
            world.complete(item, who, outcome="accept")
    item.refresh_from_db()
    assert item.state == "open"


def test_who_checked_does_not_approve(world):
    facts = world.start()
    world.complete(world.item(facts), world.clerk, outcome="accept")
    item = world.item(facts, "approve")
    with pytest.raises(NotYourOwnWork):
        world.complete(item, world.clerk, decision="yes")
    assert item.pk not in [row.id for row in page(world, world.clerk, "team").rows]
    world.complete(item, world.manager, decision="yes")


def test_a_page_of_an_older_revision_is_refused(world):
    item = world.item(world.start())
    WorkItem.objects.filter(pk=item.pk).update(revision=2)
    with pytest.raises(StaleForm):
        world.complete(item, world.clerk, revision=1, outcome="accept")
    world.complete(item, world.clerk, revision=2, outcome="accept")


def test_a_withdrawn_case_closes_its_items(world):
    facts = world.start()
    item = world.item(facts)
    by = Actor(kind="person", id=world.worker.pk)
    operations.deliver_message(name="withdraw", key=facts.case_number, data={"reason": "이사"}, by=by, now=NOW)
    with pytest.raises(WorkItemClosed):
        world.complete(item, world.clerk, outcome="accept")
    item.refresh_from_db()
    assert item.state == "cancelled"


def test_a_resident_number_is_in_the_vault_and_nowhere_else(world, caplog):
    canary = "900101-1234568"
    caplog.set_level("DEBUG", logger="engine")
    caplog.set_level("DEBUG", logger="tasks")
    facts = world.start()
    item = world.item(facts)
    with pytest.raises(FormRejected):
        world.complete(item, world.clerk, outcome="", rrn=canary)
    kept = drafts.load(drafts.item_subject(item.pk), world.clerk.pk).sealed["rrn"]
    with pytest.raises(FormRejected):
        world.complete(item, world.clerk, outcome="", rrn=canary)
    assert drafts.load(drafts.item_subject(item.pk), world.clerk.pk).sealed["rrn"] == kept
    assert not found_in_any_table(canary)
    world.complete(item, world.clerk, outcome="accept")
    assert engine.instance(facts.id).variables["rrn"] == kept.variable()
    assert not found_in_any_table(canary)
    assert canary not in caplog.text


def test_a_completion_costs_few_statements_whatever_the_step_asks(world):
    world.complete(world.item(world.start()), world.clerk, outcome="accept")
    item, viewer = world.item(world.start()), world.viewer(world.clerk)
    posted = {"outcome": ["accept"]}
    with CaptureQueriesContext(connection) as seen:
        completion.complete(item_id=item.pk, viewer=viewer, posted=posted, files={}, revision=None, now=NOW)
    said = [query["sql"] for query in seen if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    # Three more than `bin/bench step` counts: who did the earlier step; the set and the name of the new item, which are
    # known for good after a commit only.
    assert len(said) <= 7, [sql[:150] for sql in said]


def page(world, who, box, **more):
    return queries.inbox(viewer=world.viewer(who), filter=queries.InboxFilter(box=box, **more), now=NOW)


def found_in_any_table(text):
    """Tables of the database with the text (with or without its dash) in any row."""
    found = []
    with connection.cursor() as sql:
        sql.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in sql.fetchall():
            sql.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s OR t::text LIKE %s OR t::text LIKE %s',
                [f"%{text}%", f"%{text.replace('-', '')}%", f"%{text.encode().hex()}%"],
            )
            if sql.fetchone()[0]:
                found.append(table)
    return found
