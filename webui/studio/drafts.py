"""The draft's page with its editors, and what that page's script asks for: files, saving, checking."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from engine import clock, operations, queries, releasing
from engine.findings import Finding
from engine.queries import DraftFacts
from webui.access import ViewedRequest, roles_of
from webui.studio import access, content, lifecycles, people


@dataclass(frozen=True)
class SaveRequest:
    """What the editor sends: one file, and the revision it last saw."""

    path: str
    content: bytes
    revision: int


@access.maker
@require_GET
@access.editor_policy
def show(request: ViewedRequest, draft_id: UUID) -> HttpResponse:
    """The draft: editors for analysts, the decision for approvers."""
    draft = queries.draft(draft_id)
    names = people.names_of([draft.edited_by, draft.submitted_by, draft.approved_by])
    roles = roles_of(request.viewer)
    facts = {
        "draft": lifecycles.draft_line(draft, names),
        "process": lifecycles.find_process(draft.process_id),
        "comment": draft.comment,
        "submitted_by": names.get(draft.submitted_by) if draft.submitted_by else "",
        "facts": _page_facts(request, draft),
        "paths": list(_texts(draft)),
        "form_ids": [path[6:-5] for path in draft.files if path.startswith("forms/")],
        "may_edit": "analyst" in roles and draft.state in {"editing", "submitted"},
        "may_approve": "approver" in roles and draft.state == "submitted",
        "is_own": request.viewer.actor.id in {draft.edited_by, draft.submitted_by},
        "findings": releasing.check_draft(draft_id) if draft.state == "submitted" else [],
    }
    return render(request, "studio/draft.html", facts)


@access.maker
@require_GET
@access.framed
def form_frame(request: ViewedRequest) -> HttpResponse:
    """The form editor alone, for the frame in the draft's page: KRDS would hide its check boxes."""
    return render(request, "studio/frame.html")


@access.maker
@require_GET
def files(_request: ViewedRequest, draft_id: UUID) -> JsonResponse:
    """The files and the revision as they are saved now."""
    draft = queries.draft(draft_id)
    return JsonResponse({"files": _texts(draft), "revision": draft.revision})


@access.editor
@require_POST
def save(request: ViewedRequest, draft_id: UUID) -> JsonResponse:
    """Save one file; 409 with who saved meanwhile if the page's revision is not the newest."""
    sent = _read(request)
    draft = queries.draft(draft_id)
    content.check_path(sent.path, draft.process_id)
    content.check_content(sent.path, sent.content)
    try:
        revision = operations.save_draft_file(
            draft_id=draft_id,
            path=sent.path,
            content=sent.content,
            revision=sent.revision,
            by=request.viewer.actor,
            now=clock.now(),
        )
    except operations.DraftChanged as changed:
        return _conflict(draft_id, changed)
    return JsonResponse({"revision": revision})


@access.maker
@require_POST
def check(request: ViewedRequest, draft_id: UUID) -> JsonResponse:
    """What stands against deploying the draft as it is saved now."""
    language = request.viewer.language
    return JsonResponse({"findings": [_finding(one, language) for one in releasing.check_draft(draft_id)]})


def _conflict(draft_id: UUID, changed: operations.DraftChanged) -> JsonResponse:
    draft = queries.draft(draft_id)
    names = people.names_of([draft.edited_by])
    facts = {"error": "DraftChanged", "revision": changed.revision, "edited_by": names.get(draft.edited_by, "")}
    return JsonResponse(facts, status=409)


def _read(request: ViewedRequest) -> SaveRequest:
    """The body as JSON; a body of another shape is refused like any unreadable file."""
    try:
        body = json.loads(request.body)
        return SaveRequest(str(body["path"]), str(body["content"]).encode(), int(body["revision"]))
    except (ValueError, TypeError, KeyError) as problem:
        raise content.FileNotReadable(str(problem)) from problem


def _finding(finding: Finding, language: str) -> dict[str, object]:
    english = language == "en"
    return {
        "element_id": finding.element_id,
        "path": finding.path,
        "message": finding.sentence_en if english else finding.sentence_ko,
        "way": finding.way_en if english else finding.way_ko,
        "severity": finding.severity,
    }


def _page_facts(request: ViewedRequest, draft: DraftFacts) -> dict[str, Any]:
    addresses = {name: reverse(f"studio_draft_{name}", args=[draft.id]) for name in ("files", "save", "check")}
    return {"files": _texts(draft), "revision": draft.revision, "csrf": get_token(request), "addresses": addresses}


def _texts(draft: DraftFacts) -> dict[str, str]:
    """The files as text, the diagram first, then decisions and forms."""
    ordered = sorted(draft.files.items(), key=lambda file: (not file[0].endswith(".bpmn"), file[0]))
    return {path: found.decode(errors="replace") for path, found in ordered}
