"""Every moment's name ends in ``_at``, as everywhere in this house."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engine", "0002_events_by_month")]

    operations = [
        migrations.RemoveConstraint("participant", "engine_one_current_holder"),
        migrations.RemoveIndex("participant", "engine_participant_current"),
        migrations.RenameField("participant", "since", "since_at"),
        migrations.RenameField("participant", "until", "until_at"),
        migrations.RenameField("job", "leased_until", "lease_ends_at"),
        migrations.AddConstraint(
            "participant",
            models.UniqueConstraint(
                fields=["instance", "role"],
                condition=models.Q(("until_at", None)),
                name="engine_one_current_holder",
            ),
        ),
        migrations.AddIndex(
            "participant",
            models.Index(fields=["ref"], condition=models.Q(("until_at", None)), name="engine_participant_current"),
        ),
    ]
