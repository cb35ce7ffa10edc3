"""The one-time link of somebody without an account (an employer): a code by SMS, then the matter itself.

The address alone shows nothing but whom the link is for; the code goes to the number that the case holds.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engine import clock
from records.people import accounts, links
from records.people.links import LinkFacts
from tasks import queries
from webui import errors, sessions, signing_in
from webui.access import RoomRequest, ViewedRequest, page_or_link
from webui.pages.second_factor import CodeForm

KEY = "opening_link"


@never_cache
@require_http_methods(["GET", "POST"])
def open_link(request: RoomRequest, token: str) -> HttpResponse:
    """Say whom the link is for, and ask for the code."""
    link = links.open_link(token, clock.now())
    if request.viewer is not None and request.viewer.link_id == link.id:
        return redirect("link_home")
    pending = _pending(request, link)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and pending and form.is_valid():
        refused = _check(request, link, form.cleaned_data["code"])
        if refused is None:
            sessions.begin_link(request, link_id=link.id)
            return redirect("link_home")
        form.add_error("code", refused)
    facts = {"link": link, "token": token, "form": form, "sent": pending, "mobile": signing_in.masked(link.mobile)}
    return render(request, "link/open.html", facts, status=422 if form.errors else 200)


@require_POST
def send(request: HttpRequest, token: str) -> HttpResponse:
    """Send the code by SMS (again)."""
    link = links.open_link(token, clock.now())
    try:
        issued = accounts.issue_code(link_id=link.id, now=timezone.now())
    except (accounts.NoMobile, accounts.SignInLocked) as refusal:
        messages.error(request, errors.sentence_for(refusal))
        return redirect("link", token=token)
    signing_in.deliver(issued)
    request.session[KEY] = {"link_id": str(link.id), "challenge": str(issued.challenge)}
    messages.success(request, _("인증번호를 문자로 보냈습니다. 5분 안에 입력해 주세요."))
    return redirect("link", token=token)


@require_safe
@page_or_link
def home(request: ViewedRequest) -> HttpResponse:
    """What the holder of the link is asked to do; straight to it if it is one thing."""
    if request.viewer.link_id is None:
        return redirect("inbox")
    found = queries.inbox(viewer=request.viewer, filter=queries.InboxFilter(box="mine"), now=clock.now())
    if len(found.rows) == 1:
        return redirect("item", item_id=found.rows[0].id)
    return render(request, "link/home.html", {"rows": found.rows})


def _pending(request: HttpRequest, link: LinkFacts) -> dict[str, Any] | None:
    kept = request.session.get(KEY)
    return kept if kept is not None and kept["link_id"] == str(link.id) else None


def _check(request: HttpRequest, link: LinkFacts, code: str) -> str | None:
    challenge = request.session[KEY]["challenge"]
    try:
        passed = accounts.check_code(
            challenge=challenge, code=code, now=timezone.now(), ip=sessions.address_of(request)
        )
    except (accounts.SignInRefused, accounts.SignInLocked) as refusal:
        return errors.sentence_for(refusal)
    return None if passed.link_id == link.id else errors.sentence_for(accounts.SignInRefused("sms"))
