"""Which submission began a case, for letting the case go."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0002_counts'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='startsubmission',
            index=models.Index(fields=['instance_id'], name='submission_of'),
        ),
    ]
