"""Files that come with forms: checked by their bytes, stored encrypted before the commit, registered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.actors import Actor
from integrations.documents import refusals, sniff, storage
from integrations.documents.refusals import FileRefused
from records.documents import operations as documents
from tasks.forms.answers import Answers, FileValue, Refused
from tasks.forms.posting import MOST_FILES, field_of
from tasks.forms.schema import Field, Form
from tasks.viewers import Viewer

_LONGEST_NAME = 150


@dataclass(frozen=True)
class Uploaded:
    """A file as it was sent: nothing of it is believed but the bytes."""

    name: str
    content: bytes
    content_type: str = ""


@dataclass(frozen=True, kw_only=True)
class Received:
    """What was kept, and what was refused, by posted name."""

    files: dict[str, list[FileValue]]
    refused: dict[str, Refused]


Files = Mapping[str, Sequence[Uploaded] | Uploaded]


def receive(form: Form, files: Files, *, viewer: Viewer, now: datetime) -> Received:
    """Check and store the files of a form's file fields; others are not even looked at.

    Stored before the form's transaction, so a crash leaves at most an orphan that the sweep takes.
    """
    received = Received(files={}, refused={})
    for name, sent in files.items():
        field = field_of(form, name)
        if field is None or field.type != "filepicker":
            continue
        for one in ([sent] if isinstance(sent, Uploaded) else list(sent))[:MOST_FILES]:
            try:
                received.files.setdefault(name, []).append(keep(one, field, by=viewer.actor, now=now))
            except FileRefused as refused:
                received.refused[name] = _refusal(one, refused, viewer.language)
    return received


def keep(uploaded: Uploaded, field: Field, *, by: Actor, now: datetime) -> FileValue:
    """Store and register one file that the field takes; raises FileRefused with its reason."""
    name = clean_name(uploaded.name)
    accepted = [part.strip() for part in str(field.source.get("accept") or "").split(",") if part.strip()]
    content = sniff.check(name, uploaded.content, accepted or tuple(sniff.ENDINGS))
    stored = storage.put(content, content_type=sniff.content_type(content) or "")
    document = documents.register(
        stored=documents.Stored(
            name=name,
            content_type=stored.content_type,
            size=stored.size,
            digest=stored.digest,
            storage_key=stored.key,
            title=str(field.source.get("label") or "")[:200],
            purpose="form",
        ),
        by=by,
        now=now,
    )
    return FileValue(
        id=str(document.pk), name=name, digest=stored.digest, size=stored.size, content_type=stored.content_type
    )


def clean_name(name: str) -> str:
    """A file's name without folders and control letters, of bearable length, its ending kept."""
    plain = "".join(letter for letter in name.replace("\\", "/").rsplit("/", 1)[-1] if letter.isprintable()).strip()
    stem, point, ending = plain.rpartition(".")
    if not point or not stem:
        return plain[:_LONGEST_NAME] or "file"
    return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"


def attach(file_ids: Iterable[str], instance_id: UUID | None) -> None:
    """Tie the documents to their case; to none while a draft holds them."""
    documents.attach(document_ids=[UUID(one) for one in file_ids], instance_id=instance_id)


def ids_in(answers: Answers) -> set[str]:
    """The documents that answers hold."""
    return {file.id for files in answers.files.values() for file in files if file.id}


def _refusal(uploaded: Uploaded, refused: FileRefused, language: str) -> Refused:
    words = refusals.REASONS.get(refused.reason, ("", ""))
    reason = words[0 if language == "ko" else 1]
    return Refused(code="file_refused", facts={"name": clean_name(uploaded.name), "reason": reason})
