"""The history table: partitioned by month, with a DEFAULT partition so that a missing month never stops the engine."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE engine_instanceevent_id_seq;
CREATE TABLE engine_instanceevent (
    id bigint NOT NULL DEFAULT nextval('engine_instanceevent_id_seq'),
    at timestamptz NOT NULL,
    root_id uuid NOT NULL,
    instance_id uuid NOT NULL,
    version_id uuid NOT NULL,
    kind text NOT NULL,
    element_id text NOT NULL,
    task_id uuid,
    actor_kind text NOT NULL,
    actor_id uuid NOT NULL,
    on_behalf_of uuid,
    capacity text NOT NULL,
    form_id text NOT NULL,
    data_names text[] NOT NULL,
    detail jsonb NOT NULL,
    PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
ALTER SEQUENCE engine_instanceevent_id_seq OWNED BY engine_instanceevent.id;
CREATE INDEX engine_instanceevent_root ON engine_instanceevent (root_id, id);
CREATE INDEX engine_instanceevent_at ON engine_instanceevent USING brin (at);
CREATE TABLE engine_instanceevent_default PARTITION OF engine_instanceevent DEFAULT;
CREATE FUNCTION engine_make_partitions(start_at timestamptz, ahead int) RETURNS int LANGUAGE plpgsql AS $body$
DECLARE
    first date; made int := 0; part text;
BEGIN
    FOR number IN 0..ahead LOOP
        first := date_trunc('month', start_at AT TIME ZONE 'Asia/Seoul')::date + make_interval(months => number);
        part := 'engine_instanceevent_' || to_char(first, 'YYYY_MM');
        CONTINUE WHEN to_regclass(part) IS NOT NULL;
        BEGIN
            EXECUTE format(
                'CREATE TABLE %I PARTITION OF engine_instanceevent FOR VALUES FROM (%L) TO (%L)', part,
                first::timestamp AT TIME ZONE 'Asia/Seoul',
                (first + make_interval(months => 1))::timestamp AT TIME ZONE 'Asia/Seoul');
            made := made + 1;
        EXCEPTION WHEN check_violation THEN
            -- Events of this month already went to the default partition: they stay there, nothing stops.
            NULL;
        END;
    END LOOP;
    RETURN made;
END $body$;
"""


class Migration(migrations.Migration):
    dependencies = [("engine", "0001_instances_and_versions")]

    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION engine_make_partitions; DROP TABLE engine_instanceevent; DROP SEQUENCE IF EXISTS engine_instanceevent_id_seq;"),
    ]
