"""Account security: the second factors, the password, and where one is signed in."""

from uuid import UUID

import segno
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from records.people import accounts
from records.people.models import Account
from webui import errors, sessions, signing_in
from webui.access import ViewedRequest, page
from webui.pages.second_factor import CodeForm


def new_password_field() -> forms.CharField:
    """A field for a password that does not exist yet."""
    return forms.CharField(
        label=gettext_lazy("새 비밀번호"),
        help_text=gettext_lazy("8자 이상이면 됩니다. 여러 낱말을 이어 쓰면 기억하기 쉽고 안전합니다."),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("새 비밀번호를 입력해 주세요.")},
    )


class NewPasswordForm(forms.Form):
    """The old password and a new one; length is the only rule."""

    old = forms.CharField(
        label=gettext_lazy("지금 비밀번호"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("지금 비밀번호를 입력해 주세요.")},
    )
    new = new_password_field()


@require_safe
@page
def show(request: ViewedRequest) -> HttpResponse:
    """What protects this account, and its open sessions."""
    account = _account(request)
    facts = {
        "account": account,
        "mobile": signing_in.masked(account.person.mobile) if account.person.mobile else "",
        "recovery_left": account.recovery_codes.filter(used_at=None).count(),
        "open_sessions": sessions.of_account(account.pk, this_key=request.session.session_key),
    }
    return render(request, "security/show.html", facts)


@require_POST
@page
def end_session(request: ViewedRequest, session_id: UUID) -> HttpResponse:
    """Sign out somewhere else."""
    if not sessions.end_other(account_id=_account(request).pk, session_id=session_id):
        raise Http404
    messages.success(request, _("그 기기에서 로그아웃했습니다."))
    return redirect("account_security")


@require_POST
@page
def enrol_totp(request: ViewedRequest) -> HttpResponse:
    """Make a secret and show it once, as a picture and as text; it counts after the first code."""
    enrolment = accounts.enrol_totp(account_id=_account(request).pk, now=timezone.now())
    picture = segno.make(enrolment.uri, error="m").svg_data_uri(scale=5, border=4, light="#fff")
    groups = [enrolment.secret[start : start + 4] for start in range(0, len(enrolment.secret), 4)]
    facts = {"form": CodeForm(), "picture": picture, "secret": " ".join(groups)}
    return render(request, "security/enrol.html", facts)


@require_POST
@page
def confirm_totp(request: ViewedRequest) -> HttpResponse:
    """Turn the authenticator on with its first code, and show the recovery codes once."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            codes = accounts.confirm_totp(
                account_id=_account(request).pk, code=form.cleaned_data["code"], now=timezone.now()
            )
            return render(request, "security/recovery_codes.html", {"codes": codes})
        except (accounts.SignInRefused, accounts.SignInLocked) as refusal:
            form.add_error("code", errors.sentence_for(refusal))
    return render(request, "security/enrol.html", {"form": form}, status=422)


@require_http_methods(["GET", "POST"])
@page
def remove_totp(request: ViewedRequest) -> HttpResponse:
    """Take the authenticator off, proven by a last code of it."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            accounts.remove_totp(account_id=_account(request).pk, code=form.cleaned_data["code"], now=timezone.now())
        except (accounts.SignInRefused, accounts.SignInLocked) as refusal:
            form.add_error("code", errors.sentence_for(refusal))
        else:
            messages.success(request, _("인증 앱을 해제했습니다. 이제 문자로 인증합니다."))
            return redirect("account_security")
    return render(request, "security/remove.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_post_parameters("old", "new")
@require_http_methods(["GET", "POST"])
@page
def change_password(request: ViewedRequest) -> HttpResponse:
    """Set another password; every session but a new one here ends with it."""
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refused = _changed(request, form)
        if refused is None:
            messages.success(request, _("비밀번호를 바꾸었습니다. 다른 기기에서는 모두 로그아웃했습니다."))
            return redirect("account_security")
        form.add_error(*refused)
    return render(request, "security/password.html", {"form": form}, status=422 if form.errors else 200)


def _changed(request: ViewedRequest, form: NewPasswordForm) -> tuple[str, str] | None:
    account, given = _account(request), form.cleaned_data
    ip, now = sessions.address_of(request), timezone.now()
    try:
        accounts.check_password(username=account.username, password=given["old"], ip=ip, now=now)
    except (accounts.SignInRefused, accounts.SignInLocked) as refusal:
        return "old", errors.sentence_for(refusal)
    try:
        accounts.set_password(account_id=account.pk, password=given["new"])
    except accounts.PasswordTooShort as refusal:
        return "new", errors.sentence_for(refusal)
    factor = sessions.second_factor_of(request)
    sessions.end_all(account_id=account.pk)
    sessions.begin(request, account_id=account.pk, second_factor=factor)
    return None


def _account(request: ViewedRequest) -> Account:
    if not isinstance(request.user, Account):
        raise Http404
    return request.user
