"""What must hold before a bundle may be deployed."""

from __future__ import annotations

from engine.bundle import Bundle
from engine.findings import Finding, ModelRefused
from engine.spiff import parsing


def check(bundle: Bundle) -> list[Finding]:
    """All findings about a bundle, errors and warnings; an empty list means it may go."""
    try:
        diagram = parsing.diagram_of(bundle)
    except ModelRefused as refused:
        return list(refused.findings)
    return list(diagram.problems)
