"""What the steps of a service application write into the records; each docstring is shown under its step."""

from datetime import timedelta

from engine.handlers import Call, handler
from processes.service_application import closing, filing, inputs
from processes.service_application.letters import LETTERS
from processes.shared import announcing
from records.support import objecting, operations, queries


@handler("service_application.notify")
def notify(call: Call, given: announcing.Facts) -> None:
    """Tell the people concerned: in their notices at once, by SMS and mail shortly after."""
    announcing.announce(call, LETTERS, given.facts)


@handler("service_application.receive")
def receive(call: Call, given: inputs.Application) -> inputs.Received:
    """Write the application down and look up suspension and running support."""
    application = operations.file_application(filing=filing.filing(call, given), by=call.actor, now=call.now)
    closing.attach_files(given.files, call)
    start = given.wish.start_date
    end = given.wish.end_date or start + timedelta(days=1)
    return inputs.Received(
        application_id=application.pk,
        suspended=queries.is_suspended(given.applicant_person_id, call.now.date()),
        overlapping_support=queries.has_overlapping_support(given.applicant_person_id, start, end),
    )


@handler("service_application.record_answer")
def record_answer(call: Call, given: inputs.Answer) -> None:
    """Note whether the employer consented."""
    operations.record_employer_answer(
        application_id=given.application_id, agreed=given.agreed, by=call.actor, now=call.now
    )


@handler("service_application.record_complete")
def record_complete(call: Call, given: inputs.Complete) -> inputs.CompleteOn:
    """Receive the complete application: the statutory period begins today."""
    if given.on_paper:
        operations.record_employer_answer(application_id=given.application_id, agreed=True, by=call.actor, now=call.now)
    operations.receive(application_id=given.application_id, by=call.actor, now=call.now)
    return inputs.CompleteOn(complete_date=call.now.date())


@handler("service_application.request_supplement")
def request_supplement(call: Call, given: inputs.Supplement) -> None:
    """Note what is missing; the statutory period stops."""
    operations.request_supplement(application_id=given.application_id, what=given.note, by=call.actor, now=call.now)


@handler("service_application.supplement_received")
def supplement_received(call: Call, given: inputs.Supplied) -> inputs.CompleteOn:
    """Receive the supplement: the application is complete from today."""
    operations.supplement_received(application_id=given.application_id, by=call.actor, now=call.now)
    closing.attach_files(given.files, call)
    return inputs.CompleteOn(complete_date=call.now.date())


@handler("service_application.return_application")
def return_application(call: Call, given: inputs.Ending) -> None:
    """Return the application with a reason; a new one may be filed."""
    operations.return_application(application_id=given.application_id, reason=given.reason, by=call.actor, now=call.now)


@handler("service_application.record_decision")
def record_decision(call: Call, given: inputs.Ruling) -> inputs.Decided:
    """Record the decision in the name of the person who took it."""
    ruling = filing.ruling(given)
    decision = operations.decide(application_id=given.application_id, ruling=ruling, by=call.actor, now=call.now)
    return inputs.Decided(decision_id=decision.pk, decision_result=decision.decision)


@handler("service_application.request_matching")
def request_matching(call: Call, given: inputs.Choice) -> None:
    """Keep the choice of agencies and of signing; the support is in service and waits for its matching."""
    by, now = call.actor, call.now
    if not given.chosen_by_branch:
        electronic = given.signing_method == "electronic"
        operations.acknowledge(application_id=given.application_id, electronic_signing=electronic, by=by, now=now)
    operations.rank_wishes(decision_id=given.decision_id, agency_ids=given.agencies, by=by, now=now)
    operations.begin_service(application_id=given.application_id, by=by, now=now)


@handler("service_application.file_objection")
def file_objection(call: Call, given: inputs.ObjectionFiled) -> inputs.ObjectionKept:
    """Register the objection against the decision that holds."""
    objection = operations.file_objection(
        decision_id=given.decision_id, reason=given.reason, by=call.actor, now=call.now
    )
    return inputs.ObjectionKept(objection_id=objection.pk)


@handler("service_application.extend_objection")
def extend_objection(call: Call, given: inputs.Extension) -> None:
    """Lengthen the review once and tell the applicant."""
    operations.extend_objection(objection_id=given.objection_id, by=call.actor, now=call.now)
    announcing.announce(call, LETTERS, given.facts)


@handler("service_application.decide_objection")
def decide_objection(call: Call, given: inputs.ObjectionRuling) -> None:
    """Record the answer; an objection that is upheld opens the application again."""
    answer = objecting.Answer(upheld=given.upheld, reason=given.answer)
    operations.decide_objection(objection_id=given.objection_id, answer=answer, by=call.actor, now=call.now)


@handler("service_application.withdraw")
def withdraw(call: Call, given: inputs.Ending) -> None:
    """Take the application back for the applicant, with all that is open around it."""
    closing.withdraw(given.application_id, given.reason, call)


@handler("service_application.cancel")
def cancel(call: Call, given: inputs.Ending) -> None:
    """Cancel the case with the official's reason, with all that is open around it."""
    closing.cancel(given.application_id, given.reason, call)
