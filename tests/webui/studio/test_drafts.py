"""Drafts: who edits, what is kept, what is refused, and that another person deploys."""

import pytest
from django.conf import settings

from engine import queries
from records.models import Membership
from tests.webui.studio import small

pytestmark = pytest.mark.django_db
DIAGRAM = f"{small.PROCESS}.bpmn"


@pytest.fixture
def analyst():
    small.deploy()
    return small.visitor("analyst")[0]


def edited() -> str:
    return small.diagram().replace("답하기", "답을 쓰기")


def test_an_analyst_edits_a_draft_and_another_person_deploys_it(analyst):
    address = small.draft_of(analyst)
    answer = small.save(analyst, address, DIAGRAM, edited(), 1)
    assert answer.json() == {"revision": 2}
    assert analyst.post(f"{address}submit/", {"comment": "이름을 바꿈"}).status_code == 302
    approver, _ = small.visitor("approver")
    assert "승인하고 배포" in approver.get(address).content.decode()
    assert approver.post(f"{address}approve/").status_code == 302
    assert small.live_number() == 2
    assert "답을 쓰기" in queries.diagram(queries.process_facts(small.PROCESS).version_id).decode()


def test_who_edited_a_draft_may_not_approve_it_even_with_both_roles():
    small.deploy()
    client, who = small.visitor("analyst")
    Membership.objects.create(
        person=who, organisation=who.memberships.get().organisation, role="approver", since_date="2020-01-01"
    )
    address = small.draft_of(client)
    small.save(client, address, DIAGRAM, edited(), 1)
    client.post(f"{address}submit/")
    answer = client.post(f"{address}approve/")
    assert answer.status_code == 403
    assert "고친 사람은 승인할 수 없습니다" in answer.content.decode()
    assert small.live_number() == 1


def test_somebody_who_saved_meanwhile_is_named_and_nothing_is_overwritten(analyst):
    address = small.draft_of(analyst)
    other, colleague = small.visitor("analyst")
    assert small.save(other, address, DIAGRAM, edited(), 1).status_code == 200
    answer = small.save(analyst, address, DIAGRAM, small.diagram().replace("답하기", "다른 이름"), 1)
    assert answer.status_code == 409
    assert answer.json() == {"error": "DraftChanged", "revision": 2, "edited_by": colleague.name_ko}
    assert "답을 쓰기" in analyst.get(f"{address}files/").json()["files"][DIAGRAM]


def test_a_diagram_with_a_doctype_is_refused_with_a_sentence(analyst):
    address = small.draft_of(analyst)
    tampered = small.diagram().replace("?>", '?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', 1)
    answer = small.save(analyst, address, DIAGRAM, tampered, 1)
    assert answer.status_code == 422
    assert "DOCTYPE" in answer.json()["sentence"]
    assert analyst.get(f"{address}files/").json()["revision"] == 1


def test_a_file_above_two_megabytes_is_refused_with_a_sentence(analyst):
    address = small.draft_of(analyst)
    answer = small.save(analyst, address, DIAGRAM, small.diagram(f"<!-- {'x' * 2_100_000} -->"), 1)
    assert answer.status_code == 413
    assert "2MB" in answer.json()["sentence"]


@pytest.mark.parametrize(
    "path", ["../settings.py", "forms/../x.form", "forms/Bad Name.form", "handlers.py", "other.bpmn"]
)
def test_a_path_that_belongs_to_no_draft_is_refused(analyst, path):
    address = small.draft_of(analyst)
    assert small.save(analyst, address, path, "{}", 1).status_code == 422


@pytest.mark.parametrize("content", ["<bpmn", "not xml at all", ""])
def test_a_diagram_that_is_no_xml_is_refused(analyst, content):
    address = small.draft_of(analyst)
    assert small.save(analyst, address, DIAGRAM, content, 1).status_code == 422


def test_a_body_that_is_no_json_is_refused(analyst):
    address = small.draft_of(analyst)
    answer = analyst.post(f"{address}save/", "nonsense", content_type="application/json")
    assert answer.status_code == 422


def test_the_check_names_the_element_and_the_reason(analyst):
    address = small.draft_of(analyst)
    broken = small.diagram().replace('formId="weigh"', 'formId="nowhere"')
    small.save(analyst, address, DIAGRAM, broken, 1)
    findings = analyst.post(f"{address}check/").json()["findings"]
    assert any(one["element_id"] == "weigh" and "nowhere" in one["message"] for one in findings)


def test_a_draft_with_errors_is_not_deployed_and_the_approver_sees_why(analyst):
    address = small.draft_of(analyst)
    small.save(analyst, address, DIAGRAM, small.diagram().replace('formId="weigh"', 'formId="nowhere"'), 1)
    analyst.post(f"{address}submit/")
    approver, _ = small.visitor("approver")
    answer = approver.post(f"{address}approve/")
    assert answer.status_code == 422
    assert "배포하지 못했습니다" in answer.content.decode()
    assert "nowhere" in answer.content.decode()
    assert small.live_number() == 1


@pytest.mark.parametrize(
    ("language", "sentence", "way"),
    [
        ("ko", "여기서 멈춥니다", ["신청", '따져 보기: 완료 [advice = "grant" 아님]']),
        ("en", "The process gets stuck here", ["asked", 'weigh completed [not advice = "grant"]']),
    ],
)
def test_the_check_says_how_a_case_would_get_stuck_stop_by_stop(analyst, language, sentence, way):
    analyst.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    address = small.draft_of(analyst)
    small.save(analyst, address, DIAGRAM, small.stuck(), 1)
    findings = analyst.post(f"{address}check/").json()["findings"]
    (found,) = [one for one in findings if one["severity"] == "error"]
    assert found["element_id"] == "join"
    assert found["message"].startswith(sentence)
    assert found["message"].endswith(".")
    assert found["way"] == way


def test_who_approves_a_draft_that_would_get_stuck_reads_the_way(analyst):
    address = small.draft_of(analyst)
    small.save(analyst, address, DIAGRAM, small.stuck(), 1)
    analyst.post(f"{address}submit/")
    approver, _ = small.visitor("approver")
    page = approver.post(f"{address}approve/").content.decode()
    assert '<ol class="problems-way">' in page
    assert "<li>따져 보기: 완료 [advice = &quot;grant&quot; 아님]</li>" in page
    assert small.live_number() == 1


def test_a_lane_that_is_no_role_anybody_holds_is_pointed_out(analyst):
    address = small.draft_of(analyst)
    small.save(analyst, address, DIAGRAM, small.diagram().replace('lane id="branch_manager"', 'lane id="ghost"'), 1)
    findings = analyst.post(f"{address}check/").json()["findings"]
    said = [(one["severity"], one["message"]) for one in findings if one["element_id"] == "ghost"]
    assert ("warning", "ghost은(는) 알려진 역할이 아닙니다.") in said


def test_advice_on_drawing_comes_once_nothing_stands_against_a_draft(analyst):
    address = small.draft_of(analyst)
    small.save(analyst, address, DIAGRAM, small.diagram().replace('name="답하기"', ""), 1)
    findings = analyst.post(f"{address}check/").json()["findings"]
    advice = [one for one in findings if "label-required" in one["message"]]
    assert [(one["element_id"], one["severity"]) for one in advice if one["element_id"] == "answer"] == [
        ("answer", "warning")
    ]


def test_forms_and_decisions_are_added_renamed_and_removed(analyst):
    address = small.draft_of(analyst)
    analyst.post(f"{address}files/add/", {"kind": "form", "name": "extra", "revision": 1})
    analyst.post(f"{address}files/add/", {"kind": "dmn", "name": "ranking", "revision": 2})
    analyst.post(f"{address}files/rename/", {"path": "forms/extra.form", "name": "further", "revision": 3})
    found = analyst.get(f"{address}files/").json()
    assert set(found["files"]) == {DIAGRAM, "forms/weigh.form", "forms/further.form", "decisions/ranking.dmn"}
    assert '"id": "further"' in found["files"]["forms/further.form"]
    analyst.post(f"{address}files/delete/", {"path": "decisions/ranking.dmn", "revision": found["revision"]})
    assert "decisions/ranking.dmn" not in analyst.get(f"{address}files/").json()["files"]


PASSES = """scenario: somebody weighs it
process: small_request
start: {}
expect: {open: [weigh]}
"""


def test_a_scenario_that_fails_stops_the_deployment_and_says_which(analyst):
    address = small.draft_of(analyst)
    analyst.post(f"{address}files/add/", {"kind": "yaml", "name": "weighed", "revision": 1})
    small.save(analyst, address, "scenarios/weighed.yaml", PASSES.replace("[weigh]", "[somewhere]"), 2)
    findings = analyst.post(f"{address}check/").json()["findings"]
    assert [one["path"] for one in findings if one["severity"] == "error"] == ["scenarios/weighed.yaml"]
    analyst.post(f"{address}submit/")
    approver, _ = small.visitor("approver")
    answer = approver.post(f"{address}approve/")
    assert answer.status_code == 422
    assert "시나리오가 통과하지 않습니다" in answer.content.decode()
    assert small.live_number() == 1


def test_scenarios_go_with_the_version_but_are_no_version_of_their_own(analyst):
    approver, _ = small.visitor("approver")
    for text in (PASSES, PASSES.replace("somebody", "an official")):
        address = small.draft_of(analyst)
        revision = analyst.get(f"{address}files/").json()["revision"]
        assert small.save(analyst, address, "scenarios/weighed.yaml", text, revision).status_code == 200
        analyst.post(f"{address}submit/")
        assert approver.post(f"{address}approve/").status_code == 302
    assert small.live_number() == 1
    kept = analyst.get(f"{small.draft_of(analyst)}files/").json()["files"]
    assert kept["scenarios/weighed.yaml"].startswith("scenario: an official")


def test_a_file_that_is_no_scenario_is_not_kept(analyst):
    address = small.draft_of(analyst)
    assert small.save(analyst, address, "scenarios/odd.yaml", "steps: [", 1).status_code == 422
    assert small.save(analyst, address, "scenarios/odd.yaml", "speed: 3", 1).status_code == 422


def test_a_file_form_sent_with_an_old_revision_is_refused(analyst):
    address = small.draft_of(analyst)
    small.save(analyst, address, DIAGRAM, edited(), 1)
    answer = analyst.post(f"{address}files/add/", {"kind": "form", "name": "extra", "revision": 1})
    assert answer.status_code == 409
    assert "먼저 저장했습니다" in answer.content.decode()


def test_a_name_that_is_taken_or_no_name_is_refused_and_the_diagram_stays(analyst):
    address = small.draft_of(analyst)
    assert analyst.post(f"{address}files/add/", {"kind": "form", "name": "weigh", "revision": 1}).status_code == 409
    assert analyst.post(f"{address}files/add/", {"kind": "py", "name": "x", "revision": 1}).status_code == 422
    assert analyst.post(f"{address}files/delete/", {"path": DIAGRAM, "revision": 1}).status_code == 422


def test_a_deployed_draft_is_closed(analyst):
    address = small.draft_of(analyst)
    small.save(analyst, address, DIAGRAM, edited(), 1)
    analyst.post(f"{address}submit/")
    small.visitor("approver")[0].post(f"{address}approve/")
    assert small.save(analyst, address, DIAGRAM, small.diagram(), 2).status_code == 409
    assert 'data-draft="save"' not in analyst.get(address).content.decode()


def test_the_difference_page_says_in_words_what_changed(analyst):
    address = small.draft_of(analyst)
    small.save(analyst, address, DIAGRAM, edited(), 1)
    text = analyst.get(f"{address}changes/").content.decode()
    assert f"바뀜:</strong> {DIAGRAM}" in text
    assert "답을 쓰기" in text


def test_an_unknown_draft_is_told_in_words(analyst):
    answer = analyst.get("/studio/drafts/00000000-0000-0000-0000-000000000001/")
    assert answer.status_code == 404
    assert "초안이 없습니다" in answer.content.decode()
