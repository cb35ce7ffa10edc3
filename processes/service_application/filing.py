"""Turns the application form into the record's filing and the manager's form into a ruling."""

from engine.handlers import Call
from processes.service_application import inputs
from records.support import operations
from records.support.codes import ConsentKind

CONSENTS = {
    "personal": ConsentKind.PERSONAL_DATA,
    "sensitive": ConsentKind.SENSITIVE_DATA,
    "unique_identifier": ConsentKind.UNIQUE_IDENTIFIER,
    "third_party": ConsentKind.THIRD_PARTY,
    "admin_sharing": ConsentKind.ADMINISTRATIVE_DATA_SHARING,
}


def filing(call: Call, form: inputs.Application) -> operations.Filing:
    """Put the form's fields where the record wants them; a consent that was not ticked was not given."""
    return operations.Filing(
        instance_id=call.instance_id,
        case_number=call.case_number,
        applicant_id=form.applicant_person_id,
        workplace_id=form.workplace_id,
        branch_id=call.participants["branch"].ref,
        wished_type=form.wish.support_type,
        wished_start_date=form.wish.start_date,
        wished_end_date=form.wish.end_date,
        contracted_hours_month=form.employment.contract_hours_month,
        hourly_wage=form.employment.hourly_wage,
        duties=form.duties,
        requests=form.wish.requests or "",
        needs=[(f"{need.area} {need.area_note or ''}".strip(), need.minutes) for need in form.support_needs],
        consents={str(kind): form.consents.get(name) is True for name, kind in CONSENTS.items()},
    )


def ruling(form: inputs.Ruling) -> operations.Ruling:
    """Word the decision for the record; a refusal grants nothing."""
    if form.support is None:
        return operations.Ruling(decision="REFUSED", reason=form.reason)
    return operations.Ruling(
        decision="APPROVED",
        reason=form.reason,
        support_type=form.support.support_type,
        minutes_day=form.support.minutes_day,
        minutes_week=form.support.minutes_week,
        concurrency_allowed=form.support.concurrency,
        start_date=form.support.start_date,
        end_date=form.support.end_date,
    )
