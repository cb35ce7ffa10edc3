"""What an upload really is, told by its bytes, and whether it may come in.

PDF, JPEG, PNG, HWP, HWPX, XLSX and DOCX are known; a name or a declared type proves nothing. A picture is drawn anew,
which drops its place and time (EXIF) and whatever hides behind it; a PDF that runs, opens or carries things is refused.
"""

import io
import zipfile
from collections.abc import Collection

from integrations.documents import pdf_inside, picture
from integrations.documents.refusals import FileRefused

MAX_BYTES = 10 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
HWP = "application/x-hwp"
HWPX = "application/hwp+zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {
    PDF: (".pdf",),
    JPEG: (".jpg", ".jpeg"),
    PNG: (".png",),
    HWP: (".hwp",),
    HWPX: (".hwpx",),
    XLSX: (".xlsx",),
    DOCX: (".docx",),
}
_MACROS = ("vbaproject.bin", "vbadata.xml")
_SYMLINK = 0o120000


def content_type(content: bytes) -> str | None:
    """The type the bytes are of, None for any other; reads no file name."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return HWP if b"HWP Document File" in content else None
    if content.startswith(b"PK\x03\x04"):
        return _zip_type(content)
    return None


def check(name: str, content: bytes, allowed: Collection[str] = tuple(ENDINGS)) -> bytes:
    """The bytes to keep of an upload (a picture is drawn anew); raises FileRefused with its reason.

    Args:
        name: the name given, whose ending must fit what the bytes are.
        content: all bytes of the upload.
        allowed: content types, or endings like `.pdf`, that this purpose takes.
    """
    if not content:
        raise FileRefused("empty")
    if len(content) > MAX_BYTES:
        raise FileRefused("too_large")
    found = content_type(content)
    if found is None or not _is_allowed(found, allowed):
        raise FileRefused("wrong_type")
    if not name.lower().endswith(ENDINGS[found]):
        raise FileRefused("name_and_content_differ")
    if found in (JPEG, PNG):
        return picture.drawn_anew(content, found)
    if found == PDF:
        pdf_inside.check(content)
    elif found != HWP:
        _check_zip(content)
    return content


def _is_allowed(found: str, allowed: Collection[str]) -> bool:
    kinds = {entry.strip().lower() for entry in allowed}
    return found in kinds or bool(kinds & set(ENDINGS[found]))


def _zip_type(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            if names and names[0] == "mimetype" and packed.getinfo("mimetype").file_size <= 64:
                return HWPX if packed.read("mimetype").strip() == HWPX.encode() else None
    # zipfile raises NotImplementedError for a packing method that Python lacks, RuntimeError for a locked entry.
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    if "xl/workbook.xml" in names:
        return XLSX
    return DOCX if "word/document.xml" in names else None


def _check_zip(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        entries = packed.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise FileRefused("zip_too_large")
    for entry in entries:
        if entry.compress_size and entry.file_size / entry.compress_size > MAX_RATIO and entry.file_size > 1_000_000:
            raise FileRefused("zip_too_large")
        if entry.flag_bits & 1:
            raise FileRefused("encrypted")
        outside = entry.filename.startswith("/") or ".." in entry.filename.split("/")
        if outside or (entry.external_attr >> 16) & 0o170000 == _SYMLINK:
            raise FileRefused("zip_unsafe")
        if entry.filename.lower().endswith(_MACROS):
            raise FileRefused("active_content")
