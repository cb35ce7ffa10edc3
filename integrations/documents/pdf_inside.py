"""Looking into a PDF for what must not be there: scripts, launches, attachments, encryption."""

import io
import logging
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from integrations.documents.refusals import FileRefused

MAX_OBJECTS = 100_000
_ACTIVE_KEYS = {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA"}
_ACTIVE_VALUES = {"/JavaScript", "/Launch", "/EmbeddedFile", "/RichMedia", "/ImportData", "/SubmitForm"}

logging.getLogger("pypdf").setLevel(logging.ERROR)


def check(content: bytes) -> None:
    """Raise FileRefused for a PDF that is damaged, encrypted, or runs, opens or carries anything."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise FileRefused("encrypted")
        if not reader.pages:
            raise FileRefused("damaged")
        if any(_is_active(found) for found in _objects(reader)):
            raise FileRefused("active_content")
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise FileRefused("damaged") from error


def _is_active(found: DictionaryObject) -> bool:
    if _ACTIVE_KEYS & set(found):
        return True
    return any(found.get(key) in _ACTIVE_VALUES for key in ("/S", "/Type", "/Subtype"))


def _objects(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of the file, also in object streams, each once; gives up above MAX_OBJECTS."""
    left: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    for _count in range(MAX_OBJECTS):
        if not left:
            return
        found = left.pop()
        if isinstance(found, IndirectObject):
            place = (found.idnum, found.generation)
            found = None if place in seen else found.get_object()
            seen.add(place)
        if isinstance(found, DictionaryObject):
            yield found
            left.extend(found.values())
        elif isinstance(found, ArrayObject):
            left.extend(entry for entry in found if not isinstance(entry, NameObject))
    raise FileRefused("damaged")
