"""Who sees what in the control rooms: an office's supervisors the cases of their office, headquarters all."""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from engine import queries
from engine.queries import InstanceDetail
from engine.queries.cases import NoSuchInstance
from tasks.viewers import Viewer
from webui.access import role_required

#: Roles that look after the work of their own office.
OF_AN_OFFICE = ("supervisor", "branch_manager", "agency_manager")
#: Roles that see the whole programme; the auditor reads and touches nothing.
OF_THE_PROGRAMME = ("headquarters", "auditor")
MAY_ACT = ("supervisor", "branch_manager", "agency_manager", "headquarters")

watcher = role_required(*OF_AN_OFFICE, *OF_THE_PROGRAMME)
overseer = role_required(*MAY_ACT)


def offices_of(viewer: Viewer) -> frozenset[UUID] | None:
    """The organisations whose cases the viewer sees; None for the whole programme."""
    at_headquarters = any(held.role == "supervisor" and held.kind == "headquarters" for held in viewer.roles)
    if at_headquarters or viewer.holds(*OF_THE_PROGRAMME):
        return None
    return viewer.offices(*OF_AN_OFFICE)


def find_instance(viewer: Viewer, instance_id: UUID) -> InstanceDetail:
    """An instance the viewer may see; another office's is as unknown as one that does not exist."""
    try:
        found = queries.instance(instance_id)
    except NoSuchInstance as missing:
        raise Http404(instance_id) from missing
    if not takes_part(offices_of(viewer), found):
        raise Http404(instance_id)
    return found


def takes_part(offices: frozenset[UUID] | None, instance: InstanceDetail) -> bool:
    """Whether one of the offices is a participant; None means the whole programme."""
    return offices is None or not offices.isdisjoint(_holders(instance))


def _holders(instance: InstanceDetail) -> Iterable[UUID]:
    return (one.ref for one in instance.participants.values() if one.kind == "organisation")


def everywhere(viewer: Viewer) -> bool:
    """Whether the viewer acts for the whole programme."""
    return viewer.holds("headquarters") or (offices_of(viewer) is None and viewer.holds("supervisor"))


def may_act(viewer: Viewer, instance: InstanceDetail) -> bool:
    """Whether the viewer may reassign, cancel and retry here: as they see it, but auditors never."""
    return everywhere(viewer) or takes_part(viewer.offices(*OF_AN_OFFICE), instance)


def require_act(viewer: Viewer, instance: InstanceDetail) -> None:
    """Refuse (403) who may only look."""
    if not may_act(viewer, instance):
        raise PermissionDenied
