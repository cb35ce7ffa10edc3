"""PDFs by Typst: tagged, PDF/UA-1, in Korean; data goes in as JSON and is never put together with markup."""

import json
from functools import cache
from importlib import resources
from pathlib import Path

import typst

TEMPLATES = Path(__file__).parent / "templates"


class TemplateMissing(Exception):
    """There is no such template."""


class TypesettingFailed(Exception):
    """Typst could not make the document from these data; the message says where."""


def pdf(template: str, data: dict[str, object]) -> bytes:
    """Set a document from `templates/<template>.typ` and its data (dates and decimals become text)."""
    source = TEMPLATES / f"{template}.typ"
    if not template.replace("_", "").isalnum() or not source.is_file():
        raise TemplateMissing(template)
    try:
        made = typst.compile(
            source,
            root=TEMPLATES,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False, default=str)},
            pdf_standards="ua-1",
        )
    except (typst.TypstError, RuntimeError) as error:
        raise TypesettingFailed(f"{template}: {error}") from error
    if not isinstance(made, bytes):
        raise TypesettingFailed(f"{template}: no document")
    return made


@cache
def _fonts() -> list[Path]:
    """The folder of the Korean fonts, which come as a package of their own."""
    return [Path(str(resources.files("pylopdf_fonts_ko")))]
