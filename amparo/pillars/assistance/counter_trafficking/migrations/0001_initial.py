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
            name='HtcdsImportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('state', models.CharField(default='columns', max_length=10)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('row_now', models.PositiveIntegerField(default=0)),
                ('ready', models.PositiveIntegerField(default=0)),
                ('to_correct', models.PositiveIntegerField(default=0)),
                ('known', models.PositiveIntegerField(default=0)),
                ('doubtful', models.PositiveIntegerField(default=0)),
                ('entered', models.PositiveIntegerField(default=0)),
                ('done_at', models.DateTimeField(editable=False, null=True)),
                ('deleted_at', models.DateTimeField(editable=False, null=True)),
                ('kept_to', models.CharField(db_index=True, max_length=60)),
                ('basis', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='htcds_files', to='people.registerbasis')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='htcds_files', to='core.team')),
            ],
            options={
                'ordering': ['-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HtcdsImportIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('row', models.PositiveIntegerField()),
                ('code', models.CharField(max_length=40)),
                ('keeps_out', models.BooleanField()),
                ('message_data', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('of_file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='issues', to='counter_trafficking.htcdsimportfile')),
            ],
            options={
                'ordering': ['row', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReflectionPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('basis', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('end_text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReflectionPeriodExtension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('until_on', models.DateField()),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='counter_trafficking.reflectionperiod')),
            ],
        ),
        migrations.CreateModel(
            name='SafetyPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('dangers', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('must_not_know', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('safe_places', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('signals', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('what_to_do', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('contacts', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('looked_at_on', models.DateField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='SafetyPlanReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('still_holds', models.BooleanField()),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='counter_trafficking.safetyplan')),
            ],
        ),
        migrations.CreateModel(
            name='StatusDetermination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('status', models.CharField(max_length=40)),
                ('decided_on', models.DateField()),
                ('decided_by', models.CharField(blank=True, max_length=40)),
                ('organization_name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('legal_basis', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organization')),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.attachment')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='DeterminationObjection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('whose', models.CharField(max_length=10)),
                ('is_appeal', models.BooleanField(default=False)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('determination', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='other_views', to='counter_trafficking.statusdetermination')),
            ],
        ),
        migrations.CreateModel(
            name='Testimony',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('taken_on', models.DateField()),
                ('language', models.CharField(blank=True, max_length=10)),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
                ('erased_reason', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('erased_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='TestimonyText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('testimony', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sealed', to='counter_trafficking.testimony')),
            ],
        ),
        migrations.CreateModel(
            name='TraffickingRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('prompt', models.CharField(default='unclear', max_length=10)),
                ('status', models.CharField(blank=True, max_length=40)),
                ('reflection_until', models.DateField(null=True)),
                ('safety_due_on', models.DateField(null=True)),
                ('review_due_on', models.DateField(null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ways_out', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='TraffickingEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('kind', models.CharField(max_length=20)),
                ('on', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='date')),
                ('country', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('state', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('city', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('street', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('postal_code', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('latitude', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('longitude', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('description', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('way', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='counter_trafficking.traffickingrecord')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='testimony',
            name='way',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='counter_trafficking.traffickingrecord'),
        ),
        migrations.AddField(
            model_name='statusdetermination',
            name='way',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='counter_trafficking.traffickingrecord'),
        ),
        migrations.AddField(
            model_name='safetyplan',
            name='way',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='counter_trafficking.traffickingrecord'),
        ),
        migrations.CreateModel(
            name='RetraffickingReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('reviewed_on', models.DateField()),
                ('level', models.CharField(max_length=10)),
                ('looked_at', models.JSONField(default=list)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('next_review_on', models.DateField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('way', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='counter_trafficking.traffickingrecord')),
            ],
            options={
                'ordering': ['-reviewed_on', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='reflectionperiod',
            name='way',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='counter_trafficking.traffickingrecord'),
        ),
        migrations.CreateModel(
            name='Perpetrator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('roles', models.JSONField(default=list)),
                ('details', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('organization', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('way', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='counter_trafficking.traffickingrecord')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='IndicatorObservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('indicators', models.JSONField(default=list)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('way', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='counter_trafficking.traffickingrecord')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Exploitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('types', models.JSONField(default=list)),
                ('sexual_types', models.JSONField(default=list)),
                ('methods_of_control', models.JSONField(default=list)),
                ('industries', models.JSONField(default=list)),
                ('websites', models.JSONField(default=list)),
                ('recruitment_methods', models.JSONField(default=list)),
                ('recruitment_websites', models.JSONField(default=list)),
                ('relationship', models.CharField(blank=True, max_length=40)),
                ('age_when_trafficked', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('from_on', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='date')),
                ('until_on', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='date')),
                ('place_of_recruitment', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('place_of_exploitation', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('way', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='counter_trafficking.traffickingrecord')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='AuthorityCooperation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('wish', models.CharField(max_length=10)),
                ('on', models.DateField()),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('way', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='counter_trafficking.traffickingrecord')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='HtcdsExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('profile', models.CharField(max_length=10)),
                ('shape', models.CharField(max_length=10)),
                ('purpose', models.CharField(max_length=40)),
                ('people', models.PositiveIntegerField(default=0)),
                ('left_out', models.PositiveIntegerField(default=0)),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('good_until', models.DateTimeField()),
                ('deleted_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recipient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organization')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('profile', 'core'), ('recipient__isnull', False), _connector='OR'), name='htcds_names_only_for_somebody')],
            },
        ),
        migrations.CreateModel(
            name='HtcdsImportedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('key', models.CharField(max_length=32)),
                ('original', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('then', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('rest', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='htcds_rows', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='htcds_rows', to='people.person')),
                ('team', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.team')),
                ('of_file', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entered_rows', to='counter_trafficking.htcdsimportfile')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('team', 'key'), name='htcds_record_enters_once')],
            },
        ),
        migrations.CreateModel(
            name='TestimonyGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('until', models.DateTimeField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('revoked_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('testimony', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='counter_trafficking.testimony')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('user', models.F('by')), _negated=True), name='testimony_is_opened_to_another')],
            },
        ),
        migrations.AddIndex(
            model_name='traffickingrecord',
            index=models.Index(fields=['status', '-at'], name='ways_out_by_status'),
        ),
        migrations.AddConstraint(
            model_name='traffickingrecord',
            constraint=models.UniqueConstraint(fields=('case', 'person'), name='one_way_out_each'),
        ),
        migrations.AddConstraint(
            model_name='statusdetermination',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'PossibleVictimOfTrafficking'), models.Q(('decided_by', ''), _negated=True), _connector='OR'), name='determination_names_who_decided'),
        ),
        migrations.AddConstraint(
            model_name='statusdetermination',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['PossibleVictimOfTrafficking', 'ActualVictimOfTrafficking', 'NotAVictimOfTrafficking'])), name='determination_is_of_three'),
        ),
        migrations.AddConstraint(
            model_name='reflectionperiod',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='reflection_ends_after_it_begins'),
        ),
    ]
