"""Who may open and do what in the studio, every page for every role."""

import pytest
from django.test import Client

from engine import queries
from tests import factories
from tests.webui.studio import small
from tests.webui.studio.entering import enter

pytestmark = pytest.mark.django_db
READ = ["/studio/", f"/studio/{small.PROCESS}/"]
ROLES = ["analyst", "approver", "supervisor", "branch", "agency", "employer"]
KINDS = {"employer": "company", "agency": "implementing_agency", "branch": "branch_office"}


def version_pages() -> list[str]:
    address = f"/studio/{small.PROCESS}/{queries.process_facts(small.PROCESS).version_id}/"
    return [address, f"{address}diagram/", f"{address}download/"]


@pytest.mark.parametrize("role", ROLES)
def test_staff_read_everything_deployed_and_others_nothing(role):
    small.deploy()
    client, _ = small.visitor(role, KINDS.get(role, "headquarters"))
    expected = 403 if role == "employer" else 200
    for address in [*READ, *version_pages()]:
        assert client.get(address).status_code == expected, address


@pytest.mark.parametrize("role", ROLES)
def test_only_analysts_begin_save_and_submit_drafts(role):
    small.deploy()
    address = small.draft_of(small.visitor("analyst")[0])
    client, _ = small.visitor(role, KINDS.get(role, "headquarters"))
    expected = {200, 302} if role == "analyst" else {403}
    assert client.post(f"/studio/{small.PROCESS}/drafts/").status_code in expected
    assert small.save(client, address, f"{small.PROCESS}.bpmn", small.diagram(), 1).status_code in expected
    for page in ("files/add/", "files/rename/", "files/delete/"):
        wanted = {403, 409, 422} if role == "analyst" else {403}
        assert client.post(f"{address}{page}").status_code in wanted, page
    assert client.post(f"{address}submit/").status_code in expected


@pytest.mark.parametrize("role", ROLES)
def test_only_approvers_approve(role):
    small.deploy()
    analyst, _ = small.visitor("analyst")
    address = small.draft_of(analyst)
    small.save(analyst, address, f"{small.PROCESS}.bpmn", small.diagram().replace("답하기", "대답"), 1)
    analyst.post(f"{address}submit/")
    client, _ = small.visitor(role, KINDS.get(role, "headquarters"))
    assert client.post(f"{address}approve/").status_code == (302 if role == "approver" else 403)
    assert small.live_number() == (2 if role == "approver" else 1)


def test_only_analysts_and_approvers_open_a_draft():
    small.deploy()
    address = small.draft_of(small.visitor("analyst")[0])
    for role in ROLES:
        client, _ = small.visitor(role, KINDS.get(role, "headquarters"))
        assert client.get(address).status_code == (200 if role in {"analyst", "approver"} else 403), role


def test_a_visitor_and_a_person_without_an_office_see_nothing():
    small.deploy()
    for address in [*READ, *version_pages()]:
        assert Client().get(address).status_code == 302
        assert enter(factories.account()).get(address).status_code == 403


def test_editors_may_set_style_attributes_and_nothing_else():
    small.deploy()
    client, _ = small.visitor("analyst")
    policy = client.get(small.draft_of(client)).headers["Content-Security-Policy"]
    assert "style-src-attr 'unsafe-inline'" in policy
    assert "script-src 'self';" in f"{policy};"
    assert "style-src 'self';" in f"{policy};"
    assert policy.count("unsafe") == 1
    plain = client.get("/studio/").headers["Content-Security-Policy"]
    assert "unsafe" not in plain


def test_the_form_editor_opens_in_a_frame_of_our_own_only():
    client, _ = small.visitor("analyst")
    answer = client.get("/studio/form-editor/")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "krds" not in answer.content.decode()


def test_editors_load_only_where_they_are_used():
    small.deploy()
    client, _ = small.visitor("analyst")
    assert "build/studio.js" not in client.get("/studio/").content.decode()
    assert "build/studio.js" not in client.get(version_pages()[0]).content.decode()
