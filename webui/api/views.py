"""What all addresses for programs have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tasks.programs import Bearer
from tasks.viewers import Viewer


class ProgramRequest(Request):
    """A request that came through BearerAuthentication."""

    # DRF means Django's users and its own tokens.
    user: Viewer  # type: ignore[assignment]
    auth: Bearer


class ProgramView(APIView):
    """An address for programs: ``scope`` is what a token needs for it."""

    scope: ClassVar[str]

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """The answer, which nobody on the way may keep."""
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer
