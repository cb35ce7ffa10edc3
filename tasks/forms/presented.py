"""What the templates of ``webui/templates/forms`` are given: everything decided, nothing left to compute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tasks.forms.answers import FileValue
from tasks.forms.sources import Panel
from tasks.forms.validation import FieldError
from tasks.forms.words import Language


@dataclass(frozen=True, kw_only=True)
class PresentedOption:
    """One radio button, box or entry of a select."""

    id: str
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class PresentedTable:
    """A read-only table: headings and cells as texts."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class PresentedField:
    """One field on the page.

    ``template`` draws it; ``name`` is posted, ``id`` is its element (of a group of choices: the fieldset). ``value`` is
    the input's text, ``shown`` how people read it when it is fixed. ``lines`` are a group's inner lines, ``rows`` a
    list's. ``attributes`` go on the input as they are.
    """

    template: str
    type: str
    id: str
    name: str
    label: str = ""
    description: str = ""
    easy: str = ""
    required: bool = False
    fixed: bool = False
    sealed: bool = False
    subtype: str = "date"
    value: str = ""
    shown: str = ""
    html: str = ""
    error: str = ""
    columns: int = 16
    prefix: str = ""
    suffix: str = ""
    outline: bool = False
    options: Sequence[PresentedOption] = ()
    files: Sequence[FileValue] = ()
    multiple: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    lines: Sequence[PresentedLine] = ()
    rows: Sequence[PresentedRow] = ()
    count_name: str = ""
    may_add: bool = False
    may_remove: bool = False
    table: PresentedTable | None = None
    panel: Panel | None = None


@dataclass(frozen=True, kw_only=True)
class PresentedLine:
    """Fields side by side: the layout's rows."""

    fields: Sequence[PresentedField]


@dataclass(frozen=True, kw_only=True)
class PresentedRow:
    """One row of a dynamic list; ``remove`` is what the button that removes it posts."""

    id: str
    label: str
    remove: str
    lines: Sequence[PresentedLine]


@dataclass(frozen=True, kw_only=True)
class PresentedForm:
    """A form ready to be drawn; ``live`` where answers change what is shown (then the page asks for it again)."""

    lines: Sequence[PresentedLine]
    errors: Sequence[FieldError]
    language: Language
    live: bool
    has_files: bool
