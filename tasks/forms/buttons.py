"""The buttons inside a form that work without JavaScript: add and remove rows, take a file off, look again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from tasks.forms.answers import MOST_ROWS, Answers, FileValue, Sealed
from tasks.forms.filling import fill_row
from tasks.forms.places import count_name, page_id
from tasks.forms.posting import Posted
from tasks.forms.schema import Field, Form
from tasks.forms.sheet import is_fixed_list, work_out
from tasks.forms.surroundings import Surroundings
from tasks.forms.validation import row_limit

T = TypeVar("T")
Action = Literal["add", "remove", "detach", "refresh"]


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """A button inside the form: what it did, the answers afterwards, and the element to go to."""

    action: Action
    answers: Answers
    anchor: str


def press(form: Form, posted: Posted, answers: Answers, surroundings: Surroundings) -> Pressed | None:
    """Do what the pressed button asks; None when none was pressed (the form is handed in).

    A button for a list or a file that the form does not have changes nothing.
    """
    if (target := _target(posted, "add")) is not None:
        return _add(form, target, answers, surroundings)
    if (target := _target(posted, "remove")) is not None:
        return _remove(form, target, answers, surroundings)
    if (target := _target(posted, "detach")) is not None:
        return _detach(target, answers)
    return Pressed(action="refresh", answers=answers, anchor="") if "refresh" in posted else None


def _target(posted: Posted, action: str) -> str | None:
    """The value of ``name=action``, or what follows in a name ``action:…``."""
    if posted.get(action):
        return posted[action][0]
    return next((name.removeprefix(f"{action}:") for name in posted if name.startswith(f"{action}:")), None)


def _list(form: Form, name: str, answers: Answers, surroundings: Surroundings) -> Field | None:
    cell = work_out(form, answers, surroundings).cells.get(name)
    return cell.field if cell and cell.field.type == "dynamiclist" and not is_fixed_list(cell.field) else None


def _add(form: Form, name: str, answers: Answers, surroundings: Surroundings) -> Pressed:
    listed, count = _list(form, name, answers, surroundings), answers.rows(name)
    if listed is None or count >= (row_limit(listed, "maxRows") or MOST_ROWS):
        return Pressed(action="add", answers=answers, anchor=page_id(name))
    fresh = fill_row(listed, name, count, surroundings)
    texts = {**answers.texts, **fresh.texts, count_name(name): (str(count + 1),)}
    changed = Answers(texts=texts, files=answers.files, sealed=answers.sealed, refused=answers.refused)
    return Pressed(action="add", answers=changed, anchor=page_id(f"{name}[{count}]"))


def _remove(form: Form, target: str, answers: Answers, surroundings: Surroundings) -> Pressed:
    name, _, number = target.rpartition(":")
    listed, count = _list(form, name, answers, surroundings), answers.rows(name)
    unchanged = Pressed(action="remove", answers=answers, anchor=page_id(name))
    if listed is None or not number.isdecimal() or int(number[:4]) >= count:
        return unchanged
    gone = int(number[:4])
    texts = {**_without(answers.texts, name, gone), count_name(name): (str(count - 1),)}
    files: Mapping[str, Sequence[FileValue]] = _without(answers.files, name, gone)
    sealed: Mapping[str, Sealed] = _without(answers.sealed, name, gone)
    return Pressed(action="remove", answers=Answers(texts=texts, files=files, sealed=sealed), anchor=page_id(name))


def _without(held: Mapping[str, T], name: str, gone: int) -> dict[str, T]:
    """The entries without those of row ``gone``; later rows move up by one."""
    row = re.compile(rf"^{re.escape(name)}\[(\d+)\](.*)$")
    result: dict[str, T] = {}
    for key, value in held.items():
        found = row.match(key)
        number = int(found[1]) if found else -1
        if found is None or number < gone:
            result[key] = value
        elif number > gone:
            result[f"{name}[{number - 1}]{found[2]}"] = value
    return result


def _detach(target: str, answers: Answers) -> Pressed:
    name, _, file_id = target.rpartition(":")
    left = tuple(file for file in answers.files.get(name, ()) if file.id != file_id)
    files = {**answers.files, name: left} if name in answers.files else answers.files
    changed = Answers(texts=answers.texts, files=files, sealed=answers.sealed, refused=answers.refused)
    return Pressed(action="detach", answers=changed, anchor=page_id(name))
