"""Starting a case from a start form; each lifecycle says once who takes part and what the case is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from engine import operations, queries
from engine.feel import Value
from engine.participants import ParticipantSpec
from engine.ports import InstanceFacts
from tasks import drafts, filling_in, forms, handing_in, uploads
from tasks.forms import PresentedForm, library
from tasks.forms.posting import Posted
from tasks.handing_in import FormRejected, HandedIn
from tasks.models import StartSubmission
from tasks.viewers import Viewer

__all__ = [
    "FormRejected",
    "NotStartable",
    "Prepared",
    "StartPage",
    "StartRefused",
    "register",
    "save_draft",
    "start",
    "start_form",
]


class NotStartable(Exception):
    """No process of that id is deployed, or nobody registered how people start it."""

    def __init__(self, process_id: str) -> None:
        super().__init__(process_id)
        self.process_id = process_id


class StartRefused(Exception):
    """The lifecycle does not let this person start this case; the sentence says why and what to do."""

    def __init__(self, sentence_ko: str, sentence_en: str) -> None:
        super().__init__(sentence_en)
        self.sentence_ko = sentence_ko
        self.sentence_en = sentence_en

    def sentence(self, language: str) -> str:
        """The sentence in the reader's language."""
        return self.sentence_en if language == "en" else self.sentence_ko


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What a lifecycle makes of a start form: the variables of the case, who takes part, and its title."""

    variables: Mapping[str, Value]
    participants: Sequence[ParticipantSpec]
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class StartPage:
    """A start form ready to be shown; ``draft_saved_at`` where the viewer left one."""

    process_id: str
    version_id: UUID
    presented: PresentedForm
    draft_saved_at: datetime | None = None
    has_form: bool = True


@dataclass(frozen=True, kw_only=True)
class _Submission:
    """A start form that was handed in, and by which version's form."""

    id: UUID
    process_id: str
    version_id: UUID
    viewer: Viewer
    now: datetime

    @property
    def instance_id(self) -> UUID:
        """The case's id: made from the submission and the person, so that nobody can name another's case."""
        return uuid5(self.id, str(self.viewer.actor.id))


Prepare = Callable[[Mapping[str, Value], Viewer, datetime], Prepared]
_prepare: dict[str, Prepare] = {}


def register(process_id: str, prepare: Prepare) -> None:
    """Say how a process is started by people: ``prepare(values, viewer, now)``, which may raise StartRefused."""
    _prepare[process_id] = prepare


def is_startable(process_id: str) -> bool:
    """Whether people may start the process from a page."""
    return process_id in _prepare


def start_form(*, process_id: str, viewer: Viewer, now: datetime) -> StartPage:
    """The start form of the process's newest version, with the viewer's draft or the defaults.

    Raises:
        NotStartable: there is no such process for people.
    """
    version_id, form = _form(process_id)
    surroundings = filling_in.of_start(viewer, now)
    subject = drafts.start_subject(process_id)
    answers = handing_in.current(form, subject, viewer, surroundings)
    return StartPage(
        process_id=process_id,
        version_id=version_id,
        presented=forms.present(form, answers, surroundings),
        draft_saved_at=drafts.saved_at(subject, viewer.actor.id),
        has_form=bool(form.fields),
    )


def start(  # noqa: PLR0913 - the facts of a post
    *, process_id: str, posted: Posted, files: uploads.Files, viewer: Viewer, now: datetime, submission_id: UUID
) -> InstanceFacts:
    """Hand in a start form; the same submission again, by the same person, gives the same case.

    Raises:
        NotStartable: there is no such process for people.
        StartRefused: the lifecycle refuses this person or these answers.
        FormRejected: refused fields, or a button inside the form; the answers are kept.
    """
    known = StartSubmission.objects.filter(pk=submission_id, by_id=viewer.actor.id).first()
    if known is not None:
        return queries.instance(known.instance_id).facts
    version_id, form = _form(process_id)
    handed = HandedIn(
        form=form,
        posted=posted,
        received=handing_in.received(form, files, viewer, now),
        subject=drafts.start_subject(process_id),
        viewer=viewer,
        now=now,
    )
    submission = _Submission(id=submission_id, process_id=process_id, version_id=version_id, viewer=viewer, now=now)
    outcome = _started(submission, handed)
    if isinstance(outcome, FormRejected | StartRefused):
        raise outcome
    return outcome


@transaction.atomic
def _started(submission: _Submission, handed: HandedIn) -> InstanceFacts | FormRejected | StartRefused:
    viewer, now = submission.viewer, submission.now
    row, new = StartSubmission.objects.get_or_create(
        pk=submission.id,
        defaults={
            "process_id": submission.process_id,
            "instance_id": submission.instance_id,
            "by_id": viewer.actor.id,
            "at": now,
        },
    )
    if not new:
        return _again(row, submission)
    outcome = handing_in.judge(handed, filling_in.of_start(viewer, now))
    if isinstance(outcome, FormRejected):
        row.delete()
        return outcome
    try:
        prepared = _prepare[submission.process_id](outcome.values, viewer, now)
    except StartRefused as refused:
        row.delete()
        handing_in.keep(handed, outcome.answers)
        return refused
    facts = _begin(submission, prepared)
    uploads.attach(outcome.files, facts.id)
    drafts.delete_own(handed.subject, viewer.actor.id, handed_over=frozenset(outcome.files))
    return facts


def _again(row: StartSubmission, submission: _Submission) -> InstanceFacts:
    if row.by_id != submission.viewer.actor.id:
        raise NotStartable(submission.process_id)
    return queries.instance(row.instance_id).facts


def _begin(submission: _Submission, prepared: Prepared) -> InstanceFacts:
    return operations.start(
        process_id=submission.process_id,
        variables=prepared.variables,
        participants=prepared.participants,
        by=submission.viewer.actor,
        now=submission.now,
        title=prepared.title,
        version_id=submission.version_id,
        instance_id=submission.instance_id,
    )


def save_draft(*, process_id: str, viewer: Viewer, posted: Posted, now: datetime) -> None:
    """Keep what has been filled in of a start form so far; raises NotStartable."""
    _, form = _form(process_id)
    handed = HandedIn(
        form=form,
        posted=posted,
        received=uploads.Received(files={}, refused={}),
        subject=drafts.start_subject(process_id),
        viewer=viewer,
        now=now,
    )
    handing_in.keep(handed, handing_in.take_in(handed, filling_in.of_start(viewer, now)))


def _form(process_id: str) -> tuple[UUID, forms.Form]:
    if process_id not in _prepare:
        raise NotStartable(process_id)
    try:
        version_id, form_id = queries.start_form(process_id)
    except operations.NoSuchProcess as unknown:
        raise NotStartable(process_id) from unknown
    return version_id, library.load(version_id, form_id)
