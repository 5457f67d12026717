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
        ('core', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('reason', models.CharField(max_length=10)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('kept_from', models.CharField(blank=True, max_length=60)),
                ('kept_to', models.CharField(blank=True, max_length=60)),
                ('sent_at', models.DateTimeField(editable=False, null=True)),
                ('state', models.CharField(default='asked', max_length=10)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('end_reason', models.CharField(blank=True, max_length=10)),
                ('end_text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_owner', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers_out', to='core.team')),
                ('new_owner', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to_team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers_in', to='core.team')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['to_team', 'at'], name='transfers_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'waiting'))), fields=('case',), name='one_transfer_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at', None), ('ended_by', None), ('new_owner', None), ('state__in', ('asked', 'waiting'))), models.Q(('end_reason', ''), ('ended_at__isnull', False), ('ended_by__isnull', False), ('new_owner__isnull', False), ('state', 'accepted')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('new_owner', None), ('state', 'declined'), models.Q(('end_reason', ''), _negated=True)), models.Q(('end_reason', ''), ('ended_at__isnull', False), ('new_owner', None), ('state', 'taken_back')), _connector='OR'), name='transfer_ended_one_way')],
            },
        ),
        migrations.CreateModel(
            name='TransferRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('reason', models.CharField(max_length=10)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('outcome', models.CharField(blank=True, max_length=12)),
                ('end_reason', models.CharField(blank=True, max_length=12)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='take_overs_asked', to='core.office')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='take_overs', to='people.person')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='take_overs', to='core.team')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person', 'office', 'team'), name='asked_to_take_over_once'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at', None), ('ended_by', None), ('outcome', '')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(models.Q(('end_reason', ''), ('outcome', 'handed_over')), models.Q(('outcome', 'declined'), models.Q(('end_reason', ''), _negated=True)), _connector='OR')), _connector='OR'), name='take_over_answered_one_way')],
            },
        ),
    ]
