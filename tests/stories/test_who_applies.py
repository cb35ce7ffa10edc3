"""Who may file for whom: the worker, a guardian, an employer; and how the employer is reached."""

from __future__ import annotations

from datetime import date

import pytest

from records.models import Organisation, Workplace
from records.people.models import AccessLink
from tasks.starting import FormRejected, StartRefused
from tests import factories
from tests.stories import forms

pytestmark = pytest.mark.django_db


def test_a_guardian_applies_and_the_record_says_so(story):
    guardian = factories.person()
    factories.guardianship(guardian, story.people.worker)
    story.apply(by=guardian, filing_capacity="guardian", ward_id=str(story.people.worker.pk))
    application = story.application
    assert (application.applicant, application.filed_by) == (story.people.worker, guardian)
    assert "application_received" in story.notices(to=guardian)


def test_a_guardian_whose_time_has_ended_cannot_apply(story):
    guardian = factories.person()
    factories.guardianship(guardian, story.people.worker, until=date(2025, 12, 31))
    with pytest.raises((StartRefused, FormRejected)):
        story.apply(by=guardian, filing_capacity="guardian", ward_id=str(story.people.worker.pk))


def test_an_employer_files_with_the_workers_signed_consents(story):
    company = factories.organisation("company")
    employer = factories.member("employer", company)
    worker = {"applicant_name": "새로온이", "resident_number": forms.resident_number(777)}
    with pytest.raises(FormRejected):
        story.apply(by=employer, filing_capacity="employer", **worker)
    story.apply(by=employer, filing_capacity="employer", signed_consents=forms.paper(), **worker)
    assert story.application.applicant.name_ko == "새로온이"
    assert story.application.filed_by == employer


def test_nobody_else_files_for_a_worker(story):
    with pytest.raises(StartRefused):
        story.apply(by=story.people.officer, filing_capacity="employer", signed_consents=forms.paper())


def test_a_second_application_waits_for_the_first(story):
    story.apply()
    with pytest.raises(StartRefused):
        story.apply()


def test_an_employer_with_an_account_answers_in_the_inbox(story):
    company: Organisation = factories.organisation("company")
    contact = factories.member("employer", company)
    factories.account(owner=contact)
    number = forms.APPLICATION["business_number"]
    place = factories.workplace(company=company, business_number=number)
    assert Workplace.objects.get(pk=place.pk).company == company
    story.apply(contact_mobile=contact.mobile)
    assert not AccessLink.objects.exists()
    assert story.notices(to=contact) == ["consent_requested"]
    story.do("give_consent", contact, **forms.CONSENT)
    assert story.open() == ["review_intake"]


def test_the_resident_number_never_leaves_the_vault(story):
    story.apply()
    number = forms.APPLICATION["resident_number"]
    seen = str(story.variables()) + str(story.texts()) + str(story.notices())
    assert number not in seen
    assert number.replace("-", "") not in seen
    assert story.variables()["resident_number"]["masked"].startswith("900101-")


def test_what_is_missing_in_the_form_is_said_field_by_field(story):
    with pytest.raises(FormRejected) as refused:
        story.apply(disability_type=None, consent_sensitive=None, contact_mobile="12")
    keys = {error.anchor.removeprefix("f-") for error in refused.value.result.errors}
    assert {"disability_type", "consent_sensitive", "contact_mobile"} <= keys
