"""What fails waits and is parked with an incident; jobs are found free, leased or for outside workers by an index each.

An incident of something parked is resolved in the moment that is tried again, succeeds or goes: by triggers, which
cost nothing for a row that is not parked, so that no command can forget it.
"""

from django.db import migrations, models

RESOLVE = """
CREATE FUNCTION engine_resolve_parked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE engine_incident SET resolved_at = clock_timestamp()
        + make_interval(secs => coalesce((SELECT offset_seconds FROM engine_clockoffset), 0))
    WHERE parked_id = (to_jsonb(OLD) ->> TG_ARGV[0])::uuid AND resolved_at IS NULL;
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER engine_{name}_gone AFTER DELETE ON engine_{name}
    FOR EACH ROW WHEN (OLD.parked) EXECUTE FUNCTION engine_resolve_parked('{key}');
CREATE TRIGGER engine_{name}_goes_on AFTER UPDATE ON engine_{name}
    FOR EACH ROW WHEN (OLD.parked AND NOT ({still})) EXECUTE FUNCTION engine_resolve_parked('{key}');
"""
TRIGGERS = [
    TRIGGER.format(name="timer", key="task_id", still="NEW.parked"),
    TRIGGER.format(name="message", key="id", still="NEW.parked AND NEW.is_open"),
    TRIGGER.format(name="job", key="id", still="NEW.parked"),
]
NO_TRIGGERS = "".join(
    f"DROP TRIGGER engine_{name}_{when} ON engine_{name};"
    for name in ("timer", "message", "job")
    for when in ("gone", "goes_on")
)


class Migration(migrations.Migration):

    dependencies = [
        ('engine', '0007_retention'),
    ]

    operations = [
        migrations.CreateModel(
            name='MessageExpiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField()),
                ('day', models.DateField()),
                ('count', models.PositiveIntegerField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name='job',
            name='engine_job_kind_63612d_idx',
        ),
        migrations.AddField(
            model_name='incident',
            name='parked_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='job',
            name='parked',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='message',
            name='attempts',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='message',
            name='parked',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='message',
            name='retry_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='starttimer',
            name='attempts',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='starttimer',
            name='retry_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='timer',
            name='attempts',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='timer',
            name='parked',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='timer',
            name='retry_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(condition=models.Q(('parked_id__isnull', False)), fields=['parked_id'], name='engine_incident_parked'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(models.Q(('kind', 'external'), _negated=True), ('lease_ends_at', None), ('parked', False)), fields=['due_at', 'id'], name='engine_job_free'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('kind', 'external')), fields=['type', 'due_at', 'id'], name='engine_job_external'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('lease_ends_at__isnull', False)), fields=['lease_ends_at'], name='engine_job_leased'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['expires_at'], name='engine_message_expires'),
        ),
        migrations.AddConstraint(
            model_name='messageexpiry',
            constraint=models.UniqueConstraint(fields=('name', 'day'), name='engine_message_expiry'),
        ),
        migrations.RunSQL(RESOLVE, "DROP FUNCTION engine_resolve_parked()"),
        migrations.RunSQL("".join(TRIGGERS), NO_TRIGGERS),
        # Room beside each row, for its renewals; the queue's dead rows are cleared away early.
        migrations.RunSQL(
            "ALTER TABLE engine_job SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02)",
            "ALTER TABLE engine_job RESET (fillfactor, autovacuum_vacuum_scale_factor)",
        ),
    ]
