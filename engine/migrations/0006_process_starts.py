"""Processes that signals and times start."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Start timers of live versions, and the signals a version starts with."""

    dependencies = [("engine", "0005_operations")]

    operations = [
        migrations.AddField(
            model_name="processversion", name="start_signals", field=models.JSONField(default=list)
        ),
        migrations.CreateModel(
            name="StartTimer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("element_id", models.TextField()),
                ("due_at", models.DateTimeField(db_index=True)),
                ("remaining", models.PositiveIntegerField(default=1, null=True)),
                ("rule", models.TextField(blank=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="start_timers",
                        to="engine.processversion",
                    ),
                ),
            ],
        ),
    ]
