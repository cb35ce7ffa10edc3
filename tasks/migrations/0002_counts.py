"""Open counts kept by triggers: each statement on the items leaves its sum of changes as delta rows."""

from django.db import migrations

HOLDER = "CASE WHEN assignee_id IS NULL THEN 's' || access_set_id ELSE 'a' || assignee_id END"
PLUS = f"SELECT {HOLDER} AS holder, process_id, 1 AS change FROM after_rows WHERE state = 'open'"
MINUS = f"SELECT {HOLDER}, process_id, -1 FROM before_rows WHERE state = 'open'"


def _function(name: str, changes: str) -> str:
    return f"""
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO tasks_opencountdelta (holder, process_id, change)
        SELECT holder, process_id, sum(change) FROM ({changes}) AS changes
        GROUP BY holder, process_id HAVING sum(change) <> 0;
        RETURN NULL;
    END $$;
    """


def _trigger(name: str, event: str, tables: str) -> str:
    return f"""
    CREATE TRIGGER {name} AFTER {event} ON tasks_workitem REFERENCING {tables}
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
    """


OLD, NEW = "OLD TABLE AS before_rows", "NEW TABLE AS after_rows"
FORWARD = (
    _function("tasks_count_opened", PLUS)
    + _function("tasks_count_changed", f"{PLUS} UNION ALL {MINUS}")
    + _function("tasks_count_removed", f"SELECT holder, process_id, change FROM ({MINUS}) AS gone (holder, process_id, change)")
    + _trigger("tasks_count_opened", "INSERT", NEW)
    + _trigger("tasks_count_changed", "UPDATE", f"{OLD} {NEW}")
    + _trigger("tasks_count_removed", "DELETE", OLD)
)
BACK = "".join(
    f"DROP TRIGGER {name} ON tasks_workitem; DROP FUNCTION {name}();"
    for name in ("tasks_count_opened", "tasks_count_changed", "tasks_count_removed")
)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_first")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
