"""A form as the analyst drew it: form-js JSON (schemaVersion 19 and newer) as frozen fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from tasks.forms.places import count_name, name_of

TEXT_TYPES = frozenset({"textfield", "textarea"})
ONE_OF = frozenset({"radio", "select"})
SEVERAL_OF = frozenset({"checklist", "taglist"})
CHOICES = ONE_OF | SEVERAL_OF
INPUTS = TEXT_TYPES | CHOICES | {"number", "datetime", "checkbox", "filepicker"}
VALUES = INPUTS | {"expression"}
SHOWN_ONLY = frozenset({"text", "table", "spacer", "separator"})
CONTAINERS = frozenset({"group", "dynamiclist"})
KNOWN = VALUES | SHOWN_ONLY | CONTAINERS
#: Buttons of these actions are the page's own; any other button is refused.
PAGE_BUTTONS = frozenset({"submit", "reset"})
NESTING = 8
#: Any word "me" in the file: too often found costs a query, never a wrong answer.
_ME = re.compile(rb"\bme\b")


class FormFileBroken(Exception):
    """Bytes that are no form: the sentence says what is wrong."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One component. ``path`` is where its value lies in the enclosing row (or the form), groups' paths included."""

    id: str
    type: str
    path: tuple[str, ...]
    source: Mapping[str, Any]
    children: tuple[Field, ...] = ()

    @property
    def properties(self) -> Mapping[str, str]:
        """The free properties of the dialect: labelEn, autocomplete, pii, mask, codes, records, view, easy, …"""
        found = self.source.get("properties")
        return found if isinstance(found, dict) else {}

    @property
    def rules(self) -> Mapping[str, Any]:
        """The ``validate`` block."""
        found = self.source.get("validate")
        return found if isinstance(found, dict) else {}

    @property
    def sealed(self) -> bool:
        """Whether the value goes to the vault and only a reference stays."""
        return self.properties.get("pii") == "rrn"


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form: its id and its fields in the order of the file; whether it speaks of ``me`` at all."""

    id: str
    fields: tuple[Field, ...]
    reads_me: bool = False

    @cached_property
    def keeps(self) -> bool:
        """Whether answers may hold what no page posts again: files and sealed values."""
        return any(field.type == "filepicker" or field.sealed for field in self.every_field())

    @cached_property
    def shapes(self) -> Mapping[str, Field]:
        """The fields by the names that a page may post, numbers of rows left out: ``rows[].minutes``."""
        return dict(_shapes(self.fields, ""))

    def every_field(self) -> Iterator[Field]:
        """Every field, those in groups and lists too, outer before inner."""
        yield from _walk(self.fields)


def _walk(fields: Sequence[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _walk(field.children)


def _shapes(fields: Sequence[Field], around: str) -> Iterator[tuple[str, Field]]:
    for field in fields:
        name = f"{around}.{name_of(field.path)}" if around else name_of(field.path)
        if field.type == "dynamiclist":
            yield count_name(name), field
            yield from _shapes(field.children, f"{name}[]")
        elif field.children:
            yield from _shapes(field.children, around)
        elif field.type in VALUES and field.path and field.source.get("readonly") is not True:
            yield name, field


def parse(form_bytes: bytes) -> Form:
    """Read a form file. Unknown components are kept (``checks`` refuses them at deployment, pages show nothing).

    Raises:
        FormFileBroken: no JSON object with components, or nested too deep.
    """
    try:
        source = orjson.loads(form_bytes)
    except orjson.JSONDecodeError as broken:
        raise FormFileBroken(str(broken)) from broken
    if not isinstance(source, dict) or not isinstance(source.get("components"), list):
        raise FormFileBroken("a form is an object with a list of components")
    return Form(
        id=str(source.get("id", "")),
        fields=_fields(source["components"], (), NESTING),
        reads_me=_ME.search(form_bytes) is not None,
    )


def _fields(sources: Sequence[object], prefix: tuple[str, ...], depth: int) -> tuple[Field, ...]:
    if depth == 0:
        raise FormFileBroken(f"groups and lists nested more than {NESTING} deep")
    return tuple(
        _field(source, prefix, (depth, position)) for position, source in enumerate(sources) if isinstance(source, dict)
    )


def _field(source: Mapping[str, Any], prefix: tuple[str, ...], where: tuple[int, int]) -> Field:
    depth, position = where
    kind = str(source.get("type", ""))
    own = str(source.get("path" if kind in CONTAINERS else "key") or "")
    path = prefix + tuple(part for part in own.split(".") if part)
    inner = source.get("components")
    children = _fields(inner, () if kind == "dynamiclist" else path, depth - 1) if isinstance(inner, list) else ()
    name = str(source.get("id") or "") or f"{kind}-{'-'.join(path)}-{depth}-{position}"
    return Field(id=name, type=kind, path=path, source=source, children=children)
