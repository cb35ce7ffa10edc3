"""An item as a program reads it: the facts, which form it has, and the values its fields have now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from engine import queries
from engine.feel import Value
from tasks import access, drafts, filling_in, handing_in, naming
from tasks.forms import given, library, wording
from tasks.forms.places import put_at
from tasks.forms.schema import VALUES
from tasks.forms.sheet import Cell, Sheet, row_count, work_out
from tasks.models import ItemState, WorkItem
from tasks.viewers import Viewer


@dataclass(frozen=True, kw_only=True)
class ItemValues:
    """One item; ``why_not`` is the refusal of a completion by this viewer, None where nothing stands against it."""

    id: UUID
    case_id: UUID
    case_number: str
    title: str
    process_id: str
    version_number: int
    element_id: str
    name: str
    role: str
    state: str
    revision: int
    assignee_id: UUID | None
    opened_at: datetime
    due_at: datetime | None
    deadline_at: datetime | None
    closed_at: datetime | None
    form_id: str | None
    why_not: Exception | None
    filled: FilledIn | None


@dataclass(frozen=True, kw_only=True)
class FilledIn:
    """The visible fields' values: those to be sent, those only to be read; masks of sealed ones, names of files."""

    values: dict[str, Value] = field(default_factory=dict)
    read_only: dict[str, Value] = field(default_factory=dict)
    sealed: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)


def item_values(*, viewer: Viewer, item_id: UUID, now: datetime) -> ItemValues:
    """The item; an item that is no longer open has no values. Raises WorkItemNotFound."""
    found = access.find(item_id, viewer)
    return ItemValues(
        id=found.pk,
        case_id=found.root_id,
        case_number=found.case_number,
        title=found.title,
        process_id=found.process_id,
        version_number=found.version_number,
        element_id=found.element_id,
        name=naming.item(found, viewer.language),
        role=found.role,
        state=found.state,
        revision=found.revision,
        assignee_id=found.assignee_id,
        opened_at=found.opened_at,
        due_at=found.due_at,
        deadline_at=found.deadline_at,
        closed_at=found.closed_at,
        form_id=found.form_id or None,
        why_not=_why_not(found, viewer),
        filled=_filled(found, viewer, now) if found.state == ItemState.OPEN else None,
    )


def form_schema(*, viewer: Viewer, item_id: UUID) -> bytes | None:
    """The form-js JSON of an item's form as it was deployed, None for a step without one; raises WorkItemNotFound."""
    found = access.find(item_id, viewer)
    return queries.form_bytes(found.version_id, found.form_id) if found.form_id else None


def _why_not(found: WorkItem, viewer: Viewer) -> Exception | None:
    try:
        access.require_doable(found, viewer)
    except (access.WorkItemClosed, access.WorkItemTaken, access.NotYourOwnWork) as refusal:
        return refusal
    return None


def _filled(found: WorkItem, viewer: Viewer, now: datetime) -> FilledIn:
    form = library.load(found.version_id, found.form_id)
    surroundings = filling_in.of_item(found, form, viewer, now)
    answers = handing_in.current(form, drafts.item_subject(found.pk), viewer, surroundings)
    sheet = work_out(form, answers, surroundings)
    filled = FilledIn()
    for cell in sheet.shown():
        if cell.field.type == "dynamiclist":
            put_at(filled.values, cell.place, [{} for _ in range(row_count(sheet, cell.field, cell.place))])
        elif cell.field.type in VALUES and cell.place:
            _tell(filled, sheet, cell)
    return filled


def _tell(filled: FilledIn, sheet: Sheet, cell: Cell) -> None:
    value = sheet.values.get(cell.name)
    if cell.field.sealed:
        filled.sealed[cell.name] = str(value.get("masked", "")) if isinstance(value, dict) else ""
    elif cell.field.type == "filepicker":
        filled.files[cell.name] = [str(file["name"]) for file in value or []]
    elif cell.name in sheet.fixed or cell.field.type == "expression":
        put_at(filled.read_only, cell.place, _shown(sheet, cell, value))
    else:
        put_at(filled.values, cell.place, given.value_of(cell.field, value))


def _shown(sheet: Sheet, cell: Cell, value: Value) -> Value:
    mask = cell.field.properties.get("mask")
    if mask and value is not None:
        return wording.masked(wording.plain(value, sheet.surroundings.language), mask)
    return given.value_of(cell.field, value)
