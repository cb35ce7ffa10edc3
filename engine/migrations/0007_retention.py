"""Rules of retention, legal holds, and what is kept of what was deleted."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('engine', '0006_process_starts'),
    ]

    operations = [
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('reason', models.TextField()),
                ('set_at', models.DateTimeField()),
                ('set_by_kind', models.TextField()),
                ('set_by', models.UUIDField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lifted_by_kind', models.TextField(blank=True)),
                ('lifted_by', models.UUIDField(null=True)),
                ('lift_reason', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='RetentionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('process_id', models.TextField()),
                ('days', models.PositiveIntegerField(null=True)),
                ('reason', models.TextField()),
                ('set_at', models.DateTimeField()),
                ('set_by_kind', models.TextField()),
                ('set_by', models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name='RetentionRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('families', models.PositiveIntegerField(default=0)),
                ('instances', models.PositiveIntegerField(default=0)),
                ('by_process', models.JSONField(default=dict)),
                ('months', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('dropped', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
            ],
        ),
        migrations.CreateModel(
            name='StepLetGo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('process_id', models.TextField()),
                ('element_id', models.TextField()),
                ('day', models.DateField()),
                ('outcome', models.TextField()),
                ('count', models.PositiveIntegerField()),
                ('seconds', models.FloatField()),
                ('histogram', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=None)),
            ],
        ),
        migrations.AddIndex(
            model_name='processinstance',
            index=models.Index(condition=models.Q(('ended_at__isnull', False), ('parent', None)), fields=['process_id', 'ended_at'], name='engine_instance_ended'),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='instance',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='engine.processinstance'),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='root',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='engine.processinstance'),
        ),
        migrations.AddIndex(
            model_name='retentionrule',
            index=models.Index(fields=['process_id', '-id'], name='engine_rete_process_47c542_idx'),
        ),
        migrations.AddConstraint(
            model_name='stepletgo',
            constraint=models.UniqueConstraint(fields=('process_id', 'element_id', 'day', 'outcome'), name='engine_step_let_go'),
        ),
        migrations.AddConstraint(
            model_name='legalhold',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('instance',), name='engine_one_hold_an_instance'),
        ),
    ]
