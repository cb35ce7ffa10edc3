"""Work items for programs: list, read, complete; the same rights and the same reading of forms as the pages have."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from records.people.models import Scope
from tasks import completion, item_values, queries
from tasks.forms.given import Given, Json
from webui.api import shapes
from webui.api.media import PROBLEM
from webui.api.views import ProgramRequest, ProgramView

_REFUSALS = {(status, PROBLEM): shapes.ProblemShape for status in (401, 403, 404, 406, 429)}


class WorkItems(ProgramView):
    """The boxes of the inbox."""

    scope = Scope.READ

    @extend_schema(
        operation_id="list_work_items",
        parameters=[shapes.InboxAsked],
        responses={200: shapes.InboxShape, (400, PROBLEM): shapes.ProblemShape, **_REFUSALS},
    )
    def get(self, request: ProgramRequest) -> Response:
        """List a page of one's open items (mine), the office's (team), or what one has done."""
        query = shapes.InboxAsked(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        wanted = queries.InboxFilter(
            box=asked["box"],
            process_id=asked.get("process"),
            state=asked["state"],
            text=asked.get("q", ""),
            cursor=asked.get("cursor"),
        )
        page = queries.inbox(viewer=request.user, filter=wanted, now=request.auth.now)
        return Response(shapes.InboxShape(page).data)


class WorkItem(ProgramView):
    """One item."""

    scope = Scope.READ

    @extend_schema(operation_id="read_work_item", responses={200: shapes.ItemShape, **_REFUSALS})
    def get(self, request: ProgramRequest, item_id: UUID) -> Response:
        """Read an item: its facts, its form, and what the form's fields hold now."""
        found = item_values.item_values(viewer=request.user, item_id=item_id, now=request.auth.now)
        return Response(shapes.ItemShape(found).data)


class WorkItemForm(ProgramView):
    """The form of an item."""

    scope = Scope.READ

    @extend_schema(operation_id="read_work_item_form", responses={200: OpenApiTypes.OBJECT, **_REFUSALS})
    def get(self, request: ProgramRequest, item_id: UUID) -> HttpResponse:
        """Read the form-js JSON that an item is filled in and validated by, as it was deployed."""
        found = item_values.form_schema(viewer=request.user, item_id=item_id)
        if found is None:
            raise Http404
        return HttpResponse(found, content_type="application/json")


class Completion(ProgramView):
    """The completion of an item."""

    scope = Scope.COMPLETE

    @extend_schema(
        operation_id="complete_work_item",
        request=shapes.CompletionAsked,
        responses={
            200: shapes.CompletionShape,
            **_REFUSALS,
            **{(status, PROBLEM): shapes.ProblemShape for status in (400, 409, 413, 415, 422)},
        },
    )
    def post(self, request: ProgramRequest, item_id: UUID) -> Response:
        """Complete an item with the values of its form; sent again, it is answered as done and changes nothing."""
        revision, data = _completion_asked(request.data)
        done = completion.complete(
            item_id=item_id,
            viewer=request.user,
            posted=Given(data),
            files={},
            revision=revision,
            now=request.auth.now,
        )
        # By hand, as the body is read: on this way every tenth of a millisecond counts, and it is short enough.
        return Response({"id": done.item_id, "case_id": done.root_id, "name": done.name, "before": done.before})


def _completion_asked(body: object) -> tuple[int, Json]:
    """Revision and values of a body as ``shapes.CompletionAsked`` describes it; raises ValidationError."""
    asked = body if isinstance(body, dict) else {}
    revision, data = asked.get("revision"), asked.get("data")
    wrong = {}
    if not isinstance(revision, int) or isinstance(revision, bool) or revision < 0:
        wrong["revision"] = _("화면이나 조회에서 받은 판 번호를 정수로 보내 주세요.")
    if not isinstance(data, dict):
        wrong["data"] = _("서식의 값을 이름과 값의 묶음으로 보내 주세요. 값이 없으면 {}를 보냅니다.")
    wrong |= {name: _("이런 이름은 여기에 없습니다.") for name in asked.keys() - {"revision", "data"}}
    if wrong or not isinstance(revision, int) or not isinstance(data, dict):
        raise ValidationError(wrong)
    return revision, data
