"""The first pages of the studio: all lifecycles, and one with its versions and drafts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from engine import clock, operations, queries
from engine.queries import DraftFacts, ProcessFacts, VersionFacts
from webui.access import ViewedRequest
from webui.studio import access, people

STATES: dict[str, Promise] = {
    "editing": _("고치는 중"),
    "submitted": _("승인 기다림"),
    "approved": _("승인됨"),
    "deployed": _("배포됨"),
}


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """A draft in a list."""

    id: UUID
    state: str
    state_text: str
    based_on: int | None
    revision: int
    edited_at: datetime
    edited_by: str


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """A version in a list."""

    facts: VersionFacts
    deployed_by: str


@access.reader
@require_GET
def show_all(request: ViewedRequest) -> HttpResponse:
    """Every deployed lifecycle with its live version."""
    return render(request, "studio/lifecycles.html", {"processes": queries.processes()})


@access.reader
@require_GET
def show_one(request: ViewedRequest, process_id: str) -> HttpResponse:
    """A lifecycle's versions and drafts."""
    process = find_process(process_id)
    versions, drafts = queries.versions(process_id), queries.drafts(process_id)
    names = people.names_of([v.deployed_by for v in versions] + [d.edited_by for d in drafts])
    facts = {
        "process": process,
        "versions": [VersionLine(facts=one, deployed_by=names.get(one.deployed_by, "")) for one in versions],
        "drafts": [draft_line(one, names) for one in drafts],
    }
    return render(request, "studio/lifecycle.html", facts)


@access.editor
@require_POST
def begin_draft(request: ViewedRequest, process_id: str) -> HttpResponse:
    """Begin a draft with the files of the live version."""
    find_process(process_id)
    draft_id = operations.create_draft(process_id=process_id, by=request.viewer.actor, now=clock.now())
    return redirect("studio_draft", draft_id)


def find_process(process_id: str) -> ProcessFacts:
    """A deployed process, else 404."""
    try:
        return queries.process_facts(process_id)
    except LookupError as missing:
        raise Http404(process_id) from missing


def draft_line(draft: DraftFacts, names: dict[UUID, str]) -> DraftLine:
    """A draft with the words and names of a list."""
    return DraftLine(
        id=draft.id,
        state=draft.state,
        state_text=str(STATES[draft.state]),
        based_on=draft.based_on,
        revision=draft.revision,
        edited_at=draft.edited_at,
        edited_by=names.get(draft.edited_by, ""),
    )
