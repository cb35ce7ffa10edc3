"""What happened in the world, append-only: one row a fact, told as a sentence in Korean or English.

A noun registers its kinds with a sentence each and names the arguments that are personal; `redact` blanks those and
nothing else, so that the story stays when the person's data must go.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import models

from records import wording
from records.doer import Doer

REDACTED = {"ko": "(지움)", "en": "(removed)"}


class RecordEvent(models.Model):
    """One fact. `arguments` fill the sentence of its kind; the database refuses deletion (see the migration)."""

    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    arguments = models.JSONField(default=dict)
    instance_id = models.UUIDField(null=True, blank=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField()
    on_behalf_of = models.UUIDField(null=True, blank=True)
    happened_at = models.DateTimeField()
    redacted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_id", "id"], name="event_by_subject"),
            models.Index(fields=["instance_id", "id"], name="event_by_instance"),
        ]

    def __str__(self) -> str:
        return f"{self.happened_at} {self.kind}"


class Subject(Protocol):
    """A record with a UUID that an event can be about."""

    @property
    def pk(self) -> UUID:
        """The record's id."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How a kind of event reads; `personal` names what redaction blanks, `english` the English of Korean names.

    The sentences may write an argument out (`{until:date}`, see `records.wording`) and leave a particle open (이(가)).
    """

    ko: str
    en: str
    personal: tuple[str, ...] = ()
    english: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Happening:
    """What to record: who did it, when, in which process instance if any."""

    by: Doer
    now: datetime
    instance_id: UUID | None = None


class KindUnknown(Exception):
    """An event of a kind nobody registered would be a fact without a sentence."""


KINDS: dict[str, Kind] = {}


def register(kinds: Mapping[str, Kind]) -> None:
    """Add the kinds of one noun; called once where the noun's sentences are written."""
    KINDS.update(kinds)


def record(kind: str, subject: Subject, happening: Happening, **arguments: object) -> RecordEvent:
    """Write one fact in the caller's transaction; arguments become text in the sentence."""
    if kind not in KINDS:
        raise KindUnknown(kind)
    return RecordEvent.objects.create(
        kind=kind,
        subject_type=type(subject).__name__,
        subject_id=subject.pk,
        arguments={name: str(value) for name, value in arguments.items()},
        instance_id=happening.instance_id,
        actor_kind=happening.by.kind,
        actor_id=happening.by.id,
        on_behalf_of=happening.by.on_behalf_of,
        happened_at=happening.now,
    )


def sentence(event: RecordEvent, language: str) -> str:
    """The fact as people read it, in `ko` or `en`; a redacted argument reads as removed."""
    kind = KINDS.get(event.kind)
    if kind is None:
        return event.kind
    arguments = dict(event.arguments)
    if event.redacted_at is not None:
        arguments |= dict.fromkeys(kind.personal, REDACTED[language])
    if language == "ko":
        return wording.settled(kind.ko.format_map(wording.words(arguments, language)))
    arguments = {name: kind.english.get(text, text) for name, text in arguments.items()}
    return kind.en.format_map(wording.words(arguments, language))


def redact(event: RecordEvent, *, now: datetime) -> None:
    """Blank what is personal in the event, for good; the kind, the time and the ids stay."""
    kind = KINDS.get(event.kind)
    for name in kind.personal if kind else tuple(event.arguments):
        event.arguments[name] = ""
    event.redacted_at = now
    event.save(update_fields=["arguments", "redacted_at"])


def of_instance(instance_id: UUID) -> list[RecordEvent]:
    """The facts of one process instance, oldest first."""
    return list(RecordEvent.objects.filter(instance_id=instance_id))


def of_instances(instance_ids: Sequence[UUID]) -> list[RecordEvent]:
    """The facts of several process instances, oldest first."""
    return list(RecordEvent.objects.filter(instance_id__in=instance_ids))


def of_subject(subject_id: UUID) -> list[RecordEvent]:
    """The facts about one record, oldest first."""
    return list(RecordEvent.objects.filter(subject_id=subject_id))
