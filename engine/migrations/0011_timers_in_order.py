"""Due timers are read in the order of their index: to sort them PostgreSQL, which takes a third of all to be due, called
for parallel workers each time.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engine", "0010_open_steps_need_no_check")]

    operations = [
        migrations.AddIndex(
            model_name="timer",
            index=models.Index(fields=["due_at", "task_id"], name="engine_timer_due"),
        ),
        migrations.AlterField(model_name="timer", name="due_at", field=models.DateTimeField()),
    ]
