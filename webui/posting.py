"""What a browser posted, as the plain mappings that lower layers take; they know no HTTP."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest

from tasks.uploads import Uploaded

#: Names of our own machinery, never answers.
OURS = frozenset({"csrfmiddlewaretoken", "revision", "submission", "do", "next"})


def texts(request: HttpRequest) -> Mapping[str, Sequence[str]]:
    """Posted names with all their texts."""
    return {name: values for name, values in request.POST.lists() if name not in OURS}


def files(request: HttpRequest) -> Mapping[str, Sequence[Uploaded]]:
    """Posted files with their bytes; one byte more than allowed is read of a larger one, enough to refuse it."""
    limit = settings.FILE_UPLOAD_MAX_BYTES + 1
    return {
        name: [
            Uploaded(name=file.name or "", content=file.read(limit), content_type=file.content_type or "")
            for file in found
        ]
        for name, found in request.FILES.lists()
    }
