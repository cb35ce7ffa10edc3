"""The decision tables of the two lifecycles against the programme's rules; V.. are the vectors of the rule book."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.processes.decisions import decide

FILE = {"id": "1", "name": "a.pdf"}
WORKER = {
    "severity": "SEVERE",
    "need_determined": None,
    "contract_hours_month": 209,
    "minimum_hours": 60,
    "hourly_wage": 10320,
    "minimum_wage": 10320,
    "minimum_wage_permit": "no",
    "other_aid": [],
    "suspended": False,
    "overlapping_support": False,
}


def grounds(**changed):
    found = decide("service_application", "eligibility", {**WORKER, **changed})
    assert found["eligible"] is (not found["grounds"])
    return [ground["code"] for ground in found["grounds"]]


def test_a_severely_disabled_full_time_worker_is_eligible():
    assert grounds() == []


@pytest.mark.parametrize(("hours", "expected"), [(59, ["HOURS_BELOW_MINIMUM"]), (60, []), (61, [])])
def test_v35_sixty_contracted_hours_a_month_are_needed(hours, expected):
    assert grounds(contract_hours_month=hours) == expected


def test_a_mild_disability_needs_a_determined_need():
    assert grounds(severity="MILD") == ["NOT_SEVERE"]
    assert grounds(severity="MILD", need_determined="no") == ["NOT_SEVERE"]
    assert grounds(severity="MILD", need_determined="yes") == []


def test_pay_below_the_minimum_wage_needs_a_permit():
    assert grounds(hourly_wage=10319) == ["PAY_BELOW_MINIMUM"]
    assert grounds(hourly_wage=10319, minimum_wage_permit="yes") == []
    assert grounds(hourly_wage=10320) == []


def test_other_aid_suspension_and_running_support_stand_against_it():
    assert grounds(other_aid=["EMPLOYMENT_MANAGEMENT_COST"]) == ["OVERLAPPING_AID"]
    assert grounds(other_aid=["ACTIVITY_SUPPORT_AT_WORK"]) == ["OVERLAPPING_AID"]
    assert grounds(other_aid=None) == []
    assert grounds(suspended=True) == ["SUSPENDED"]
    assert grounds(overlapping_support=True) == ["OVERLAPPING_SUPPORT"]


def test_every_ground_is_named_at_once():
    assert grounds(severity="MILD", contract_hours_month=20, hourly_wage=1, suspended=True) == [
        "NOT_SEVERE",
        "HOURS_BELOW_MINIMUM",
        "PAY_BELOW_MINIMUM",
        "SUSPENDED",
    ]


def missing(**files):
    papers = {
        "severity_certificate": None,
        "consent_admin_sharing": None,
        "contract_file": FILE,
        "wage_file": FILE,
        "filing_capacity": "self",
        "signed_consents": None,
    }
    return [paper["code"] for paper in decide("service_application", "completeness", {**papers, **files})]


def test_the_certificate_is_needed_unless_the_data_are_shared():
    assert missing() == ["severity_certificate"]
    assert missing(consent_admin_sharing=True) == []
    assert missing(severity_certificate=FILE) == []


def test_every_missing_paper_is_named():
    assert missing(contract_file=None, wage_file=None) == ["severity_certificate", "contract_file", "wage_file"]
    assert missing(severity_certificate=FILE, filing_capacity="employer") == ["signed_consents"]


CAPS = {"minutes_day": 480, "minutes_week": 2400, "step": 30, "concurrency": 3, "fiscal_year_end": True}


def entitle(*, start, today=date(2024, 1, 2), caps=CAPS, **evaluation):
    found = {
        "support_type": "TASK_ASSISTANCE",
        "minutes_day": 240,
        "minutes_week": 1200,
        "concurrency": 1,
        **evaluation,
    }
    inputs = {"evaluation": found, "caps": caps, "wished_start": start, "today_date": today}
    return decide("service_application", "entitlement", inputs)


def test_v31_a_year_from_the_leap_day_ends_with_february():
    calendar_year = {**CAPS, "fiscal_year_end": False}
    assert entitle(start=date(2024, 2, 29), caps=calendar_year)["end_date"] == date(2025, 2, 28)
    assert entitle(start=date(2024, 2, 29))["end_date"] == date(2024, 12, 31)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2024, 3, 4), date(2025, 3, 3)),
        (date(2024, 8, 31), date(2025, 8, 30)),
        (date(2024, 1, 2), date(2025, 1, 1)),
    ],
)
def test_a_year_ends_the_day_before_its_day(start, end):
    assert entitle(start=start, caps={**CAPS, "fiscal_year_end": False})["end_date"] == end


def test_support_never_starts_in_the_past():
    assert entitle(start=date(2023, 12, 1))["start_date"] == date(2024, 1, 2)
    assert entitle(start=None)["start_date"] == date(2024, 1, 2)


def test_the_entitlement_keeps_to_the_caps():
    found = entitle(start=date(2024, 3, 1), minutes_day=600, minutes_week=3000, concurrency=5)
    assert (found["minutes_day"], found["minutes_week"], found["concurrency"]) == (480, 2400, 3)


def test_an_interpreter_serves_one_person_at_a_time():
    assert entitle(start=date(2024, 3, 1), support_type="COMMUNICATION", concurrency=3)["concurrency"] == 1


def task(recognised, *, weekly=None, barrier="HANDS", device=False, kind="ANCILLARY"):
    return {
        "importance": kind,
        "recognised_minutes": recognised,
        "weekly_minutes": recognised if weekly is None else weekly,
        "barrier": barrier,
        "device_solves": device,
    }


def score(*tasks, days=5, disability="PHYSICAL", presence="no", caps=CAPS):
    inputs = {
        "job_tasks": list(tasks),
        "work_days_week": days,
        "disability_type": disability,
        "constant_presence": presence,
        "caps": caps,
    }
    return decide("evaluation", "evaluation_score", inputs)


@pytest.mark.parametrize(
    ("minutes", "days", "week", "day"),
    [
        (1200, 5, 1200, 240),
        (1229, 5, 1200, 240),
        (1230, 5, 1230, 270),
        (2999, 5, 2400, 480),
        (2000, 3, 1440, 480),
        (29, 5, 0, 0),
        (30, 5, 30, 30),
        (2400, 7, 2400, 360),
    ],
)
def test_recognised_minutes_are_capped_and_rounded_down_to_half_hours(minutes, days, week, day):
    found = score(task(minutes), days=days)
    assert (found["minutes_week"], found["minutes_day"]) == (week, day)


def test_no_more_is_recognised_than_is_worked():
    assert score(task(600, weekly=300), task(300))["minutes_week"] == 600


def test_core_tasks_are_the_workers_own():
    assert score(task(600, kind="CORE"), task(300))["minutes_week"] == 300


def test_the_type_follows_the_barrier_and_the_disability():
    assert score(task(600, barrier="SIGN_OR_TEXT"), task(600))["support_type"] == "COMMUNICATION"
    assert score(task(599, barrier="BRAILLE"), task(601))["support_type"] == "TASK_ASSISTANCE"
    guided = task(600, barrier="UNDERSTANDING")
    assert score(guided, disability="INTELLECTUAL")["support_type"] == "ADAPTATION_GUIDANCE"
    assert score(guided, disability="VISUAL")["support_type"] == "TASK_ASSISTANCE"


def test_concurrency_follows_type_presence_and_hours():
    guided = task(1500, barrier="EMOTION")
    assert score(guided, disability="MENTAL")["concurrency"] == 3
    assert score(guided, disability="MENTAL", presence="yes")["concurrency"] == 1
    assert score(task(1500))["concurrency"] == 2
    assert score(task(600))["concurrency"] == 3
    assert score(task(600), caps={**CAPS, "concurrency": 2})["concurrency"] == 2
    assert score(task(600, barrier="BRAILLE"))["concurrency"] == 1


def test_a_task_that_a_device_solves_is_referred():
    assert score(task(600), task(0, weekly=300, device=True))["device_referral"] is True
    assert score(task(600))["device_referral"] is False


def deviation(*, week=1200, kind="TASK_ASSISTANCE", people=2):
    scored = {"support_type": "TASK_ASSISTANCE", "minutes_week": 1200, "concurrency": 2, "deviation_threshold": 120}
    confirmed = {"confirmed_type": kind, "confirmed_minutes_week": week, "confirmed_concurrency": people}
    return decide("evaluation", "evaluation_deviation", {"score": scored, **confirmed})["beyond"]


def test_only_a_large_deviation_goes_to_the_manager():
    assert [deviation(week=w) for w in (1080, 1320, 1079, 1321)] == [False, False, True, True]
    assert deviation(kind="COMMUNICATION") is True
    assert (deviation(people=3), deviation(people=1)) == (True, False)


@pytest.mark.parametrize(("minutes", "threshold"), [(600, 60), (630, 120), (1200, 120), (1230, 180)])
def test_the_threshold_grows_with_the_hours(minutes, threshold):
    assert score(task(minutes))["deviation_threshold"] == Decimal(threshold)
