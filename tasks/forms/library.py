"""Forms as deployed: the one pinned to a version, parsed once and kept."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from engine import queries
from tasks.forms.schema import Form, parse

#: For a user task without a form: it takes no data and shows only its button.
NO_FORM = Form(id="", fields=())


def load(version_id: UUID, form_id: str | None) -> Form:
    """The form of that id in the version; a step without a form has an empty one."""
    return _kept(version_id, form_id) if form_id else NO_FORM


@lru_cache(maxsize=256)
def _kept(version_id: UUID, form_id: str) -> Form:
    return parse(queries.form_bytes(version_id, form_id))
