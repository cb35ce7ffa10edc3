"""Handing over, cancelling, trying again: each asked first, each recorded, each only for those who oversee the case."""

import pytest

from engine import operations, queries
from engine.models import Incident
from records.models import Membership
from tasks.models import WorkItem
from tests.webui.control import cases

pytestmark = pytest.mark.django_db


def address(found: cases.Office, rest: str = "") -> str:
    return f"/control/cases/{found.instance_id}/{rest}"


def test_an_item_is_handed_to_a_person_of_the_group_and_the_story_says_so():
    one, _ = cases.two_offices()
    item, visitor = cases.open_item(one), one.visitor()
    page = address(one, f"items/{item}/")
    assert one.colleague.name_ko in visitor.get(page).content.decode()
    answer = visitor.post(page, {"to": str(one.colleague.pk), "reason": "휴가"})
    assert answer.status_code == 302
    assert WorkItem.objects.get(pk=item).assignee_id == one.colleague.pk
    text = visitor.get(address(one)).content.decode()
    assert "다른 사람에게 맡겼습니다." in text
    assert "휴가" in text


def test_somebody_outside_the_group_and_a_missing_reason_are_refused_and_nothing_changes():
    one, other = cases.two_offices()
    item, visitor = cases.open_item(one), one.visitor()
    page = address(one, f"items/{item}/")
    assert visitor.post(page, {"to": str(other.officer.pk), "reason": "휴가"}).status_code == 422
    assert visitor.post(page, {"to": str(one.officer.pk), "reason": ""}).status_code == 422
    assert WorkItem.objects.get(pk=item).assignee_id is None


def test_an_item_of_another_office_or_case_cannot_be_handed_over():
    one, other = cases.two_offices()
    data = {"to": str(one.officer.pk), "reason": "x"}
    assert one.visitor().post(address(other, f"items/{cases.open_item(other)}/"), data).status_code == 404
    assert one.visitor().post(address(one, f"items/{cases.open_item(other)}/"), data).status_code == 404


def test_cancelling_asks_for_a_reason_and_keeps_it():
    one, _ = cases.two_offices()
    visitor = one.visitor()
    assert visitor.get(address(one, "cancel/")).status_code == 200
    assert queries.instance(one.instance_id).status == "running"
    answer = visitor.post(address(one, "cancel/"), {"reason": ""})
    assert answer.status_code == 422
    assert "까닭을 적어 주세요." in answer.content.decode()
    assert visitor.post(address(one, "cancel/"), {"reason": "잘못 열림"}).status_code == 302
    assert queries.instance(one.instance_id).status == "cancelled"
    text = visitor.get(address(one)).content.decode()
    assert "잘못 열림" in text
    assert "이 건 취소하기" not in text


def test_cancelling_what_has_ended_is_told_and_changes_nothing():
    one, _ = cases.two_offices()
    visitor = one.visitor()
    visitor.post(address(one, "cancel/"), {"reason": "처음"})
    assert visitor.post(address(one, "cancel/"), {"reason": "다시"}).status_code in {404, 409}
    assert queries.instance(one.instance_id).cancel_reason == "처음"


def test_a_blocked_step_is_shown_and_tried_again():
    one, _ = cases.two_offices()
    operations.complete(
        instance_id=one.instance_id,
        task_id=cases.open_item(one),
        data={"advice": "grant", "amount": "not a number"},
        by=cases.operations_actor(one.officer),
        now=cases.clock.now(),
    )
    incident = Incident.objects.get(instance_id=one.instance_id, resolved_at=None)
    visitor = one.visitor()
    assert "막힌 단계" in visitor.get(address(one)).content.decode()
    page = address(one, f"incidents/{incident.pk}/")
    assert visitor.get(page).status_code == 200
    assert visitor.post(page).status_code == 302
    kinds = [event.kind for event in queries.history(one.instance_id)]
    assert "retried" in kinds


def test_an_unknown_incident_is_not_found():
    one, _ = cases.two_offices()
    page = address(one, "incidents/00000000-0000-0000-0000-000000000001/")
    assert one.visitor().post(page).status_code == 404


def test_an_auditor_looks_and_touches_nothing():
    one, _ = cases.two_offices()
    auditor = cases.headquarters("auditor")
    assert auditor.get(address(one)).status_code == 200
    assert "이 건 취소하기" not in auditor.get(address(one)).content.decode()
    assert auditor.post(address(one, "cancel/"), {"reason": "x"}).status_code == 403
    assert queries.instance(one.instance_id).status == "running"


def test_a_membership_that_ended_ends_the_view_at_once():
    one, _ = cases.two_offices()
    visitor = one.visitor()
    assert visitor.get(address(one)).status_code == 200
    Membership.objects.filter(organisation=one.place, role="supervisor").update(until_date="2021-01-01")
    assert visitor.get(address(one)).status_code == 403
