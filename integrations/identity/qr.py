"""The QR code by which an authenticator app takes over its secret, as SVG without colour or script."""

import io

import segno


def svg(uri: str, title: str = "") -> str:
    """An inline SVG of the address; `title` is what a screen reader says."""
    out = io.BytesIO()
    segno.make(uri, error="m").save(out, kind="svg", scale=5, border=4, xmldecl=False, title=title or None)
    return out.getvalue().decode()
