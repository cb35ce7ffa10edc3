"""What a page posted, taken in: only names the form has, files and sealed values only from the server's own keeping."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from tasks.forms.answers import LONGEST_NAME, MOST_NAMES, Answers, FileValue, Refused, Sealed
from tasks.forms.schema import Field, Form

Posted = Mapping[str, Sequence[str]]
#: Seals a text of a field with ``pii: rrn``; gives None where the text is no such number.
Seal = Callable[[str], Sealed | None]
LONGEST_TEXT = 100_000
#: What one form may hold in all, in characters; the engine takes no more either.
LARGEST = 1_000_000
MOST_FILES = 10
_NUMBER = re.compile(r"\[\d{1,4}\]")


class FormTooLarge(Exception):
    """More text than any form holds was posted."""


def take_in(form: Form, posted: Posted, before: Answers, seal: Seal) -> Answers:
    """The answers of a post over those kept before: texts are the page's, files and sealed values ours.

    Names that the form does not have, and texts of fixed or sealed fields, are dropped.

    Raises:
        FormTooLarge: the texts are too long in all.
    """
    shapes = form.shapes
    if sum(len(text) for posts in posted.values() for text in posts) > LARGEST:
        raise FormTooLarge
    texts: dict[str, Sequence[str]] = {}
    sealed, refused = dict(before.sealed), dict[str, Refused]()
    for name in list(posted)[:MOST_NAMES]:
        field = shapes.get(_shape(name)) if len(name) <= LONGEST_NAME else None
        if field is None:
            continue
        if field.sealed:
            _take_sealed(name, posted[name], seal, (sealed, refused))
        elif field.type != "filepicker":
            texts[name] = tuple(text[:LONGEST_TEXT] for text in posted[name][:200])
    return Answers(texts=texts, files=before.files, sealed=sealed, refused=refused)


def attach(
    form: Form, answers: Answers, files: Mapping[str, Sequence[FileValue]], refused: Mapping[str, Refused]
) -> Answers:
    """The answers with newly kept files: beside a field's earlier ones if it takes several, else instead."""
    shapes = form.shapes
    held, problems = dict(answers.files), dict(answers.refused)
    for name, new in files.items():
        field = shapes.get(_shape(name))
        if field is None or field.type != "filepicker":
            continue
        several = field.source.get("multiple") is True
        together = (*held.get(name, ()), *new) if several else tuple(new)[-1:] or held.get(name, ())
        if len(together) > MOST_FILES:
            problems[name] = Refused(code="too_many_files", facts={"limit": MOST_FILES})
        held[name] = together[:MOST_FILES]
    problems |= {name: why for name, why in refused.items() if _shape(name) in shapes}
    return Answers(texts=answers.texts, files=held, sealed=answers.sealed, refused=problems)


def field_of(form: Form, name: str) -> Field | None:
    """The field that a posted name belongs to, None for a name that the form does not have."""
    return form.shapes.get(_shape(name))


def _take_sealed(
    name: str, texts: Sequence[str], seal: Seal, into: tuple[dict[str, Sealed], dict[str, Refused]]
) -> None:
    text = texts[0].strip() if texts else ""
    if not text:
        return
    found = seal(text[:40])
    if found is None:
        into[1][name] = Refused(code="rrn")
    else:
        into[0][name] = found


def _shape(name: str) -> str:
    return _NUMBER.sub("[]", name)
