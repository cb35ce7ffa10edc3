"""What pages with a form have in common: how a refused or half-filled form is shown again.

A form is handed in by its main button. The button "save" (named `refresh`) and the buttons inside the form come back as
FormRejected with an `action`: nothing is wrong then, the answers are kept and the form is drawn anew.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tasks.forms import PresentedForm
from tasks.handing_in import FormRejected
from webui.access import ViewedRequest


def facts(presented: PresentedForm | None, rejected: FormRejected | None) -> dict[str, Any]:
    """What the templates need of a form."""
    return {
        "presented": presented,
        "errors": rejected.result.errors if rejected is not None and rejected.action is None else [],
        "anchor": rejected.anchor if rejected is not None else "",
    }


def status(rejected: FormRejected | None) -> int:
    """422 for a refused form; 200 where only a button inside it was pressed."""
    return 422 if rejected is not None and rejected.action is None else 200


def is_saved(request: ViewedRequest, rejected: FormRejected) -> bool:
    """Whether the person asked to save for later and all could be kept; then they are told so."""
    if rejected.action != "refresh" or rejected.result.answers.refused:
        return False
    messages.success(request, _("저장했습니다. 나중에 이어서 쓸 수 있습니다."))
    return True


def fragment(request: ViewedRequest, rejected: FormRejected) -> HttpResponse:
    """The form's fields alone, for the script that keeps an open page up to date."""
    return render(request, "parts/form_fields.html", facts(rejected.presented, rejected), status=status(rejected))
