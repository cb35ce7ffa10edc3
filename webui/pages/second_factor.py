"""Sign-in, step 2: a code by SMS, from the authenticator app, or one of the recovery codes."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from engine import clock
from records.people import accounts
from webui import errors, sessions, signing_in
from webui.signing_in import Pending


class CodeForm(forms.Form):
    """One code; blanks and hyphens in it do not matter."""

    code = forms.CharField(
        label=gettext_lazy("인증번호"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "class": "code-input"}
        ),
        error_messages={"required": gettext_lazy("인증번호를 입력해 주세요.")},
    )

    def clean_code(self) -> str:
        """Without the blanks that people put between groups."""
        return str(self.cleaned_data["code"]).replace(" ", "")


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Choose how to get the code, or enter it (`?by=sms|totp|recovery`)."""
    now = timezone.now()
    found = signing_in.pending(request, now)
    if found is None:
        messages.info(request, _("시간이 지나 처음부터 다시 합니다. 아이디와 비밀번호를 입력해 주세요."))
        return redirect("sign_in")
    factor = _factor(request, found)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and factor and form.is_valid():
        refused = _check(request, found, factor, form.cleaned_data["code"])
        if refused is None and found.is_reset:
            signing_in.prove(request)
            return redirect("forgotten_new")
        if refused is None:
            return redirect(signing_in.complete(request, found=found, second_factor=factor, now=clock.now()))
        form.add_error("code", refused)
    facts = {"form": form, "factor": factor, "pending": found}
    return render(request, "sign_in/code.html", facts, status=422 if form.errors else 200)


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send a code by SMS (again)."""
    now = timezone.now()
    found = signing_in.pending(request, now)
    if found is None:
        return redirect("sign_in")
    try:
        signing_in.send_code(request, account_id=found.account_id, now=now)
    except (accounts.NoMobile, accounts.SignInLocked) as refusal:
        messages.error(request, errors.sentence_for(refusal))
        return redirect("sign_in_code")
    messages.success(request, _("인증번호를 문자로 보냈습니다. 5분 안에 입력해 주세요."))
    return redirect(f"{reverse('sign_in_code')}?by=sms")


def _factor(request: HttpRequest, found: Pending) -> str:
    """Which code is being asked for; empty while the person chooses."""
    wanted = request.POST.get("by") or request.GET.get("by") or ""
    possible = {"sms": found.challenge is not None, "totp": found.has_totp, "recovery": found.has_totp}
    return wanted if possible.get(wanted, False) else ""


def _check(request: HttpRequest, found: Pending, factor: str, code: str) -> str | None:
    """Spend the code; the sentence of the refusal if it was not good."""
    given: Mapping[str, Any] = {"code": code, "now": timezone.now(), "ip": sessions.address_of(request)}
    try:
        CHECKS[factor](found, given)
    except (accounts.SignInRefused, accounts.SignInLocked) as refusal:
        return errors.sentence_for(refusal)
    return None


def _by_sms(found: Pending, given: Mapping[str, Any]) -> None:
    passed = accounts.check_code(challenge=found.challenge or UUID(int=0), **given)
    if passed.account_id != found.account_id:
        raise accounts.SignInRefused("sms")


CHECKS: dict[str, Callable[[Pending, Mapping[str, Any]], object]] = {
    "sms": _by_sms,
    "totp": lambda found, given: accounts.check_totp(account_id=found.account_id, **given),
    "recovery": lambda found, given: accounts.check_recovery_code(account_id=found.account_id, **given),
}
