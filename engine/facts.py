"""What others may know of an instance, read from its row."""

from __future__ import annotations

from engine.models import ProcessInstance
from engine.ports import InstanceFacts


def facts_of(found: ProcessInstance) -> InstanceFacts:
    """The facts of a row (its version joined)."""
    return InstanceFacts(
        id=found.id,
        root_id=found.root_id,
        parent_id=found.parent_id,
        process_id=found.process_id,
        version_id=found.version_id,
        version_number=found.version.number,
        case_number=found.case_number,
        title=found.title,
        status=found.status,
        suspended_at=found.suspended_at,
    )
