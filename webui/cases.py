"""What a viewer may do to a whole case beyond what tasks.cases says: officials cancel, guardians act for wards."""

from typing import Final
from uuid import UUID

from engine import queries
from engine.actors import Actor
from tasks.viewers import Viewer

#: Roles that may cancel a case of the office where they are held.
CANCELLERS: Final = ("branch", "branch_manager", "supervisor", "headquarters")


def may_cancel(viewer: Viewer, instance_id: UUID) -> bool:
    """Whether the viewer is an official of an office of the case, and the case can still be cancelled."""
    offices = viewer.offices(*CANCELLERS)
    if not offices:
        return False
    found = queries.instance(instance_id)
    takes_part = any(one.kind == "organisation" and one.ref in offices for one in found.participants.values())
    central = any(held.kind == "headquarters" and held.role in CANCELLERS for held in viewer.roles)
    return (takes_part or central) and "cancel_case" in queries.awaited_messages(instance_id)


def actor_in(viewer: Viewer, instance_id: UUID) -> Actor:
    """As whom the record names the viewer in this case: a guardian acts on behalf of the ward who takes part."""
    participants = queries.instance(instance_id).participants.values()
    ward = next((one.ref for one in participants if one.ref in viewer.wards), None)
    return viewer.acting_for(ward)
