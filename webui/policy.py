"""The content security policy: built once where nothing in an answer changes it, which is nearly everywhere."""

from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase

#: What the decorators of django-csp leave on an answer, and a used nonce on a request.
_OWN = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


class PolicyMiddleware(CSPMiddleware):
    """django-csp's middleware, which otherwise puts the same words together anew for each answer."""

    @cached_property
    def usual(self) -> str:
        """The policy of the settings."""
        return str(build_policy())

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer with its policy."""
        if hasattr(request, "_csp_nonce") or any(hasattr(response, name) for name in _OWN):
            changed: HttpResponseBase = super().process_response(request, response)
            return changed
        response.headers.setdefault(HEADER, self.usual)
        return response
