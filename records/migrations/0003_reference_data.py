"""Provinces, public holidays and rates: the reference data every installation begins with."""

from typing import Any

from django.db import migrations

from records import reference


def put(apps: Any, _editor: Any) -> None:
    """Load the reference files through the models as they were at this migration."""
    reference.load(lambda name: apps.get_model("records", name))


class Migration(migrations.Migration):
    """Data only; nothing is taken away again."""

    dependencies = [("records", "0002_append_only")]
    operations = [migrations.RunPython(put, migrations.RunPython.noop)]
