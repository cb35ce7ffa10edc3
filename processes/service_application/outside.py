"""The steps of a service application that reach outside: asking the employer, setting the decision notice."""

from dataclasses import dataclass
from uuid import UUID

from engine.handlers import Call, Result, outside
from integrations.documents import storage, typesetter
from processes.service_application import notice
from processes.service_application.letters import LETTERS
from processes.shared import invitations
from records.documents import operations as documents
from records.support import operations


def _keep_invitation(call: Call, given: invitations.Invitation, invited: invitations.Invited) -> Result:
    return invitations.keep(call, given, invited, LETTERS)


@outside("service_application.invite_employer", apply=_keep_invitation)
def invite_employer(call: Call, given: invitations.Invitation) -> invitations.Invited:
    """Ask the employer for consent: in the inbox of an account, else by a one-time link."""
    return invitations.send(call, given, LETTERS)


@dataclass(frozen=True, kw_only=True)
class NoticeAsked:
    """The decision whose notice is to be written."""

    application_id: UUID
    decision_id: UUID
    applicant_name: str
    company_name: str
    objection_days: int


def _keep_notice(call: Call, given: NoticeAsked, file: storage.StoredFile) -> Result:
    stored = notice.stored(given.decision_id, file, call)
    document = documents.register(stored=stored, by=call.actor, now=call.now, attached=True)
    documents.let_read(document_id=document.pk, groups=notice.readers(call))
    operations.attach_notice(decision_id=given.decision_id, document_id=document.pk)
    return Result(variables={"notice_document": notice.file_value(document)})


@outside("service_application.issue_notice", apply=_keep_notice)
def issue_notice(call: Call, given: NoticeAsked) -> storage.StoredFile:
    """Set the decision notice as a PDF and store it, sealed."""
    letter = notice.Letterhead(given.applicant_name, given.company_name, given.objection_days)
    content = typesetter.pdf(notice.TEMPLATE, notice.data(given.decision_id, letter, call))
    return storage.put(content, content_type="application/pdf")
