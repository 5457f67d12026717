import amparo.foundation.core.clock
import amparo.foundation.core.encryption.fields
import amparo.foundation.core.records
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from amparo.foundation.core.database.initial_migration import InitialMigration


class Migration(InitialMigration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('priorities', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('wishes', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('summary', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('risk_ref', models.UUIDField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
            ],
            options={
                'get_latest_by': 'pk',
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('service_type', models.CharField(max_length=40)),
                ('level', models.CharField(default='individual', max_length=20)),
                ('horizon', models.CharField(max_length=20)),
                ('own_rank', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('assessment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='assessment.assessment')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='ProtectionFlag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('kind', models.CharField(max_length=30)),
                ('source', models.CharField(max_length=20)),
                ('source_ref', models.UUIDField(editable=False, null=True)),
                ('due_on', models.DateField(null=True)),
                ('clock_from', models.DateTimeField(editable=False, null=True)),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='protection_flags', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='FlagAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('code', models.CharField(max_length=30)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('flag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='assessment.protectionflag')),
            ],
        ),
        migrations.CreateModel(
            name='UnmetNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('service_type', models.CharField(max_length=40)),
                ('ground', models.CharField(max_length=12)),
                ('since', models.DateField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('reason', models.CharField(blank=True, max_length=30)),
                ('right', models.CharField(blank=True, max_length=40)),
                ('confirmed_at', models.DateTimeField(editable=False, null=True)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('ended_how', models.CharField(blank=True, max_length=12)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unmet_needs', to='cases.case')),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessment.need')),
                ('place', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
            ],
        ),
        migrations.CreateModel(
            name='UnmetNeedReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('code', models.CharField(max_length=30)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unmet_need', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reasons', to='assessment.unmetneed')),
            ],
        ),
        migrations.AddIndex(
            model_name='protectionflag',
            index=models.Index(condition=models.Q(('answered_at', None)), fields=['case'], name='flags_unanswered'),
        ),
        migrations.AddConstraint(
            model_name='protectionflag',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None), ('person', None)), fields=('case', 'kind'), name='flag_of_a_case_once'),
        ),
        migrations.AddConstraint(
            model_name='protectionflag',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None), ('person__isnull', False)), fields=('case', 'kind', 'person'), name='flag_of_a_person_once'),
        ),
        migrations.AddIndex(
            model_name='unmetneed',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['place', 'service_type'], name='unmet_needs_of_a_place'),
        ),
        migrations.AddIndex(
            model_name='unmetneed',
            index=models.Index(condition=models.Q(('confirmed_at', None), ('ended_at', None)), fields=['since', 'id'], name='unmet_needs_unconfirmed'),
        ),
        migrations.AddConstraint(
            model_name='unmetneed',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case', 'service_type'), name='unmet_need_open_once'),
        ),
        migrations.AddConstraint(
            model_name='unmetneed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('reason', '')), models.Q(('confirmed_at__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='unmet_need_confirmed_by_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='unmetneed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_how', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_how', ''), _negated=True)), _connector='OR'), name='unmet_need_ended_somehow'),
        ),
    ]
