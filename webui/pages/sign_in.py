"""Sign-in, step 1: ID and password."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from records.people import accounts
from webui import errors, sessions, signing_in
from webui.access import RoomRequest
from webui.pages.preferences import safe_next


def username_field() -> forms.CharField:
    """The field for an ID, as password managers and phone keyboards know it."""
    return forms.CharField(
        label=gettext_lazy("아이디"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("아이디를 입력해 주세요.")},
    )


class PasswordForm(forms.Form):
    """ID and password."""

    username = username_field()
    password = forms.CharField(
        label=gettext_lazy("비밀번호"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("비밀번호를 입력해 주세요.")},
    )


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: RoomRequest) -> HttpResponse:
    """Ask for ID and password; then on to the second step."""
    if request.viewer is not None and request.viewer.person_id is not None:
        return redirect("inbox")
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refused = _checked(request, form)
        if refused is None:
            return redirect("sign_in_code")
        form.add_error(None, refused)
    ended = request.GET.get("ended") == "1" or request.session.pop("ended", False)
    facts = {"form": form, "next": safe_next(request), "ended": ended}
    return render(request, "sign_in/password.html", facts, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session here."""
    sessions.end(request)
    messages.success(request, _("로그아웃했습니다."))
    return redirect("home")


def _checked(request: HttpRequest, form: PasswordForm) -> str | None:
    """Check the password and remember who passed; the sentence of the refusal if it did not."""
    now = timezone.now()
    given = form.cleaned_data
    try:
        passed = accounts.check_password(
            username=given["username"], password=given["password"], ip=sessions.address_of(request), now=now
        )
    except (accounts.SignInRefused, accounts.SignInLocked) as refusal:
        return errors.sentence_for(refusal)
    signing_in.begin(request, passed=passed, come_back=safe_next(request), now=now)
    return None
