"""Starting a case: the start form of a process, its draft, and handing it in once."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engine import clock
from tasks import naming, starting
from tasks.handing_in import FormRejected
from tasks.starting import StartRefused
from webui import posting
from webui.access import ViewedRequest, page
from webui.pages import filling


@require_http_methods(["GET", "POST"])
@page
def show(request: ViewedRequest, process_id: str) -> HttpResponse:
    """The start form; a POST hands it in, saves it for later, or presses a button inside it."""
    if request.method == "POST":
        return _hand_in(request, process_id)
    return _page(request, process_id, None)


def _hand_in(request: ViewedRequest, process_id: str) -> HttpResponse:
    try:
        case = starting.start(
            process_id=process_id,
            posted=posting.texts(request),
            files=posting.files(request),
            viewer=request.viewer,
            now=clock.now(),
            submission_id=_submission(request),
        )
    except FormRejected as rejected:
        if posting.is_fragment(request):
            return filling.fragment(request, rejected)
        if filling.is_saved(request, rejected):
            return redirect("start", process_id=process_id)
        return _page(request, process_id, rejected)
    except StartRefused as refused:
        return _page(request, process_id, refused)
    messages.success(request, _("신청했습니다. 접수번호는 %(number)s입니다.") % {"number": case.case_number})
    return redirect("case", instance_id=case.id)


def _page(request: ViewedRequest, process_id: str, refused: FormRejected | StartRefused | None) -> HttpResponse:
    start = starting.start_form(process_id=process_id, viewer=request.viewer, now=clock.now())
    rejected = refused if isinstance(refused, FormRejected) else None
    sentence = refused.sentence(request.viewer.language) if isinstance(refused, StartRefused) else ""
    facts = {
        "start": start,
        "name": naming.process(process_id, request.viewer.language),
        "refused": sentence,
        "submission": _submission(request),
    }
    facts |= filling.facts(start.presented if rejected is None else rejected.presented, rejected)
    return render(request, "pages/start.html", facts, status=422 if sentence else filling.status(rejected))


def _submission(request: ViewedRequest) -> UUID:
    """The number of this handing in: made with the page, so that sending it twice starts one case."""
    try:
        return UUID(request.POST.get("submission", ""))
    except ValueError:
        return uuid4()
