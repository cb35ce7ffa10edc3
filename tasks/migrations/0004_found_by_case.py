"""Items are found by the text of their case and the name of their step; what every completion paid for goes."""

import unicodedata

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


def _letters(text):
    return " ".join(unicodedata.normalize("NFKD", text).casefold().split())


def fill(apps, schema_editor):
    items = apps.get_model("tasks", "WorkItem").objects.filter(state="open")
    cases, steps = {}, set()
    for item in items.values("instance_id", "root_id", "case_number", "title", "name_ko", "name_en").iterator(5000):
        text = _letters(f"{item['case_number']} {item['title']}")
        cases[item["instance_id"]] = (item["root_id"], text)
        steps.add(_letters(f"{item['name_ko']} {item['name_en']}"))
    case_text, step_text = apps.get_model("tasks", "CaseText"), apps.get_model("tasks", "StepText")
    rows = [case_text(instance_id=one, root_id=root, text=text) for one, (root, text) in cases.items()]
    case_text.objects.bulk_create(rows, batch_size=5000)
    step_text.objects.bulk_create([step_text(text=text) for text in sorted(steps)], ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [("tasks", "0003_submission_of")]

    operations = [
        migrations.CreateModel(
            name="CaseText",
            fields=[
                ("instance_id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("root_id", models.UUIDField()),
                ("text", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="StepText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(unique=True)),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="casetext",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("text", name="gin_trgm_ops"),
                fastupdate=False,
                name="case_text_search",
            ),
        ),
        migrations.RemoveIndex(model_name="workitem", name="item_search"),
        migrations.RemoveIndex(model_name="opencountdelta", name="count_delta_holder"),
        migrations.AlterField(
            model_name="workitem",
            name="access_set",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="tasks.accessset",
            ),
        ),
        migrations.RunSQL(
            "ALTER TABLE tasks_opencountdelta DROP CONSTRAINT tasks_opencountdelta_pkey",
            "ALTER TABLE tasks_opencountdelta ADD PRIMARY KEY (id)",
        ),
    ]
