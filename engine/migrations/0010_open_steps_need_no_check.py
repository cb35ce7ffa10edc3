"""Open steps are written and taken away by the step that holds their instance's lock: nothing is left to check."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engine", "0009_history_key")]

    operations = [
        migrations.AlterField(
            model_name="openstep",
            name="instance",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="open_steps",
                to="engine.processinstance",
            ),
        ),
    ]
