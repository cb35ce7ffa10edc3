"""Open counts are kept row by row: a step changes one or two items, for which summing up whole statements cost more
than the items. No row of an access set is locked for each item either: sets are never deleted.
"""

import django.db.models.deletion
from django.db import migrations, models

HOLDER = "CASE WHEN {0}.assignee_id IS NULL THEN 's' || {0}.access_set_id ELSE 'a' || {0}.assignee_id END"
ADD = "INSERT INTO tasks_opencountdelta (holder, process_id, change) VALUES (" + HOLDER + ", {0}.process_id, {1});"
FACTS = "({0}.state, {0}.assignee_id, {0}.access_set_id, {0}.process_id)"

OLD_NAMES = ("tasks_count_opened", "tasks_count_changed", "tasks_count_removed")
DROP = "".join(f"DROP TRIGGER {name} ON tasks_workitem; DROP FUNCTION {name}();" for name in OLD_NAMES)
FORWARD = DROP + f"""
    CREATE FUNCTION tasks_count_open() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' AND OLD.state = 'open' THEN {ADD.format("OLD", -1)} END IF;
        IF TG_OP <> 'DELETE' AND NEW.state = 'open' THEN {ADD.format("NEW", 1)} END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER tasks_count_opened AFTER INSERT ON tasks_workitem
        FOR EACH ROW WHEN (NEW.state = 'open') EXECUTE FUNCTION tasks_count_open();
    CREATE TRIGGER tasks_count_changed AFTER UPDATE ON tasks_workitem
        FOR EACH ROW WHEN ((OLD.state = 'open' OR NEW.state = 'open')
            AND {FACTS.format("OLD")} IS DISTINCT FROM {FACTS.format("NEW")}) EXECUTE FUNCTION tasks_count_open();
    CREATE TRIGGER tasks_count_removed AFTER DELETE ON tasks_workitem
        FOR EACH ROW WHEN (OLD.state = 'open') EXECUTE FUNCTION tasks_count_open();
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0004_found_by_case")]

    operations = [
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="workitem",
            name="access_set",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="tasks.accessset",
            ),
        ),
    ]
