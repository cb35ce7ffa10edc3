"""The list of processes, and a process with its picture, its figures and its instances."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from engine import clock, queries
from engine.queries import ElementFacts, InstanceFilter, OpenCount, ProcessFacts
from tasks import naming
from webui import posting
from webui.access import ViewedRequest
from webui.control import access, waiting
from webui.control.waiting import StepFigures
from webui.studio.access import viewer_policy

STATES = ("running", "completed", "cancelled")


@dataclass(frozen=True, kw_only=True)
class ProcessLine:
    """A process in the list, counted for the viewer's offices."""

    facts: ProcessFacts
    name: str
    open: int
    overdue: int


@access.watcher
@require_GET
def show_all(request: ViewedRequest) -> HttpResponse:
    """Every process with what is open in the viewer's part of it."""
    offices, now = access.offices_of(request.viewer), clock.now()
    lines = [_line(one, offices, now, request.viewer.language) for one in queries.processes()]
    return render(request, "control/processes.html", {"processes": lines})


def _line(process: ProcessFacts, offices: frozenset[UUID] | None, now: datetime, language: str) -> ProcessLine:
    counts = queries.open_counts(process.process_id, now, participant_refs=offices).values()
    return ProcessLine(
        facts=process,
        name=name_of(process, language),
        open=sum(one.open for one in counts),
        overdue=sum(one.overdue for one in counts),
    )


@access.watcher
@require_GET
@viewer_policy
def show_one(request: ViewedRequest, process_id: str) -> HttpResponse:
    """The picture and the same figures as a table; the instances, filtered and by pages."""
    process, offices, now = find_process(process_id), access.offices_of(request.viewer), clock.now()
    language = request.viewer.language
    elements = {one.id: one for one in queries.elements(process.version_id)}
    counts = queries.open_counts(process_id, now, participant_refs=offices)
    wanted = _wanted(request, offices)
    page = posting.whole_number(request.GET.get("page", "")) or 1
    found = queries.instances(process_id, wanted, page)
    figures = [_figures(counts[one], elements.get(one), now, language) for one in [*elements, *counts] if one in counts]
    facts = {
        "process": process,
        "name": name_of(process, language),
        "figures": list({one.element_id: one for one in figures}.values()),
        "marks": _marks(figures),
        "found": found,
        "may_migrate": access.everywhere(request.viewer),
        "now": now,
        "wanted": wanted,
        "steps": [(one, element_name(elements[one], language)) for one in elements if one in counts],
        "names": {one.id: element_name(one, language) for one in elements.values()},
        **_page_addresses(request, found.page, found.pages),
    }
    return render(request, "control/process.html", facts)


def find_process(process_id: str) -> ProcessFacts:
    """A deployed process, else 404."""
    try:
        return queries.process_facts(process_id)
    except LookupError as missing:
        raise Http404(process_id) from missing


def name_of(process: ProcessFacts, language: str) -> str:
    """The process's name in the reader's language."""
    return process.name_en or process.name if language == "en" else process.name


def _wanted(request: HttpRequest, offices: frozenset[UUID] | None) -> InstanceFilter:
    status = request.GET.get("status", "running")
    return InstanceFilter(
        status=status if status in STATES else None,
        element_id=request.GET.get("step") or None,
        text=request.GET.get("q", "").strip()[:100],
        incident="incident" in request.GET,
        overdue="overdue" in request.GET,
        participant_refs=offices,
    )


def element_name(element: ElementFacts, language: str) -> str:
    """What a node is called in the reader's language; its id where it has no name."""
    return (element.label_en if language == "en" else "") or element.name or element.id


def _figures(count: OpenCount, element: ElementFacts | None, now: datetime, language: str) -> StepFigures:
    """``element`` is None where only an older version has the step."""
    return StepFigures(
        element_id=count.element_id,
        name=count.element_id if element is None else element_name(element, language),
        lane=naming.role(element.lane, language) if element and element.lane else "",
        open=count.open,
        overdue=count.overdue,
        median=waiting.share(count.waiting, 0.5),
        nine_of_ten=waiting.share(count.waiting, 0.9),
        oldest=waiting.since(count.oldest_opened_at, now),
    )


def _marks(figures: list[StepFigures]) -> dict[str, dict[str, str]]:
    """What stands on the picture: the number open, and in words how many are late."""
    marks = {}
    for one in figures:
        late = _("%(open)s건, 지연 %(late)s") % {"open": one.open, "late": one.overdue}
        label = late if one.overdue else _("%(open)s건") % {"open": one.open}
        tone = "late" if one.overdue else "open"
        marks[one.element_id] = {"label": label, "tone": tone, "title": f"{one.name}: {label}"}
    return marks


def _page_addresses(request: HttpRequest, page: int, pages: int) -> dict[str, Any]:
    """Addresses of the pages before and after, with the filters kept."""
    kept = {name: value for name, value in request.GET.items() if name != "page"}

    def address(number: int) -> str:
        return f"?{urlencode({**kept, 'page': number})}#instances" if 1 <= number <= pages else ""

    return {"previous": address(page - 1), "next": address(page + 1)}
