"""No list is read by the offices of its items: their index was written for nothing."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tasks", "0005_counted_by_row")]

    operations = [migrations.RemoveIndex(model_name="workitem", name="item_offices")]
