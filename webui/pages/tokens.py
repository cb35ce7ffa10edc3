"""Tokens for one's own programs: made after both factors were given once more, shown once, ended here."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from records.people import accounts, tokens
from records.people.models import Account, Scope
from webui import errors, sessions, signing_in
from webui.access import ViewedRequest, page
from webui.pages.second_factor import CodeForm

#: Where the session keeps the challenge of the code that was sent for this.
CHALLENGE: Final = "token_challenge"
SCOPES: Final = {
    Scope.READ.value: gettext_lazy("내 할 일을 읽습니다"),
    Scope.COMPLETE.value: gettext_lazy("내 할 일을 처리합니다"),
}
LIFETIMES: Final = {
    30: gettext_lazy("30일"),
    90: gettext_lazy("90일"),
    180: gettext_lazy("180일"),
    365: gettext_lazy("1년"),
}


class TokenForm(CodeForm):
    """What the token is for, and who asks for it: password and a fresh code."""

    name = forms.CharField(
        label=gettext_lazy("이름"),
        help_text=gettext_lazy("어느 프로그램에서 쓰는지 알아볼 수 있게 적어 주세요."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("이름을 입력해 주세요.")},
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("할 수 있는 일"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("할 수 있는 일을 하나 이상 골라 주세요.")},
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("기한"),
        choices=list(LIFETIMES.items()),
        coerce=int,
        initial=90,
    )
    password = forms.CharField(
        label=gettext_lazy("비밀번호"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("비밀번호를 입력해 주세요.")},
    )
    field_order = ("name", "scopes", "days", "password", "code")


@require_safe
@page
def show(request: ViewedRequest) -> HttpResponse:
    """The tokens that are good now."""
    found = tokens.of_account(_account(request).pk, timezone.now())
    rows = [{"token": token, "scopes": [SCOPES[scope] for scope in token.scopes if scope in SCOPES]} for token in found]
    return render(request, "security/tokens.html", {"rows": rows})


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
@page
def create(request: ViewedRequest) -> HttpResponse:
    """Ask what for and for both factors; then show the token, this once."""
    account, form = _account(request), TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refused = _proven(request, account, form.cleaned_data)
        if refused is None:
            return _made(request, account, form)
        form.add_error(*refused)
    facts = {
        "form": form,
        "has_totp": account.totp_confirmed_at is not None,
        "mobile": signing_in.masked(account.person.mobile) if account.person.mobile else "",
        "sent": CHALLENGE in request.session,
    }
    return render(request, "security/token_new.html", facts, status=422 if form.errors else 200)


@require_POST
@page
def send(request: ViewedRequest) -> HttpResponse:
    """Send a fresh code to the account's mobile."""
    try:
        issued = accounts.issue_code(account_id=_account(request).pk, now=timezone.now())
    except (accounts.NoMobile, accounts.SignInLocked) as refusal:
        messages.error(request, errors.sentence_for(refusal))
    else:
        signing_in.deliver(issued)
        request.session[CHALLENGE] = str(issued.challenge)
        messages.success(request, _("인증번호를 문자로 보냈습니다. 5분 안에 입력해 주세요."))
    return redirect("token_new")


@require_POST
@page
def end(request: ViewedRequest, token_id: UUID) -> HttpResponse:
    """End a token at once."""
    if not tokens.revoke(account_id=_account(request).pk, token_id=token_id, now=timezone.now()):
        raise Http404
    messages.success(request, _("토큰을 끝냈습니다. 이제 그 토큰으로는 아무것도 할 수 없습니다."))
    return redirect("tokens")


def _proven(request: ViewedRequest, account: Account, given: dict[str, Any]) -> tuple[str, str] | None:
    """Check both factors; the field and the sentence of the refusal."""
    ip, now = sessions.address_of(request), timezone.now()
    try:
        accounts.check_password(username=account.username, password=given["password"], ip=ip, now=now)
    except (accounts.SignInRefused, accounts.SignInLocked) as refusal:
        return "password", errors.sentence_for(refusal)
    try:
        _check_code(request, account, given["code"], now)
    except (accounts.SignInRefused, accounts.SignInLocked) as refusal:
        return "code", errors.sentence_for(refusal)
    return None


def _check_code(request: ViewedRequest, account: Account, code: str, now: datetime) -> None:
    """The authenticator's code where there is one, else the one that was sent for this."""
    ip = sessions.address_of(request)
    if account.totp_confirmed_at is not None:
        accounts.check_totp(account_id=account.pk, code=code, now=now, ip=ip)
        return
    challenge = UUID(request.session.get(CHALLENGE) or str(UUID(int=0)))
    if accounts.check_code(challenge=challenge, code=code, now=now, ip=ip).account_id != account.pk:
        raise accounts.SignInRefused("sms")
    del request.session[CHALLENGE]


def _made(request: ViewedRequest, account: Account, form: TokenForm) -> HttpResponse:
    given = form.cleaned_data
    token = tokens.issue(
        account_id=account.pk, now=timezone.now(), name=given["name"], scopes=given["scopes"], days=given["days"]
    )
    return render(request, "security/token_shown.html", {"token": token, "name": given["name"]})


def _account(request: ViewedRequest) -> Account:
    if not isinstance(request.user, Account):
        raise Http404
    return request.user
