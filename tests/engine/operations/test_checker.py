"""The checker sees when a family rests in part, or rows stand at another element than their step."""

import pytest

from engine import operations
from engine.models import OpenStep, ProcessInstance
from engine.verification import verify
from tests.engine.building import bundle, extension, flows, node, user

pytestmark = pytest.mark.django_db


def family(case):
    called = '<zeebe:calledElement processId="inner"/>'
    case.deploy(
        bundle("inner", node("startEvent", "s"), user("deep"), flows("s -> deep")),
        bundle("outer", node("startEvent", "s"), node("callActivity", "call", extension(called)), flows("s -> call")),
    )
    case.start("outer")


def told():
    found = [difference.sentence for difference in verify()]
    ProcessInstance.objects.update(suspended_at=None)
    return found


@pytest.mark.parametrize(
    ("process_id", "sentence"),
    [("outer", "its family rests, but it does not"), ("inner", "it rests, but its family does not")],
)
def test_a_family_that_rests_in_part_is_told(case, process_id, sentence):
    family(case)
    ProcessInstance.objects.filter(process_id=process_id).update(suspended_at=case.now)
    assert told() == [sentence]


def test_what_has_ended_does_not_rest(case):
    family(case)
    operations.cancel(instance_id=case.instance_id, reason="", by=case.by, now=case.now)
    ProcessInstance.objects.update(suspended_at=case.now)
    assert told() == ["it has ended, but is marked as resting"] * 2


def test_a_row_at_another_element_than_its_step_is_told(case):
    family(case)
    OpenStep.objects.filter(element_id="deep").update(element_id="elsewhere")
    assert told() == ["open steps: 1 at another element than their step (elsewhere)"]
    OpenStep.objects.filter(element_id="elsewhere").update(element_id="deep")
