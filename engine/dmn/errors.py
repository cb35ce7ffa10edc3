"""What a decision model can be refused for."""

from __future__ import annotations


class DecisionRefused(Exception):
    """A model, or a decision in it, that cannot be executed right."""

    def __init__(self, element_id: str, reason: str) -> None:
        """Keep the element's id (empty for the file) and the reason, one English sentence."""
        self.element_id = element_id
        self.reason = reason
        super().__init__(f"{element_id}: {reason}" if element_id else reason)
