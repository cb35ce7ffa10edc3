"""Where an application stands, in the words of the person concerned, with the colour of its tag."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.support import queries
from records.support.codes import ApplicationState
from records.support.models import SupportApplication


@dataclass(frozen=True)
class Standing:
    """A state for people; ``sentence`` is empty where the steps of the case say enough."""

    name: Promise
    colour: str
    sentence: Promise | str = ""


STANDINGS: Final[Mapping[str, Standing]] = {
    ApplicationState.FILED: Standing(_("신청함"), "information"),
    ApplicationState.RECEIVED: Standing(_("검토 중"), "information"),
    ApplicationState.SUPPLEMENT_REQUESTED: Standing(_("서류가 더 필요함"), "warning"),
    ApplicationState.APPROVED: Standing(_("승인됨"), "success", _("지원이 승인되었습니다.")),
    ApplicationState.IN_SERVICE: Standing(_("지원 중"), "success", _("지원이 승인되었고 이용 준비도 마쳤습니다.")),
    ApplicationState.REFUSED: Standing(
        _("승인되지 않음"), "danger", _("신청이 승인되지 않았습니다. 까닭은 아래 기록과 결정 통지서에 있습니다.")
    ),
    ApplicationState.RETURNED: Standing(
        _("반려됨"), "warning", _("신청을 처리하지 못하고 돌려드렸습니다. 까닭을 확인한 뒤 다시 신청할 수 있습니다.")
    ),
    ApplicationState.WITHDRAWN: Standing(_("취하함"), ""),
    ApplicationState.CANCELLED: Standing(_("취소됨"), ""),
}


def of_application(application: SupportApplication) -> Standing:
    """How the application stands."""
    return STANDINGS[application.state]


def of_case(instance_id: UUID) -> Standing | None:
    """How the application of a case stands; None for a case that is no application."""
    try:
        return of_application(queries.of_instance(instance_id))
    except SupportApplication.DoesNotExist:
        return None
