"""What somebody has filled in so far, as texts: the one shape that pages post, drafts keep, fields show."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tasks.forms.places import count_name

#: What a draft may hold: names are short, and a form has at most this many of them.
MOST_NAMES = 5_000
LONGEST_NAME = 200
MOST_ROWS = 200
_INDEX = re.compile(r"\[(\d{1,4})\]")


@dataclass(frozen=True, kw_only=True)
class FileValue:
    """An attached file as variables hold it; the bytes lie encrypted in the storage."""

    id: str
    name: str
    digest: str
    size: int
    content_type: str

    def variable(self) -> dict[str, object]:
        """The context that enters variables."""
        return {
            "id": self.id,
            "name": self.name,
            "digest": self.digest,
            "size": self.size,
            "contentType": self.content_type,
        }


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """A value that lies in the vault: its entry and how it may be shown."""

    vault: str
    masked: str

    def variable(self) -> dict[str, object]:
        """The context that enters variables."""
        return {"vault": self.vault, "masked": self.masked}


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A file or a number that was not taken in: the code of the sentence and what it speaks of."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Posted name → texts, attached files, sealed values; and what could not be taken in at all (never kept)."""

    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, Sequence[FileValue]] = field(default_factory=dict)
    sealed: Mapping[str, Sealed] = field(default_factory=dict)
    refused: Mapping[str, Refused] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The first text of that name, empty when there is none."""
        found = self.texts.get(name) or ("",)
        return found[0]

    def rows(self, list_name: str) -> int:
        """How many rows of a dynamic list there are: as the page says, else as the names show."""
        said = self.text(count_name(list_name))
        if said.isdecimal() and said.isascii():
            return min(int(said[:4]), MOST_ROWS)
        start = f"{list_name}["
        names = [*self.texts, *self.files, *self.sealed]
        seen = [
            int(found[1]) for name in names if name.startswith(start) and (found := _INDEX.match(name, len(start) - 1))
        ]
        return min(max(seen, default=-1) + 1, MOST_ROWS)


def to_json(answers: Answers) -> dict[str, Any]:
    """What a draft's row keeps."""
    return {
        "texts": {name: list(texts) for name, texts in answers.texts.items()},
        "files": {name: [file.variable() for file in files] for name, files in answers.files.items()},
        "sealed": {name: sealed.variable() for name, sealed in answers.sealed.items()},
    }


def from_json(kept: Mapping[str, Any]) -> Answers:
    """The answers of a draft's row."""
    return Answers(
        texts=kept.get("texts", {}),
        files={name: tuple(map(file_of, files)) for name, files in kept.get("files", {}).items()},
        sealed={name: sealed_of(sealed) for name, sealed in kept.get("sealed", {}).items()},
    )


def file_of(value: Mapping[str, Any]) -> FileValue:
    """The file of a variable."""
    return FileValue(
        id=str(value.get("id", "")),
        name=str(value.get("name", "")),
        digest=str(value.get("digest", "")),
        size=int(value.get("size") or 0),
        content_type=str(value.get("contentType", "")),
    )


def sealed_of(value: Mapping[str, Any]) -> Sealed:
    """The sealed value of a variable."""
    return Sealed(vault=str(value.get("vault", "")), masked=str(value.get("masked", "")))
