import amparo.foundation.core.clock
import amparo.foundation.core.encryption.fields
import amparo.foundation.core.records
import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from amparo.foundation.core.database.initial_migration import InitialMigration


class Migration(InitialMigration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('core', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HelpRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('receipt', models.CharField(editable=False, max_length=64, unique=True)),
                ('needs', models.JSONField(default=list)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('language', models.CharField(max_length=10)),
                ('other_language', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('asker', models.CharField(default='self', max_length=10)),
                ('in_danger', models.BooleanField(default=False)),
                ('safe_channel', models.CharField(blank=True, max_length=20)),
                ('contact', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('hours', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('who_may_answer', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('may_leave_message', models.BooleanField(null=True)),
                ('code_word', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('asked_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('doubt', models.CharField(blank=True, max_length=10)),
                ('state', models.CharField(default='new', max_length=10)),
                ('due_at', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('escalated_at', models.DateTimeField(editable=False, null=True)),
                ('keep_until', models.DateField(editable=False, null=True)),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='help_requests', to='cases.case')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='help_requests', to='core.office')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
            ],
        ),
        migrations.CreateModel(
            name='HelpRequestArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receptions', to='core.office')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.place')),
            ],
        ),
        migrations.CreateModel(
            name='HelpRequestConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('purpose', models.CharField(max_length=40)),
                ('agreed', models.BooleanField()),
                ('language', models.CharField(max_length=10)),
                ('notice_version', models.CharField(max_length=20)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='help_requests.helprequest')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='HelpRequestMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='help_requests.helprequest')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HelpRequestStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('what', models.CharField(max_length=20)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='help_requests.helprequest')),
                ('to_office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='helprequest',
            index=models.Index(fields=['office', 'state', 'due_at'], name='help_of_an_office'),
        ),
        migrations.AddIndex(
            model_name='helprequest',
            index=models.Index(condition=models.Q(('keep_until__isnull', False)), fields=['keep_until'], name='help_kept_until'),
        ),
        migrations.AddConstraint(
            model_name='helprequestarea',
            constraint=models.UniqueConstraint(fields=('office', 'place'), name='reception_once'),
        ),
        migrations.AddConstraint(
            model_name='helprequestarea',
            constraint=models.UniqueConstraint(condition=models.Q(('place', None)), fields=('office',), name='reception_elsewhere_once'),
        ),
    ]
