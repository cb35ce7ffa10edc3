"""All models of the records, for Django; each noun's own module is where they live."""

from records.access_log import AccessLogEntry
from records.documents.models import Document, DocumentReader
from records.events import RecordEvent
from records.notices.models import Notice
from records.organisations.models import Membership, Organisation, Region, Workplace
from records.people.models import (
    AccessLink,
    Account,
    ApiToken,
    FactorLock,
    Guardianship,
    OneTimeCode,
    Person,
    RecoveryCode,
    SignInAttempt,
    VaultEntry,
)
from records.ratebook import Holiday, Rate
from records.support.models import (
    AgencyWish,
    ApplicationConsent,
    EligibilitySuspension,
    Evaluation,
    EvaluationTask,
    Objection,
    SupportApplication,
    SupportDecision,
    SupportNeed,
)

__all__ = [
    "AccessLink",
    "AccessLogEntry",
    "Account",
    "AgencyWish",
    "ApiToken",
    "ApplicationConsent",
    "Document",
    "DocumentReader",
    "EligibilitySuspension",
    "Evaluation",
    "EvaluationTask",
    "FactorLock",
    "Guardianship",
    "Holiday",
    "Membership",
    "Notice",
    "Objection",
    "OneTimeCode",
    "Organisation",
    "Person",
    "Rate",
    "RecordEvent",
    "RecoveryCode",
    "Region",
    "SignInAttempt",
    "SupportApplication",
    "SupportDecision",
    "SupportNeed",
    "VaultEntry",
    "Workplace",
]
