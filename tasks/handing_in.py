"""One handing in of a form, the same for items and start forms: take in, press buttons, validate, or keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tasks import drafts, forms, sealing, uploads
from tasks.forms import Answers, Form, FormResult, PresentedForm, Surroundings, given
from tasks.forms import posting as taking
from tasks.forms.given import Given
from tasks.forms.posting import Posted
from tasks.uploads import Received
from tasks.viewers import Viewer


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """What was posted for a form: its texts, the files that came with it, and where its draft is kept."""

    form: Form
    posted: Posted
    received: Received
    subject: str
    viewer: Viewer
    now: datetime
    #: The viewer's draft where it was read already; else it is looked up.
    draft: Answers | Literal["unread"] | None = "unread"


class FormRejected(Exception):
    """The form was not accepted, or a button inside it was pressed (``action``): show ``presented`` again.

    ``anchor`` is the element to go to. The answers are kept in the draft.
    """

    def __init__(
        self, result: FormResult, presented: PresentedForm, *, action: str | None = None, anchor: str = ""
    ) -> None:
        super().__init__(f"{len(result.errors)} errors")
        self.result = result
        self.presented = presented
        self.action = action
        self.anchor = anchor


class ValuesRejected(FormRejected):
    """A program's values were not accepted: nothing of them is kept, and the person's draft stays as it was."""


def answers_before(handed: HandedIn, surroundings: Surroundings) -> Answers:
    """What the server has of the answers: the draft, else what the variables and defaults fill in."""
    if handed.draft == "unread":
        return current(handed.form, handed.subject, handed.viewer, surroundings)
    return handed.draft or forms.fill(handed.form, surroundings)


def current(form: Form, subject: str, viewer: Viewer, surroundings: Surroundings) -> Answers:
    """The answers a page shows now: the viewer's draft, else what the variables and defaults fill in."""
    return drafts.load(subject, viewer.actor.id) or forms.fill(form, surroundings)


def take_in(handed: HandedIn, surroundings: Surroundings) -> Answers:
    """The posted answers, sealed and with their files."""
    before = answers_before(handed, surroundings) if handed.form.keeps else Answers()
    seal = sealing.sealer(before, handed.viewer.actor, handed.now)
    answers = taking.take_in(handed.form, handed.posted, before, seal)
    return taking.attach(handed.form, answers, handed.received.files, handed.received.refused)


def judge(handed: HandedIn, surroundings: Surroundings) -> FormResult | FormRejected:
    """The values if the form is accepted; else the refusal, its answers kept in the draft.

    The refusal is returned, not raised, so that the caller's transaction can commit the draft; that of a program's
    values is raised (ValuesRejected), since nothing of them is to be kept.
    """
    if isinstance(handed.posted, Given):
        return _judge_given(handed, handed.posted, surroundings)
    answers = take_in(handed, surroundings)
    pressed = forms.press(handed.form, handed.posted, answers, surroundings)
    if pressed is not None:
        keep(handed, pressed.answers)
        result = FormResult(values={}, errors=[], answers=pressed.answers)
        presented = forms.present(handed.form, pressed.answers, surroundings)
        return FormRejected(result, presented, action=pressed.action, anchor=pressed.anchor)
    result = forms.read(handed.form, answers, surroundings)
    if result.ok:
        return result
    keep(handed, answers)
    presented = forms.present(handed.form, answers, surroundings, errors=result.errors)
    return FormRejected(result, presented, anchor="form-errors")


def _judge_given(handed: HandedIn, values: Given, surroundings: Surroundings) -> FormResult:
    """The same for a program's values, which press no buttons; raises ValuesRejected, so that nothing of them stays."""
    answers = take_in(handed, surroundings)
    result = forms.read(handed.form, answers, surroundings)
    slips = given.slips(handed.form, values, surroundings.language)
    if result.ok and not slips:
        return result
    named = {slip.name for slip in slips}
    errors = [*slips, *(error for error in result.errors if error.name not in named)]
    refused = FormResult(values={}, errors=errors, answers=answers)
    raise ValuesRejected(refused, forms.present(handed.form, answers, surroundings, errors=errors))


def keep(handed: HandedIn, answers: Answers) -> None:
    """Keep the answers in the viewer's draft."""
    drafts.save(handed.subject, handed.viewer.actor.id, answers, handed.now)


def received(form: Form, files: uploads.Files, viewer: Viewer, now: datetime) -> Received:
    """Store what came with the form (its own transaction: bytes lie on the disk before anything refers to them)."""
    return uploads.receive(form, files, viewer=viewer, now=now)
