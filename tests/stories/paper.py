"""A small real PDF, as people attach it."""

import io

from pypdf import PdfWriter


def _blank() -> bytes:
    out = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


PDF = _blank()
