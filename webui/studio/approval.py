"""From a draft to a version: hand in, look at the difference, approve and deploy by another person."""

import difflib
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from engine import clock, operations, queries, releasing
from engine.bundle import Bundle
from webui.access import ViewedRequest
from webui.studio import access, lifecycles, people
from webui.studio.reading import telling, whole
from webui.studio.reading.xml import NotReadable


@access.editor
@require_POST
def submit(request: ViewedRequest, draft_id: UUID) -> HttpResponse:
    """Hand the draft in; problems do not stop handing in, they stop deployment."""
    operations.submit_draft(
        draft_id=draft_id,
        by=request.viewer.actor,
        now=clock.now(),
        comment=request.POST.get("comment", "").strip()[:2000],
    )
    messages.success(request, _("제출했습니다. 다른 승인 담당자가 검토하고 배포합니다."))
    return redirect("studio_draft", draft_id)


@access.approver
@require_POST
def approve(request: ViewedRequest, draft_id: UUID) -> HttpResponse:
    """Approve and deploy; a bundle with errors is refused and the findings are shown."""
    draft = queries.draft(draft_id)
    try:
        releasing.approve_and_deploy(draft_id=draft_id, by=request.viewer.actor, now=clock.now())
    except operations.DeploymentRefused as refused:
        facts = {"findings": refused.findings, "draft_id": draft_id, "process_id": draft.process_id}
        return render(request, "studio/refused.html", facts, status=422)
    live = queries.process_facts(draft.process_id)
    messages.success(
        request,
        _("%(number)s판을 배포했습니다. 이제 새로 시작하는 건은 이 판을 따릅니다.") % {"number": live.version_number},
    )
    return redirect("studio_process", draft.process_id)


@access.reader
@require_GET
@access.viewer_policy
def changes(request: ViewedRequest, draft_id: UUID) -> HttpResponse:
    """What the draft changes against the live version: files, words, and the diagrams side by side."""
    draft = queries.draft(draft_id)
    process = lifecycles.find_process(draft.process_id)
    before, after = queries.bundle(process.version_id), Bundle(draft.process_id, draft.files)
    facts = {
        "draft": lifecycles.draft_line(draft, people.names_of([draft.edited_by])),
        "process": process,
        "files": _changed_files(before, after),
        "words": _changed_words(before, after, request.viewer.language),
    }
    return render(request, "studio/changes.html", facts)


@access.reader
@require_GET
def draft_diagram(_request: ViewedRequest, draft_id: UUID) -> HttpResponse:
    """The draft's diagram as XML, for the picture of the difference."""
    draft = queries.draft(draft_id)
    found = draft.files.get(f"{draft.process_id}.bpmn")
    if found is None:
        raise Http404(draft_id)
    return HttpResponse(found, content_type="application/xml")


def _changed_files(before: Bundle, after: Bundle) -> list[tuple[str, str]]:
    """(path, what happened) for every file that differs."""
    said = {(True, False): _("없어짐"), (False, True): _("새로 생김"), (True, True): _("바뀜")}
    paths = sorted({*before.files, *after.files})
    return [
        (path, said[path in before.files, path in after.files])
        for path in paths
        if before.files.get(path) != after.files.get(path)
    ]


def _changed_words(before: Bundle, after: Bundle, language: str) -> list[tuple[str, str]]:
    """Lines of the structured text that went ("-"), came ("+") or stand around them (" ")."""
    on = clock.now().date()
    try:
        old, new = (telling.lines(whole.tell(one, language=language, on=on).steps) for one in (before, after))
    except NotReadable:
        return []
    lines = difflib.unified_diff(old, new, n=1, lineterm="")
    return [(line[0], line[1:]) for line in lines if line[:3] not in {"---", "+++"} and not line.startswith("@@")]
