"""Which verbs an application's state allows; every operation on an application passes here, holding its row."""

from uuid import UUID

from records.events import Happening, record
from records.support.codes import OPEN_STATES, ApplicationState
from records.support.models import SupportApplication

State = ApplicationState
STANDING = (*OPEN_STATES, State.APPROVED, State.IN_SERVICE)


class StateForbids(Exception):
    """The application stands where the verb makes no sense; nothing was changed."""

    def __init__(self, application: SupportApplication, verb: str) -> None:
        super().__init__(f"{verb}: {application.case_number} is {application.state}")
        self.case_number = application.case_number
        self.state = application.state
        self.verb = verb


class ReasonMissing(Exception):
    """A refusal, return, cancellation or deviation needs its reason."""


def held(application_id: UUID, verb: str, allowed: tuple[str, ...]) -> SupportApplication:
    """The application, its row locked; raises StateForbids unless it stands in one of the allowed states."""
    application = (
        SupportApplication.objects.select_for_update(of=("self",))
        .select_related("applicant", "workplace", "branch")
        .get(pk=application_id)
    )
    if application.state not in allowed:
        raise StateForbids(application, verb)
    return application


def move(application: SupportApplication, happening: Happening, kind: str, **arguments: object) -> None:
    """Save the application and write the fact that moved it, with its case."""
    application.save()
    record(kind, application, happening, **arguments)


def need_reason(reason: str) -> str:
    """The reason without surrounding space; raises ReasonMissing for an empty one."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()
