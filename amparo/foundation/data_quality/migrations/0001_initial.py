import amparo.foundation.core.clock
import amparo.foundation.core.records
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from amparo.foundation.core.database.initial_migration import InitialMigration


class Migration(InitialMigration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DataIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('record_ref', models.UUIDField(editable=False)),
                ('file_ref', models.UUIDField(db_index=True, editable=False)),
                ('is_restricted', models.BooleanField(default=False)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('found_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('end', models.CharField(blank=True, max_length=10)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('colleague', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['colleague', 'found_at'], name='data_issues_of_colleague'), models.Index(condition=models.Q(('ended_at', None)), fields=['office', 'kind'], name='data_issues_of_office')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('kind', 'record_ref'), name='data_issue_open_once')],
            },
        ),
        migrations.CreateModel(
            name='DataReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('count', models.PositiveIntegerField()),
                ('remark', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('colleague', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
            ],
            options={
                'indexes': [models.Index(fields=['colleague', '-at'], name='data_reminders_by_colleague')],
            },
        ),
    ]
