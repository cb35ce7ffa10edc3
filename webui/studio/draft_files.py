"""Adding, renaming and removing the forms, decisions and scenarios of a draft: plain forms, without JavaScript too."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engine import clock, operations, queries
from engine.queries import DraftFacts
from webui import posting
from webui.access import ViewedRequest
from webui.studio import access, content

Save = Callable[[str, bytes | None, int], int]


@access.editor
@require_POST
def add(request: ViewedRequest, draft_id: UUID) -> HttpResponse:
    """Add an empty form, decision or scenario; its name becomes its id."""
    kind, name = request.POST.get("kind", ""), request.POST.get("name", "").strip()
    path = content.path_for(kind, name)
    draft = queries.draft(draft_id)
    _refuse_taken(draft, path)
    _saver(request, draft_id)(path, content.empty(kind, name, draft.process_id), _revision(request))
    messages.success(request, _("〈%(path)s〉 파일을 더했습니다.") % {"path": path})
    return _back(draft_id, path)


@access.editor
@require_POST
def rename(request: ViewedRequest, draft_id: UUID) -> HttpResponse:
    """Give a form or decision another name; steps that name it must be changed by hand, the check says which."""
    draft, old = queries.draft(draft_id), request.POST.get("path", "")
    kind = old.rpartition(".")[2]
    new = content.path_for(kind, request.POST.get("name", "").strip())
    _refuse_missing(draft, old)
    _refuse_taken(draft, new)
    old_name, new_name = old.rpartition("/")[2].rpartition(".")[0], new.rpartition("/")[2].rpartition(".")[0]
    renamed = draft.files[old].replace(f'"{old_name}"'.encode(), f'"{new_name}"'.encode())
    save = _saver(request, draft_id)
    with transaction.atomic():
        save(old, None, save(new, renamed, _revision(request)))
    messages.success(request, _("파일 이름을 바꾸었습니다: %(old)s → %(new)s") % {"old": old, "new": new})
    return _back(draft_id, new)


@access.editor
@require_POST
def delete(request: ViewedRequest, draft_id: UUID) -> HttpResponse:
    """Remove a form or decision from the draft; versions keep theirs."""
    path = request.POST.get("path", "")
    _refuse_missing(queries.draft(draft_id), path)
    _saver(request, draft_id)(path, None, _revision(request))
    messages.success(request, _("〈%(path)s〉 파일을 지웠습니다.") % {"path": path})
    return _back(draft_id, "")


def _saver(request: ViewedRequest, draft_id: UUID) -> Save:
    def save(path: str, found: bytes | None, revision: int) -> int:
        new: int = operations.save_draft_file(
            draft_id=draft_id, path=path, content=found, revision=revision, by=request.viewer.actor, now=clock.now()
        )
        return new

    return save


def _revision(request: ViewedRequest) -> int:
    given = posting.revision(request)
    return -1 if given is None else given


def _refuse_missing(draft: DraftFacts, path: str) -> None:
    """The diagram itself stays: a draft without it is none."""
    if path not in draft.files or path.endswith(".bpmn"):
        raise content.FileNameRefused


def _refuse_taken(draft: DraftFacts, path: str) -> None:
    if path in draft.files:
        raise content.FileNameTaken


def _back(draft_id: UUID, path: str) -> HttpResponse:
    response = redirect("studio_draft", draft_id)
    if path:
        response["Location"] += f"#{path}"
    return response
