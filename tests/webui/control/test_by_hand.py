"""What a supervisor does by hand: another time for a timer, a message given, a step given up for another."""

from datetime import timedelta

import pytest

from engine import clock, operations, queries
from engine.actors import SYSTEM
from engine.models import Timer
from engine.participants import ParticipantSpec
from tests import factories
from tests.engine.building import bundle, flows, message, message_event, node, timer, user
from tests.webui.control import cases

pytestmark = pytest.mark.django_db
PARTS = (
    node("startEvent", "s"),
    user("first"),
    user("second"),
    node("boundaryEvent", "late", timer("timeDuration", "P3D"), attachedToRef="first"),
    node("boundaryEvent", "told", message_event("m"), attachedToRef="first"),
    user("third"),
    node("endEvent", "e"),
    flows("s -> first -> second -> e", "late -> second", "told -> third -> e"),
)


def begun() -> cases.Office:
    """A case of an office, at its first step."""
    operations.deploy(bundle=bundle("by_hand", *PARTS, top=message("m", "told", None)), by=SYSTEM, now=clock.now())
    place = factories.organisation("branch_office")
    facts = operations.start(
        process_id="by_hand",
        variables={},
        participants=[ParticipantSpec(role="branch", kind="organisation", ref=place.pk)],
        by=SYSTEM,
        now=clock.now(),
    )
    return cases.Office(place, factories.member("branch", place), place, facts.id, facts.case_number)


@pytest.fixture
def one() -> cases.Office:
    return begun()


def address(found: cases.Office, rest: str = "") -> str:
    return f"/control/cases/{found.instance_id}/{rest}"


def steps(found: cases.Office) -> list[str]:
    return [step.element_id for step in queries.instance(found.instance_id).open_tasks]


def test_a_timer_gets_another_time_and_the_history_says_why(one):
    visitor, set_ = one.visitor(), Timer.objects.get(instance_id=one.instance_id)
    place = address(one, f"timers/{set_.pk}/")
    assert place in visitor.get(address(one)).content.decode()
    seen = set_.due_at.isoformat()
    later = (set_.due_at + timedelta(days=2)).astimezone(clock.SEOUL).strftime("%Y-%m-%dT%H:%M")
    assert visitor.post(place, {"due_at": later, "seen": seen, "reason": ""}).status_code == 422
    assert visitor.post(place, {"due_at": "내일", "seen": seen, "reason": "연휴"}).status_code == 422
    assert visitor.post(place, {"due_at": later, "seen": "?", "reason": "연휴"}).status_code == 422
    assert Timer.objects.get(pk=set_.pk).due_at == set_.due_at
    assert visitor.post(place, {"due_at": later, "seen": seen, "reason": "연휴"}).status_code == 302
    assert Timer.objects.get(pk=set_.pk).due_at.astimezone(clock.SEOUL).strftime("%Y-%m-%dT%H:%M") == later
    assert visitor.post(place, {"due_at": later, "seen": seen, "reason": "또"}).status_code == 409
    text = visitor.get(address(one)).content.decode()
    assert "‘late’의 때를 바꾸었습니다." in text
    assert "연휴" in text


def test_a_message_is_given_once_with_what_it_brings(one):
    visitor, wait = one.visitor(), queries.message_waits(one.instance_id)[0]
    place = address(one, f"messages/{wait.task_id}/")
    assert place in visitor.get(address(one)).content.decode()
    refused = visitor.post(place, {"brings": "금액 3", "reason": "전화로 들음"})
    assert refused.status_code == 422
    assert "금액 3" in refused.content.decode()
    assert visitor.post(place, {"brings": "수 = 1 +", "reason": "전화로 들음"}).status_code == 422
    assert steps(one) == ["first"]
    said = {"brings": '수 = 3\n\n결과 = "승인"', "reason": "전화로 들음"}
    assert visitor.post(place, said).status_code == 302
    assert steps(one) == ["third"]
    assert dict(queries.instance(one.instance_id).variables) == {"수": 3, "결과": "승인"}
    assert visitor.post(place, said).status_code == 409
    assert "전화로 들음" in visitor.get(address(one)).content.decode()


def test_a_step_is_given_up_for_another(one):
    visitor, step = one.visitor(), queries.instance(one.instance_id).open_tasks[0]
    place = address(one, f"steps/{step.task_id}/move/")
    page = visitor.get(place).content.decode()
    assert [name in page for name in ('value="second"', 'value="third"', 'value="first"', 'value="late"')] == [
        True,
        True,
        False,
        False,
    ]
    assert visitor.post(place, {"to": "late", "reason": "잘못 감"}).status_code == 422
    assert visitor.post(place, {"to": "third", "reason": ""}).status_code == 422
    assert steps(one) == ["first"]
    assert visitor.post(place, {"to": "third", "reason": "잘못 감"}).status_code == 302
    assert steps(one) == ["third"]
    assert not Timer.objects.filter(instance_id=one.instance_id).exists()
    assert visitor.post(place, {"to": "third", "reason": "또"}).status_code == 409
    assert "진행 위치를 옮겼습니다." in visitor.get(address(one)).content.decode()


@pytest.mark.parametrize("kind", ["timers/{}/", "messages/{}/", "steps/{}/move/"])
def test_who_only_looks_and_who_is_of_another_office_changes_nothing(one, kind):
    detail = queries.instance(one.instance_id)
    ids = {"timers/{}/": detail.timers[0].task_id, "steps/{}/move/": detail.open_tasks[0].task_id}
    task_id = ids.get(kind) or queries.message_waits(one.instance_id)[0].task_id
    place = address(one, kind.format(task_id))
    other = factories.organisation("branch_office")
    stranger = cases.Office(other, one.officer, other, one.instance_id, one.case_number).visitor()
    assert stranger.post(place, {"reason": "x"}).status_code == 404
    auditor = cases.headquarters("auditor")
    assert auditor.post(place, {"reason": "x"}).status_code == 403
    assert place not in auditor.get(address(one)).content.decode()
    assert steps(one) == ["first"]
