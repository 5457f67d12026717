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
            name='Reunification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('planned_on', models.DateField(null=True)),
                ('place', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('received_by', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('arrangements', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('state', models.CharField(default='prepared', max_length=10)),
                ('cancelled_at', models.DateTimeField(editable=False, null=True)),
                ('cancelled_reason', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cancelled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reunifications', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='ReunificationFollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('reunification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='family_tracing.reunification')),
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='after_reunion', to='cases.task')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='ReunificationHandover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('on', models.DateField()),
                ('place', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('handed_by', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('received_by', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('documents', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('signed', models.CharField(max_length=10)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.attachment')),
                ('reunification', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='handover', to='family_tracing.reunification')),
            ],
        ),
        migrations.CreateModel(
            name='SoughtPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('relation', models.CharField(max_length=30)),
                ('given_names', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('family_names', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('second_family_name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('original_name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('aliases', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('father_name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('mother_name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('sex', models.CharField(blank=True, max_length=10)),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('birth_precision', models.CharField(blank=True, max_length=10)),
                ('nationality', models.CharField(blank=True, max_length=2)),
                ('cause', models.CharField(blank=True, max_length=40)),
                ('last_seen_when', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('last_seen_where', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('circumstances', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='TracingMatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('reasons', models.JSONField(default=list)),
                ('state', models.CharField(default='proposed', max_length=10)),
                ('rejected_at', models.DateTimeField(editable=False, null=True)),
                ('rejected_reason', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='people.person')),
                ('rejected_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sought', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='family_tracing.soughtperson')),
            ],
        ),
        migrations.AddField(
            model_name='reunification',
            name='match',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reunifications', to='family_tracing.tracingmatch'),
        ),
        migrations.CreateModel(
            name='MatchVerification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('side', models.CharField(max_length=10)),
                ('on', models.DateField()),
                ('ways', models.JSONField(default=list)),
                ('checked', models.JSONField(default=list)),
                ('outcome', models.CharField(max_length=10)),
                ('willing', models.CharField(max_length=10)),
                ('safe', models.CharField(max_length=10)),
                ('may_inform_family', models.CharField(blank=True, max_length=10)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('match', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verifications', to='family_tracing.tracingmatch')),
            ],
        ),
        migrations.CreateModel(
            name='TracingRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('number', models.CharField(editable=False, max_length=20, unique=True)),
                ('kept_to', models.CharField(db_index=True, max_length=60)),
                ('given_names', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('family_names', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('original_name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('language', models.CharField(blank=True, max_length=10)),
                ('safe_channel', models.CharField(blank=True, max_length=20)),
                ('contact', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('safe_contact', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('state', models.CharField(default='open', max_length=12)),
                ('keep_until', models.DateField(editable=False, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tracing_requests', to='cases.case')),
                ('inquirer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='looks_for', to='people.person')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tracing_requests', to='core.office')),
            ],
        ),
        migrations.CreateModel(
            name='TracingConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('agreed', models.BooleanField()),
                ('with_photo', models.BooleanField(default=False)),
                ('method', models.CharField(max_length=30)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('given_on', models.DateField()),
                ('witness', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='family_tracing.tracingrequest')),
            ],
        ),
        migrations.CreateModel(
            name='TracingClosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('outcome', models.CharField(max_length=30)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('reopened_at', models.DateTimeField(editable=False, null=True)),
                ('reopened_reason', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reopened_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closings', to='family_tracing.tracingrequest')),
            ],
        ),
        migrations.CreateModel(
            name='TracingAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('kind', models.CharField(max_length=30)),
                ('on', models.DateField()),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='family_tracing.tracingrequest')),
            ],
        ),
        migrations.AddField(
            model_name='soughtperson',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sought', to='family_tracing.tracingrequest'),
        ),
        migrations.CreateModel(
            name='InquirerNotification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('on', models.DateField()),
                ('method', models.CharField(max_length=30)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('match', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notifications', to='family_tracing.tracingmatch')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to='family_tracing.tracingrequest')),
            ],
        ),
        migrations.AddConstraint(
            model_name='tracingmatch',
            constraint=models.UniqueConstraint(fields=('sought', 'person'), name='matched_once'),
        ),
        migrations.AddConstraint(
            model_name='reunification',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('prepared', 'planned'))), fields=('match',), name='one_reunification_ahead'),
        ),
        migrations.AddConstraint(
            model_name='reunification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('planned_on__isnull', False), ('state', 'planned')), models.Q(('state', 'planned'), _negated=True), _connector='OR'), name='a_planned_reunification_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='matchverification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('side', 'person'), models.Q(('may_inform_family', ''), _negated=True)), models.Q(('may_inform_family', ''), ('side', 'relative')), _connector='OR'), name='only_the_person_decides_on_family_contact'),
        ),
        migrations.AddIndex(
            model_name='tracingrequest',
            index=models.Index(fields=['office', 'state', '-at'], name='tracing_of_an_office'),
        ),
        migrations.AddIndex(
            model_name='tracingrequest',
            index=models.Index(condition=models.Q(('keep_until__isnull', False)), fields=['keep_until'], name='tracing_kept_until'),
        ),
    ]
