"""A forgotten password: the ID, a link by mail, a second factor, a new one. Nobody learns whether an ID exists."""

import logging

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from integrations.messages import client as gateway
from records.notices import operations as notices
from records.notices.models import DeliveryState
from records.people import accounts
from records.people import queries as people
from webui import errors, sessions, signing_in
from webui.pages.security import new_password_field
from webui.pages.sign_in import username_field

log = logging.getLogger(__name__)


class NameForm(forms.Form):
    """Whose password is forgotten."""

    username = username_field()


class FreshPasswordForm(forms.Form):
    """The new password; length is the only rule."""

    new = new_password_field()


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the ID and send the link; the answer is the same for every ID."""
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refused = _sent(request, form.cleaned_data["username"])
        if refused is None:
            return redirect(f"{reverse('forgotten')}?sent=1")
        form.add_error("username", refused)
    facts = {"form": form, "sent": request.GET.get("sent") == "1"}
    return render(request, "sign_in/forgotten.html", facts, status=422 if form.errors else 200)


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Open the link of the mail: from here on it goes as at sign-in, with a code."""
    now = timezone.now()
    passed = accounts.open_reset(token=token, now=now)
    signing_in.begin(request, passed=passed, come_back=reverse("home"), now=now, is_reset=True)
    return redirect("sign_in_code")


@sensitive_post_parameters("new")
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the new password, once the code was right; every session of the account ends."""
    found = signing_in.pending(request, timezone.now())
    if found is None or not found.is_proven:
        messages.info(request, _("시간이 지나 처음부터 다시 합니다. 아이디를 입력해 주세요."))
        return redirect("forgotten")
    form = FreshPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            accounts.set_password(account_id=found.account_id, password=form.cleaned_data["new"])
        except accounts.PasswordTooShort as refusal:
            form.add_error("new", errors.sentence_for(refusal))
        else:
            return _done(request, found)
    return render(request, "sign_in/new_password.html", {"form": form}, status=422 if form.errors else 200)


def _sent(request: HttpRequest, username: str) -> str | None:
    """Send the link, if there is somebody to send it to; the sentence of the refusal if it was asked too often."""
    try:
        issued = accounts.issue_reset(username=username, ip=sessions.address_of(request), now=timezone.now())
    except accounts.SignInLocked as refusal:
        return errors.sentence_for(refusal)
    if issued is not None:
        _deliver(issued)
    return None


def _deliver(issued: accounts.ResetIssued) -> None:
    address = settings.SITE_ADDRESS + reverse("forgotten_link", args=[issued.token])
    subject, text = accounts.RESET_SUBJECTS[issued.language], accounts.RESET_TEXTS[issued.language]
    signature = issued.token.rpartition(":")[2]
    try:
        gateway.client().send_mail(issued.email, subject, text.format(address=address), key=f"reset:{signature}")
    except gateway.MessageNotSent as error:
        # Told like an unknown ID: an error only for IDs that exist would tell them apart.
        log.warning("a link for a new password was not sent: %s", error)


def _done(request: HttpRequest, found: signing_in.Pending) -> HttpResponse:
    sessions.end_all(account_id=found.account_id)
    request.session.flush()
    person = people.by_account(found.account_id)
    told = notices.NewNotice(
        kind="password_changed",
        person_id=person.pk,
        title_ko="비밀번호가 바뀌었습니다",
        title_en="Your password was changed",
        body_ko="본인이 바꾸지 않았다면 곧바로 소속 기관이나 관할 지사에 알려 주세요.",
        body_en="If it was not you, tell your organisation or branch office at once.",
        sms=DeliveryState.WAITING if person.mobile else DeliveryState.NONE,
        mail=DeliveryState.WAITING if person.email else DeliveryState.NONE,
    )
    notices.post(notice=told, now=timezone.now())
    messages.success(request, _("비밀번호를 새로 정했습니다. 새 비밀번호로 로그인해 주세요."))
    return redirect("sign_in")
