import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name='AccessSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(max_length=16, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='StartSubmission',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('process_id', models.CharField(max_length=100)),
                ('instance_id', models.UUIDField()),
                ('by_id', models.UUIDField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=140)),
                ('owner_id', models.UUIDField()),
                ('answers', models.JSONField()),
                ('saved_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['saved_at'], name='draft_saved')],
                'constraints': [models.UniqueConstraint(fields=('subject', 'owner_id'), name='one_draft_a_subject_and_person')],
            },
        ),
        migrations.CreateModel(
            name='OpenCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.CharField(max_length=40)),
                ('process_id', models.CharField(max_length=100)),
                ('open', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('holder', 'process_id'), name='one_count_a_holder_and_process')],
            },
        ),
        migrations.CreateModel(
            name='OpenCountDelta',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.CharField(max_length=40)),
                ('process_id', models.CharField(max_length=100)),
                ('change', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['holder'], name='count_delta_holder')],
            },
        ),
        migrations.CreateModel(
            name='WorkItem',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('instance_id', models.UUIDField()),
                ('root_id', models.UUIDField()),
                ('process_id', models.CharField(max_length=100)),
                ('version_id', models.UUIDField()),
                ('version_number', models.PositiveIntegerField()),
                ('case_number', models.CharField(max_length=40)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('element_id', models.CharField(max_length=200)),
                ('name_ko', models.CharField(max_length=300)),
                ('name_en', models.CharField(blank=True, max_length=300)),
                ('role', models.CharField(blank=True, max_length=100)),
                ('form_id', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('open', 'Open'), ('completed', 'Completed'), ('cancelled', 'Cancelled')], default='open', max_length=10)),
                ('assignee_id', models.UUIDField(blank=True, null=True)),
                ('not_by', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None)),
                ('offices', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None)),
                ('opened_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('follow_up_at', models.DateTimeField(blank=True, null=True)),
                ('reminder_at', models.DateTimeField(blank=True, null=True)),
                ('deadline_at', models.DateTimeField(blank=True, null=True)),
                ('list_at', models.DateTimeField()),
                ('priority', models.SmallIntegerField(default=50)),
                ('stops_clock', models.BooleanField(default=False)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('escalated_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('completed_by', models.UUIDField(blank=True, null=True)),
                ('completed_for', models.UUIDField(blank=True, null=True)),
                ('search_text', models.TextField(blank=True)),
                ('access_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='tasks.accessset')),
            ],
        ),
        migrations.CreateModel(
            name='ItemEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('claimed', 'Claimed'), ('returned', 'Returned'), ('reassigned', 'Reassigned'), ('reminded', 'Reminded'), ('escalated', 'Escalated')], max_length=12)),
                ('at', models.DateTimeField()),
                ('by_id', models.UUIDField(blank=True, null=True)),
                ('to_id', models.UUIDField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='tasks.workitem')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AccessSetGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(max_length=100)),
                ('access_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='tasks.accessset')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('group', 'access_set'), name='a_group_is_named_once_in_a_set')],
            },
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=models.Index(condition=models.Q(('assignee_id__isnull', True), ('state', 'open')), fields=['access_set', 'list_at', 'id'], name='item_team'),
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=models.Index(condition=models.Q(('assignee_id__isnull', True), ('state', 'open')), fields=['access_set', 'process_id', 'list_at', 'id'], name='item_team_process'),
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['assignee_id', 'list_at', 'id'], name='item_mine'),
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=models.Index(condition=models.Q(('state', 'completed')), fields=['completed_by', '-closed_at', '-id'], name='item_done'),
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=models.Index(fields=['root_id', 'opened_at'], name='item_family'),
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=models.Index(condition=models.Q(('reminded_at__isnull', True), ('reminder_at__isnull', False), ('state', 'open')), fields=['reminder_at'], name='item_reminder'),
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=models.Index(condition=models.Q(('due_at__isnull', False), ('escalated_at__isnull', True), ('state', 'open')), fields=['due_at'], name='item_overdue'),
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('search_text', name='gin_trgm_ops'), condition=models.Q(('state', 'open')), fastupdate=False, name='item_search'),
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('assignee_id__isnull', True), ('state', 'open')), fields=['not_by'], name='item_barred'),
        ),
        migrations.AddIndex(
            model_name='workitem',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('state', 'open')), fields=['offices'], name='item_offices'),
        ),
    ]
