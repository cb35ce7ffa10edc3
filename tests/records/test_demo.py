from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from engine.models import Incident, ProcessInstance
from processes.demo import PASSWORD, names, people, places
from records.models import Account, Organisation, Person, SupportApplication
from records.organisations import queries
from records.people import accounts, vault
from tasks.models import WorkItem


def load():
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def test_no_demo_where_demo_is_off(settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("load_demo")


def test_fictional_numbers_are_well_formed_and_of_a_place_that_never_was():
    for one in people.cast():
        birth = one.facts.get("birth_date")
        if birth:
            number = names.resident_number(birth, one.number)
            assert vault.valid_rrn(number)
            assert number[8:10] == "99"


def test_every_province_has_a_branch_and_an_agency_and_there_are_22_branches():
    assert len(places.BRANCHES) == 22
    assert len({row[0] for row in places.BRANCHES}) == len({row[0] for row in places.AGENCIES}) == 17


def test_everybody_has_a_name_and_a_mobile_of_their_own():
    everybody = list(people.cast())
    assert len({one.number for one in everybody}) == len({one.username for one in everybody})
    assert len({names.mobile(one.number) for one in everybody}) == len(everybody)


@pytest.mark.django_db(transaction=True)
def test_the_demo_loads_once_with_cases_in_every_state(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    call_command("deploy_lifecycles", stdout=StringIO())
    said = load()
    for username in ("worker1", "guardian1", "employer1", "evaluator1", "hq1", "analyst1", "approver1", "admin1"):
        assert username in said
    assert PASSWORD in said
    assert "Stuck" not in said, said
    assert "Rejected" not in said, said
    now = timezone.now() + timedelta(minutes=1)
    assert accounts.check_password(username="branch1", password=PASSWORD, ip=None, now=now).has_mobile
    held = queries.roles_of(people.person("branch_manager1").pk, now.date())
    assert [role.role for role in held] == ["branch_manager"]
    assert ProcessInstance.objects.filter(suspended_at__isnull=False).count() == 1
    assert not Incident.objects.filter(resolved_at=None).exists()
    assert set(SupportApplication.objects.values_list("state", flat=True)) == {
        "FILED",
        "RECEIVED",
        "SUPPLEMENT_REQUESTED",
        "APPROVED",
        "IN_SERVICE",
        "REFUSED",
        "RETURNED",
        "WITHDRAWN",
        "CANCELLED",
    }
    open_steps = set(WorkItem.objects.filter(state="open").values_list("element_id", flat=True))
    assert {
        "give_consent",
        "decide_without_consent",
        "review_intake",
        "supply_supplement",
        "propose_visit",
        "pick_visit_date",
        "file_visit_sheet",
        "confirm_result",
        "review_deviation",
        "approve_decision",
        "acknowledge_decision",
        "choose_for_worker",
        "review_objection",
    } <= open_steps
    counts = [model.objects.count() for model in (Person, Account, Organisation, SupportApplication, WorkItem)]
    load()
    assert counts == [model.objects.count() for model in (Person, Account, Organisation, SupportApplication, WorkItem)]
