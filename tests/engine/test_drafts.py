"""Drafts: nobody's work is overwritten, nobody approves their own hand, and a refused deployment changes nothing."""

from uuid import uuid4

import pytest

from engine import operations, queries
from engine.actors import Actor
from engine.commands.deploy import DeploymentRefused
from engine.commands.drafts import DraftChanged, DraftClosed, SamePersonApproves
from tests.engine.building import bundle, flows, node, user
from tests.engine.conftest import NOW

pytestmark = pytest.mark.django_db


def person() -> Actor:
    return Actor(kind="person", id=uuid4())


def drawn(*names: str) -> bytes:
    path = " -> ".join(["start", *names])
    return bundle("small", node("startEvent", "start"), *map(user, names), flows(path)).files["small.bpmn"]


@pytest.fixture
def draft(case):
    case.deploy(bundle("small", node("startEvent", "start"), user("ask"), flows("start -> ask")))
    return operations.create_draft(process_id="small", by=person(), now=NOW)


def save(draft, content, by, revision):
    return operations.save_draft_file(
        draft_id=draft, path="small.bpmn", content=content, revision=revision, by=by, now=NOW
    )


def test_another_person_approves_and_the_next_version_is_live(draft):
    editor, approver = person(), person()
    save(draft, drawn("ask", "check"), editor, 1)
    operations.submit_draft(draft_id=draft, by=editor, now=NOW, comment="확인을 더합니다")
    operations.approve_and_deploy(draft_id=draft, by=approver, now=NOW)
    assert [version.number for version in queries.versions("small") if version.is_live] == [2]


def test_nobody_who_ever_edited_the_draft_approves_it(draft):
    first, last, neither = person(), person(), person()
    save(draft, drawn("ask", "check"), first, 1)
    save(draft, drawn("ask", "see"), last, 2)
    operations.submit_draft(draft_id=draft, by=neither, now=NOW)
    for own_hand in (first, last, neither):
        with pytest.raises(SamePersonApproves):
            operations.approve_and_deploy(draft_id=draft, by=own_hand, now=NOW)
    operations.approve_and_deploy(draft_id=draft, by=person(), now=NOW)


def test_the_second_saver_is_told_and_overwrites_nothing(draft):
    save(draft, drawn("ask", "mine"), person(), 1)
    with pytest.raises(DraftChanged) as told:
        save(draft, drawn("ask", "yours"), person(), 1)
    assert told.value.revision == 2
    assert b'"mine"' in queries.draft(draft).files["small.bpmn"]


def test_editing_takes_a_submission_back(draft):
    editor = person()
    revision = save(draft, drawn("ask", "check"), editor, 1)
    operations.submit_draft(draft_id=draft, by=editor, now=NOW)
    save(draft, drawn("ask", "see"), editor, revision)
    with pytest.raises(DraftClosed):
        operations.approve_and_deploy(draft_id=draft, by=person(), now=NOW)


def test_a_draft_with_an_error_stays_submitted_and_the_old_version_lives_on(draft):
    editor = person()
    save(draft, drawn("ask").replace(b"userTask", b"adHocSubProcess"), editor, 1)
    operations.submit_draft(draft_id=draft, by=editor, now=NOW)
    with pytest.raises(DeploymentRefused):
        operations.approve_and_deploy(draft_id=draft, by=person(), now=NOW)
    assert queries.draft(draft).state == "submitted"
    assert [version.number for version in queries.versions("small")] == [1]
