"""What hangs on an application: its files, and how it ends before or after it was refused."""

from uuid import UUID

from engine.feel.values import Value
from engine.handlers import Call
from records.documents import operations as documents
from records.support import operations, queries
from records.support.codes import ApplicationState


def attach_files(files: list[Value], call: Call) -> None:
    """Tie uploaded files to the case, so that the sweep of orphans leaves them; empty fields are passed over."""
    for value in files:
        for file in value if isinstance(value, list) else [value]:
            if isinstance(file, dict) and file.get("id"):
                documents.attach(document_ids=[UUID(str(file["id"]))], instance_id=call.root_id)


def withdraw(application_id: UUID, reason: str, call: Call) -> None:
    """Withdraw the application. One that was refused stays refused: only its objection can still be taken back."""
    if not _refused(application_id, call):
        operations.withdraw(application_id=application_id, reason=reason, by=call.actor, now=call.now)


def cancel(application_id: UUID, reason: str, call: Call) -> None:
    """Cancel the application; one that was refused stays refused."""
    if not _refused(application_id, call):
        operations.cancel(application_id=application_id, reason=reason, by=call.actor, now=call.now)


def _refused(application_id: UUID, call: Call) -> bool:
    if queries.application(application_id).state != ApplicationState.REFUSED:
        return False
    objection = queries.open_objection(application_id)
    if objection is not None:
        operations.withdraw_objection(objection_id=objection.pk, by=call.actor, now=call.now)
    return True
