"""What a browser posted, as the plain mappings that lower layers take; they know no HTTP."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from tasks.uploads import Uploaded

#: Names of our own machinery, never answers.
OURS: Final = frozenset({"csrfmiddlewaretoken", "revision", "submission", "next"})


def texts(request: HttpRequest) -> Mapping[str, Sequence[str]]:
    """Posted names with all their texts."""
    return {name: [str(value) for value in values] for name, values in request.POST.lists() if name not in OURS}


def files(request: HttpRequest) -> Mapping[str, Sequence[Uploaded]]:
    """Posted files with their bytes; one byte more than allowed is read of a larger one, enough to refuse it."""
    limit = settings.FILE_UPLOAD_MAX_BYTES + 1
    return {
        str(name): [Uploaded(file.name or "", file.read(limit), file.content_type or "") for file in found]
        for name, found in request.FILES.lists()
    }


def revision(request: HttpRequest) -> int | None:
    """Of which revision of the item the page was made."""
    return whole_number(request.POST.get("revision", ""))


def whole_number(text: str) -> int | None:
    """A number of at most nine plain digits out of an address or a form; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def is_fragment(request: HttpRequest) -> bool:
    """Whether our own script asks for a part of the page, to be put into the page that is open."""
    return request.headers.get("HX-Request") == "true"
