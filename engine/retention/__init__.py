"""Lets go of ended cases once they were kept long enough: each family with all that belongs to it, in small
transactions, and whole months of history at once where nothing in them is kept any more.

The figures of days survive (``StepLetGo``); a legal hold keeps its family whatever its age. Records of the programme
(decisions, claims, documents) are no part of a case: they have terms of their own.
"""

from __future__ import annotations

from engine.retention.applying import BATCH, Outcome, apply
from engine.retention.due import Due, due_by_process
from engine.retention.keepers import register

__all__ = ["BATCH", "Due", "Outcome", "apply", "due_by_process", "register"]
