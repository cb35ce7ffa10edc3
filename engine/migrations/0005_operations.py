"""Suspension, batches, changed variables and the way back of a migration."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

#: In the database itself, so that whoever deletes an instance in SQL takes these rows along.
CASCADES = """
ALTER TABLE engine_variablechange ADD CONSTRAINT engine_variablechange_of_instance
    FOREIGN KEY (instance_id) REFERENCES engine_processinstance (id) ON DELETE CASCADE;
ALTER TABLE engine_migrationundo ADD CONSTRAINT engine_migrationundo_of_instance
    FOREIGN KEY (instance_id) REFERENCES engine_processinstance (id) ON DELETE CASCADE;
"""
BACK = """
ALTER TABLE engine_variablechange DROP CONSTRAINT engine_variablechange_of_instance;
ALTER TABLE engine_migrationundo DROP CONSTRAINT engine_migrationundo_of_instance;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('engine', '0004_draft_editors'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('parameters', models.BinaryField()),
                ('is_rehearsal', models.BooleanField(default=False)),
                ('reason', models.TextField()),
                ('state', models.TextField(choices=[('running', 'Running'), ('done', 'Done'), ('cancelled', 'Cancelled')], default='running')),
                ('made_at', models.DateTimeField()),
                ('made_by_kind', models.TextField()),
                ('made_by', models.UUIDField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='BatchItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('instance_id', models.UUIDField()),
                ('case_number', models.TextField()),
                ('state', models.TextField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('skipped', 'Skipped'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='waiting')),
                ('problem', models.TextField(blank=True)),
                ('detail', models.TextField(blank=True)),
                ('at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='MigrationUndo',
            fields=[
                ('instance', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='migration_undo', serialize=False, to='engine.processinstance')),
                ('batch_id', models.UUIDField(null=True)),
                ('state', models.BinaryField()),
                ('rows', models.BinaryField()),
                ('after_digest', models.BinaryField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='VariableChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by_kind', models.TextField()),
                ('by_id', models.UUIDField()),
                ('reason', models.TextField()),
                ('task_id', models.UUIDField(null=True)),
                ('scope_element', models.TextField(blank=True)),
                ('name', models.TextField()),
                ('old', models.BinaryField(null=True)),
                ('new', models.BinaryField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='processinstance',
            name='suspended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='processversion',
            name='suspended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='processinstance',
            index=models.Index(condition=models.Q(('suspended_at__isnull', False)), fields=['root'], name='engine_instance_suspended'),
        ),
        migrations.AddField(
            model_name='batch',
            name='undoes',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undone_by', to='engine.batch'),
        ),
        migrations.AddField(
            model_name='batchitem',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='engine.batch'),
        ),
        migrations.AddField(
            model_name='migrationundo',
            name='from_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='engine.processversion'),
        ),
        migrations.AddField(
            model_name='migrationundo',
            name='to_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='engine.processversion'),
        ),
        migrations.AddField(
            model_name='variablechange',
            name='instance',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='variable_changes', to='engine.processinstance'),
        ),
        migrations.AddIndex(
            model_name='batch',
            index=models.Index(fields=['-made_at'], name='engine_batc_made_at_b799bb_idx'),
        ),
        migrations.AddIndex(
            model_name='batchitem',
            index=models.Index(fields=['batch', 'state'], name='engine_batc_batch_i_893072_idx'),
        ),
        migrations.AddIndex(
            model_name='batchitem',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['id'], name='engine_batch_waiting'),
        ),
        migrations.AddConstraint(
            model_name='batchitem',
            constraint=models.UniqueConstraint(fields=('batch', 'instance_id'), name='engine_once_in_a_batch'),
        ),
        migrations.RunSQL(CASCADES, BACK),
    ]
