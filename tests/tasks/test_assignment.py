"""Lane → participant → people; taking, giving back, handing over; and races on real connections."""

import threading
from uuid import uuid4

import pytest
from django.db import connection

from engine import operations
from engine.actors import Actor
from engine.participants import ParticipantSpec
from engine.ports import UserTask
from records.organisations.models import Membership
from tasks import access_sets, assignment, completion, holders, queries, viewers
from tasks.access import NotYourOwnWork, WorkItemClosed, WorkItemNotFound, WorkItemTaken
from tasks.assignment import MayNotReassign, MayNotReturn, NotACandidate
from tasks.models import ItemEvent, WorkItem
from tests.tasks.forms.building import NOW
from tests.tasks.world import DAY, member, person

BRANCH, WORKER, LINK = uuid4(), uuid4(), uuid4()
HELD = {
    "branch": ParticipantSpec(role="branch", kind="organisation", ref=BRANCH),
    "supported_worker": ParticipantSpec(role="supported_worker", kind="person", ref=WORKER),
    "employer": ParticipantSpec(role="employer", kind="link", ref=LINK),
}


def task(role=None, **more):
    return UserTask(id=uuid4(), element_id="x", name="x", role=role, form_id=None, opened_at=NOW, **more)


@pytest.mark.parametrize(
    ("made", "groups", "assignee"),
    [
        (task("branch"), {f"org:{BRANCH}:branch"}, None),
        (task("evaluator"), {f"org:{BRANCH}:evaluator"}, None),
        (task("branch_manager"), {f"org:{BRANCH}:branch_manager"}, None),
        (task("supported_worker"), {f"person:{WORKER}"}, WORKER),
        (task("employer"), {f"link:{LINK}"}, LINK),
        (task("headquarters"), {"role:headquarters"}, None),
        (task("agency"), {"unheld:agency"}, None),
        (task("branch", assignee=str(WORKER)), {f"person:{WORKER}"}, WORKER),
        (task("branch", assignee=str(LINK)), {f"link:{LINK}"}, LINK),
        (task("branch", assignee="supported_worker"), {f"person:{WORKER}"}, WORKER),
        (
            task("branch", candidate_groups=("evaluator", "role:auditor")),
            {f"org:{BRANCH}:evaluator", "role:auditor"},
            None,
        ),
        (task("branch", candidate_users=(str(WORKER), "employer")), {f"person:{WORKER}", f"link:{LINK}"}, None),
        (task("branch", assignee="nobody in particular"), {f"org:{BRANCH}:branch"}, None),
    ],
)
def test_a_lane_or_an_assignment_definition_says_who(made, groups, assignee):
    found = holders.resolve(made, HELD)
    assert (found.groups, found.assignee) == (frozenset(groups), assignee)


def test_a_role_given_to_a_person_overrides_the_office():
    held = {**HELD, "evaluator": ParticipantSpec(role="evaluator", kind="person", ref=WORKER)}
    assert holders.resolve(task("evaluator"), held).assignee == WORKER


def test_one_combination_of_groups_has_one_set(db):
    first = access_sets.ids_of([frozenset({"a", "b"}), frozenset({"a"})])
    again = access_sets.ids_of([frozenset({"b", "a"})])
    assert again[frozenset({"a", "b"})] == first[frozenset({"a", "b"})]
    assert sorted(access_sets.containing(frozenset({"a"}))) == sorted(first.values())
    assert access_sets.groups_of(first[frozenset({"a", "b"})]) == {"a", "b"}


def test_an_item_is_taken_and_given_back(world):
    item = world.item(world.start())
    clerk = world.viewer(world.clerk)
    assignment.claim(item_id=item.pk, viewer=clerk, now=NOW)
    assignment.claim(item_id=item.pk, viewer=clerk, now=NOW)
    item.refresh_from_db()
    assert item.assignee_id == world.clerk.pk
    with pytest.raises(WorkItemTaken) as taken:
        assignment.claim(item_id=item.pk, viewer=world.viewer(world.colleague), now=NOW)
    assert taken.value.by_name == "이접수"
    with pytest.raises(MayNotReturn):
        assignment.give_back(item_id=item.pk, viewer=world.viewer(world.colleague), reason="", now=NOW)
    assignment.give_back(item_id=item.pk, viewer=clerk, reason="휴가", now=NOW)
    item.refresh_from_db()
    assert item.assignee_id is None
    assert [(event.kind, event.reason) for event in item.events.all()] == [("claimed", ""), ("returned", "휴가")]


def test_what_is_ones_own_cannot_be_given_back(world):
    item = world.item(world.up_to("read"))
    with pytest.raises(MayNotReturn):
        assignment.give_back(item_id=item.pk, viewer=world.viewer(world.worker), reason="", now=NOW)


def test_a_closed_or_foreign_item_cannot_be_taken(world):
    facts = world.start()
    item = world.item(facts)
    with pytest.raises(WorkItemNotFound):
        assignment.claim(item_id=item.pk, viewer=world.viewer(world.stranger), now=NOW)
    world.complete(item, world.clerk, outcome="accept")
    with pytest.raises(WorkItemClosed):
        assignment.claim(item_id=item.pk, viewer=world.viewer(world.colleague), now=NOW)
    with pytest.raises(NotYourOwnWork):
        assignment.claim(item_id=world.item(facts).pk, viewer=world.viewer(world.clerk), now=NOW)


def test_a_supervisor_hands_an_item_over_and_says_why(world):
    item = world.item(world.start())
    boss = world.viewer(world.supervisor)
    assignment.claim(item_id=item.pk, viewer=world.viewer(world.clerk), now=NOW)
    assert assignment.candidates(item, NOW) == sorted(
        [(world.clerk.pk, "이접수"), (world.colleague.pk, "박동료")], key=lambda pair: pair[1]
    )
    assignment.reassign(item_id=item.pk, to_person=world.colleague.pk, by=boss, reason="병가", now=NOW)
    item.refresh_from_db()
    assert item.assignee_id == world.colleague.pk
    event = item.events.get(kind=ItemEvent.Kind.REASSIGNED)
    assert (event.by_id, event.to_id, event.reason) == (world.supervisor.pk, world.colleague.pk, "병가")


def test_only_those_who_oversee_the_office_hand_over_and_only_to_candidates(world):
    facts = world.start()
    item = world.item(facts)
    for who in (world.stranger, world.worker, world.link):
        with pytest.raises(MayNotReassign):
            assignment.reassign(item_id=item.pk, to_person=world.clerk.pk, by=world.viewer(who), reason="", now=NOW)
    boss = world.viewer(world.supervisor)
    with pytest.raises(NotACandidate):
        assignment.reassign(item_id=item.pk, to_person=world.stranger.pk, by=boss, reason="", now=NOW)
    world.complete(item, world.clerk, outcome="accept")
    approve = world.item(facts)
    with pytest.raises(NotACandidate):
        assignment.reassign(item_id=approve.pk, to_person=world.clerk.pk, by=boss, reason="", now=NOW)


def test_a_role_held_by_one_person_passes_to_another(world):
    facts = world.start()
    other = member(person("새결재"), world.branch, "branch_manager")
    manager = ParticipantSpec(role="branch_manager", kind="person", ref=world.manager.pk)
    by = Actor(kind="person", id=world.supervisor.pk)
    operations.set_participant(instance_id=facts.id, participant=manager, by=by, now=NOW)
    world.complete(world.item(facts), world.clerk, outcome="accept")
    item = world.item(facts, "approve")
    assert item.assignee_id == world.manager.pk
    boss = world.viewer(world.supervisor)
    assignment.reassign(item_id=item.pk, to_person=other.pk, by=boss, reason="", now=NOW)
    item.refresh_from_db()
    assert item.assignee_id == other.pk
    with pytest.raises(WorkItemNotFound):
        world.complete(item, world.manager, decision="yes")
    world.complete(item, other, decision="yes")


def test_a_membership_that_ended_ends_the_access_at_once(world):
    item = world.item(world.start())
    Membership.objects.filter(person=world.clerk).update(until_date=DAY.replace(day=1))
    with pytest.raises(WorkItemNotFound):
        queries.item(viewer=viewers.of_person(world.clerk.pk, DAY), item_id=item.pk, now=NOW)


def at_once(*calls):
    """Run the calls in threads that begin together; what each returned or raised."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        try:
            barrier.wait(5)
            results[number] = call()
        except Exception as error:  # noqa: BLE001 - looked at by the test
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_of_two_who_take_an_item_at_once_one_is_told_who_has_it(real_world):
    world = real_world
    item = world.item(world.start())
    people = [world.clerk, world.colleague] + [member(person(f"동료{n}"), world.branch, "branch") for n in range(4)]
    seen = [world.viewer(who) for who in people]
    results = at_once(*(lambda one=one: assignment.claim(item_id=item.pk, viewer=one, now=NOW) for one in seen))
    item.refresh_from_db()
    winner = next(who.name_ko for who in people if who.pk == item.assignee_id)
    assert results.count(None) == 1
    lost = [result for result in results if result is not None]
    assert all(isinstance(result, WorkItemTaken) and result.by_name == winner for result in lost)
    assert ItemEvent.objects.filter(item=item).count() == 1


def test_of_two_who_complete_an_item_at_once_one_wins_and_the_other_is_told(real_world):
    world = real_world
    item = world.item(world.start())
    seen = [world.viewer(who) for who in (world.clerk, world.colleague)]
    results = at_once(
        *(
            lambda one=one: completion.complete(
                item_id=item.pk, viewer=one, posted={"outcome": ["accept"]}, files={}, revision=1, now=NOW
            )
            for one in seen
        )
    )
    assert sorted(type(result).__name__ for result in results) == ["Completed", "WorkItemClosed"]
    assert WorkItem.objects.filter(element_id="approve").count() == 1


def test_an_impatient_double_click_completes_once(real_world):
    world = real_world
    item = world.item(world.start())
    clerk = world.viewer(world.clerk)
    results = at_once(
        *(
            lambda: completion.complete(
                item_id=item.pk, viewer=clerk, posted={"outcome": ["accept"]}, files={}, revision=1, now=NOW
            )
            for _ in range(4)
        )
    )
    assert [type(result).__name__ for result in results] == ["Completed"] * 4
    assert sorted(result.before for result in results) == [False, True, True, True]
    assert WorkItem.objects.filter(element_id="approve").count() == 1
