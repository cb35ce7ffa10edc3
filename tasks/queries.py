"""The door for reading the work inbox: lists, items, cases; frozen dataclasses out, never models."""

from __future__ import annotations

from tasks.access import WorkItemNotFound
from tasks.cases import CaseNotFound, CaseView, case, may_read_document, may_see
from tasks.inbox import Box, DueState, InboxFilter, InboxPage, InboxRow, ProcessCount, inbox
from tasks.items import ItemView, item

__all__ = [
    "Box",
    "CaseNotFound",
    "CaseView",
    "DueState",
    "InboxFilter",
    "InboxPage",
    "InboxRow",
    "ItemView",
    "ProcessCount",
    "WorkItemNotFound",
    "case",
    "inbox",
    "item",
    "may_read_document",
    "may_see",
]
