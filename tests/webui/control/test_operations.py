"""What a supervisor does to running cases: let them rest, change a value, move them to another version."""

from decimal import Decimal

import pytest

from engine import clock, jobs, operations, queries
from engine.actors import SYSTEM
from engine.bundle import Bundle
from engine.models import Batch, ProcessVersion, VariableChange
from tests.webui.control import cases
from tests.webui.studio import small

pytestmark = pytest.mark.django_db


def address(found: cases.Office, rest: str = "") -> str:
    return f"/control/cases/{found.instance_id}/{rest}"


def test_a_case_rests_says_so_refuses_its_work_and_goes_on():
    one, _ = cases.two_offices()
    visitor = one.visitor()
    assert "잠시 멈추기" in visitor.get(address(one)).content.decode()
    assert visitor.post(address(one, "suspend/"), {"reason": ""}).status_code == 422
    assert visitor.post(address(one, "suspend/"), {"reason": "확인 중"}).status_code == 302
    text = visitor.get(address(one)).content.decode()
    assert '<span class="tag">멈춤</span>' in text
    assert "확인 중" in text
    assert "이 건 취소하기" not in text
    again = visitor.post(address(one, "suspend/"), {"reason": "또"})
    assert again.status_code == 409
    assert one.case_number in again.content.decode()
    assert visitor.post(address(one, "cancel/"), {"reason": "또"}).status_code == 409
    with pytest.raises(operations.InstanceSuspended):
        operations.complete(
            instance_id=one.instance_id, task_id=cases.open_item(one), data={}, by=SYSTEM, now=clock.now()
        )
    assert visitor.post(address(one, "resume/"), {"reason": "확인함"}).status_code == 302
    assert queries.instance(one.instance_id).facts.suspended_at is None
    assert visitor.post(address(one, "resume/"), {"reason": "또"}).status_code == 409


@pytest.mark.parametrize("place", ["suspend/", "resume/", "data/amount/"])
def test_another_offices_case_is_unknown_and_an_auditor_only_looks(place):
    one, other = cases.two_offices()
    data = {"reason": "x", "kind": "number", "value": "1"}
    assert one.visitor().post(address(other, place), data).status_code == 404
    assert cases.headquarters("auditor").post(address(one, place), data).status_code == 403
    assert queries.instance(one.instance_id).variables["amount"] == 3


def value_page(visitor, one, **posted):
    page = visitor.get(address(one, "data/amount/"))
    seen = page.content.decode().split('name="seen" value="')[1].split('"')[0]
    return {"kind": "number", "value": "4.5", "reason": "잘못 적음", "seen": seen, **posted}


def test_a_value_is_changed_with_a_reason_and_both_values_are_kept():
    one, _ = cases.two_offices()
    visitor = one.visitor()
    assert "지금 값은 ‘3’입니다" in visitor.get(address(one, "data/amount/")).content.decode()
    assert visitor.post(address(one, "data/amount/"), value_page(visitor, one)).status_code == 302
    assert queries.instance(one.instance_id).variables["amount"] == Decimal("4.5")
    assert VariableChange.objects.get().reason == "잘못 적음"
    text = visitor.get(address(one)).content.decode()
    assert "자료를 고쳤습니다(amount)." in text
    assert "잘못 적음" in text


def test_a_value_that_changed_meanwhile_or_cannot_be_read_is_refused():
    one, _ = cases.two_offices()
    visitor = one.visitor()
    posted = value_page(visitor, one)
    assert visitor.post(address(one, "data/amount/"), {**posted, "value": "넷"}).status_code == 422
    assert visitor.post(address(one, "data/amount/"), {**posted, "reason": ""}).status_code == 422
    assert visitor.post(address(one, "data/amount/"), posted).status_code == 302
    assert visitor.post(address(one, "data/amount/"), {**posted, "value": "9"}).status_code == 409
    assert queries.instance(one.instance_id).variables["amount"] == Decimal("4.5")


def test_hidden_and_unknown_values_have_no_page():
    small.deploy()
    one = cases.office(proof={"vault": "x", "masked": "900101-1******"})
    visitor = one.visitor()
    assert visitor.get(address(one, "data/proof/")).status_code == 404
    assert visitor.get(address(one, "data/nothing/")).status_code == 404


def second_version() -> ProcessVersion:
    files = dict(small.bundle().files)
    files[f"{small.PROCESS}.bpmn"] = small.diagram().replace('name="weigh"', 'name="weigh again"').encode() + b"\n"
    return operations.deploy(bundle=Bundle(small.PROCESS, files), by=SYSTEM, now=clock.now())


def test_a_migration_is_rehearsed_carried_out_and_brought_back():
    one, other = cases.two_offices()
    first, second = ProcessVersion.objects.get(), second_version()
    visitor = cases.headquarters()
    page = f"/control/{small.PROCESS}/migrate/"
    assert "진행 중 2건" in visitor.get(page).content.decode()
    said = {"source": str(first.id), "target": str(second.id), "mapping": "", "reason": "새 기준"}
    assert visitor.post(page, {**said, "mapping": "weigh ="}).status_code == 422
    assert "지금 판에 이 단계가 없습니다" in visitor.post(page, {**said, "mapping": "no -> weigh"}).content.decode()
    rehearsal = visitor.post(page, said)
    assert rehearsal.status_code == 302
    jobs.run_due(clock.now())
    text = visitor.get(rehearsal.headers["Location"]).content.decode()
    assert "판 옮기기 연습" in text
    assert "실제로 옮기기" in text
    assert queries.instance(one.instance_id).facts.version_number == 1
    done = visitor.post(f"{rehearsal.headers['Location']}carry-out/", {"reason": "새 기준"})
    jobs.run_due(clock.now())
    assert {queries.instance(x.instance_id).facts.version_number for x in (one, other)} == {2}
    assert "1판에서 2판으로 옮겼습니다." in visitor.get(address(one)).content.decode()
    assert visitor.post(f"{done.headers['Location']}undo/", {"reason": ""}).status_code == 422
    assert visitor.post(f"{done.headers['Location']}undo/", {"reason": "이름"}).status_code == 302
    jobs.run_due(clock.now())
    assert {queries.instance(x.instance_id).facts.version_number for x in (one, other)} == {1}


def test_a_migration_is_no_offices_business_and_can_be_stopped():
    one, _ = cases.two_offices()
    first, second = ProcessVersion.objects.get(), second_version()
    page = f"/control/{small.PROCESS}/migrate/"
    assert one.visitor().get(page).status_code == 403
    assert "판 옮기기" not in one.visitor().get(f"/control/{small.PROCESS}/").content.decode()
    said = {"source": str(first.id), "target": str(second.id), "mapping": "", "reason": "새 기준"}
    visitor = cases.headquarters()
    place = visitor.post(page, said).headers["Location"]
    assert one.visitor().get(place).status_code == 403
    assert cases.headquarters("auditor").get(place).status_code == 200
    assert cases.headquarters("auditor").post(f"{place}stop/").status_code == 403
    assert visitor.post(f"{place}stop/").status_code == 302
    assert Batch.objects.get().state == "cancelled"
    assert visitor.post(f"{place}stop/").status_code == 409
    assert visitor.get("/control/batches/00000000-0000-0000-0000-000000000001/").status_code == 404
