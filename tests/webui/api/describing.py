"""Writes the OpenAPI description anew: `.venv/bin/python -m tests.webui.api.describing`, after the API has changed."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")


def text() -> str:
    """The description as the code gives it now."""
    from drf_spectacular.generators import SchemaGenerator  # noqa: PLC0415 - Django is ready only now

    return json.dumps(SchemaGenerator().get_schema(public=True), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    django.setup()
    from webui.api import description

    description.FILE.write_text(text())
