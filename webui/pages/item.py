"""One work item: why it is here, what was decided before, the form, what comes next; taking it, giving it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tasks import assignment, completion, queries
from tasks.completion import Completed, FormRejected
from webui import posting
from webui.access import ViewedRequest, page_or_link
from webui.pages import filling
from webui.pages.preferences import safe_next


@require_http_methods(["GET", "POST"])
@page_or_link
def show(request: ViewedRequest, item_id: UUID) -> HttpResponse:
    """The item; a POST hands its form in, saves it for later, or presses a button inside it."""
    if request.method == "POST":
        return _hand_in(request, item_id)
    return _page(request, item_id, None)


@require_POST
@page_or_link
def claim(request: ViewedRequest, item_id: UUID) -> HttpResponse:
    """Take the item for oneself, then work on it."""
    assignment.claim(item_id=item_id, viewer=request.viewer, now=request.now)
    messages.success(request, _("이 일을 맡았습니다."))
    return redirect("item", item_id=item_id)


@require_POST
@page_or_link
def give_back(request: ViewedRequest, item_id: UUID) -> HttpResponse:
    """Give the item back to the team."""
    reason = request.POST.get("reason", "").strip()[:500]
    assignment.give_back(item_id=item_id, viewer=request.viewer, reason=reason, now=request.now)
    messages.success(request, _("일을 우리 기관에 돌려놓았습니다. 다른 분이 맡을 수 있습니다."))
    return redirect("inbox")


def _hand_in(request: ViewedRequest, item_id: UUID) -> HttpResponse:
    try:
        done = completion.complete(
            item_id=item_id,
            viewer=request.viewer,
            posted=posting.texts(request),
            files=posting.files(request),
            revision=posting.revision(request),
            now=request.now,
        )
    except FormRejected as rejected:
        if posting.is_fragment(request):
            return filling.fragment(request, rejected)
        if filling.is_saved(request, rejected):
            return redirect("item", item_id=item_id)
        return _page(request, item_id, rejected)
    return _after(request, done)


def _page(request: ViewedRequest, item_id: UUID, rejected: FormRejected | None) -> HttpResponse:
    now = request.now
    found = queries.item(viewer=request.viewer, item_id=item_id, now=now)
    facts = {"item": found, "now": now, "back": safe_next(request)}
    facts |= filling.facts(found.form if rejected is None else rejected.presented, rejected)
    return render(request, "pages/item.html", facts, status=filling.status(rejected))


def _after(request: ViewedRequest, done: Completed) -> HttpResponse:
    """Say what is done; go on to what the same person does next in the same case."""
    if done.before:
        messages.info(request, _("이 일은 이미 보내셨습니다. 한 번만 처리되었습니다."))
    else:
        messages.success(request, _("‘%(name)s’ 일을 마쳤습니다.") % {"name": done.name})
    if request.viewer.link_id is not None:
        return redirect("link_home")
    next_id = completion.next_item(done.root_id, request.viewer)
    if next_id is not None:
        messages.info(request, _("같은 건에서 이어서 하실 일입니다."))
        return redirect("item", item_id=next_id)
    return redirect("inbox")
