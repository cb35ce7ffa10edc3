"""Who may do what in the studio, and what its pages may load beyond other pages."""

from csp.decorators import csp_replace, csp_update
from django.views.decorators.clickjacking import xframe_options_sameorigin

from webui.access import View, role_required

#: Staff of every kind may read what governs their work; people outside the offices have their own plain pages.
STAFF = (
    *("analyst", "approver", "supervisor", "administrator", "auditor", "headquarters"),
    *("branch", "evaluator", "branch_manager", "agency", "agency_manager", "institute"),
)

reader = role_required(*STAFF)
editor = role_required("analyst")
approver = role_required("approver")
maker = role_required("analyst", "approver")


def editor_policy(view: View) -> View:
    """The editors set style attributes (never style elements) and the form editor is a frame of our own."""
    relaxed: View = csp_update({"style-src-attr": ["'unsafe-inline'"], "frame-src": ["'self'"]})(view)
    return relaxed


def viewer_policy(view: View) -> View:
    """Diagrams position themselves by style attributes."""
    relaxed: View = csp_update({"style-src-attr": ["'unsafe-inline'"]})(view)
    return relaxed


def framed(view: View) -> View:
    """The form editor's page: in a frame of our own pages only."""
    ours: View = xframe_options_sameorigin(view)
    ours = csp_replace({"frame-ancestors": ["'self'"]})(ours)
    return viewer_policy(ours)
