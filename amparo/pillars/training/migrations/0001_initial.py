import amparo.foundation.core.clock
import amparo.foundation.core.encryption.fields
import amparo.foundation.core.records
import amparo.pillars.training.models.question_bank
import amparo.pillars.training.models.reactions
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from amparo.foundation.core.database.initial_migration import InitialMigration


class Migration(InitialMigration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('funding', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StatusList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('number', models.PositiveIntegerField(editable=False, unique=True)),
                ('taken', models.PositiveIntegerField(default=0, editable=False)),
                ('signed_at', models.DateTimeField(editable=False, null=True)),
                ('as_jwt', models.TextField(blank=True, editable=False)),
                ('as_json', models.TextField(blank=True, editable=False)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='TrainingEventCounter',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('number', models.CharField(editable=False, max_length=13)),
                ('issue_number', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('name_salt', models.CharField(editable=False, max_length=11)),
                ('name_hash', models.CharField(editable=False, max_length=16)),
                ('language', models.CharField(editable=False, max_length=3)),
                ('hours', models.DecimalField(decimal_places=1, editable=False, max_digits=5)),
                ('level', models.CharField(editable=False, max_length=12)),
                ('attendance', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('score', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('issued_on', models.DateField(editable=False)),
                ('until', models.DateField(editable=False, null=True)),
                ('status_index', models.PositiveIntegerField(editable=False)),
                ('word', models.CharField(editable=False, max_length=400)),
                ('state', models.CharField(default='issued', editable=False, max_length=10)),
                ('exception', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('withdrawn_because', models.CharField(blank=True, max_length=10)),
                ('withdrawn_note', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('supersedes', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='training.certificate')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='CertificateReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('kind', models.CharField(max_length=8)),
                ('number', models.CharField(blank=True, max_length=13)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('once', models.UUIDField(editable=False, unique=True)),
                ('outcome', models.CharField(blank=True, max_length=8)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('certificate', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='training.certificate')),
                ('closed_by', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='CompetencyFramework',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('publisher', models.CharField(max_length=200)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('identifier', models.CharField(blank=True, editable=False, max_length=100)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Competency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('code', models.CharField(max_length=40)),
                ('alignment_url', models.URLField(blank=True, max_length=500)),
                ('identifier', models.CharField(blank=True, editable=False, max_length=100)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('retired_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='training.competency')),
                ('framework', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='competencies', to='training.competencyframework')),
            ],
            options={
                'ordering': ['code', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CompetencyRequirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('role', models.CharField(blank=True, max_length=20)),
                ('verb', models.CharField(blank=True, max_length=30)),
                ('starts_on', models.DateField()),
                ('grace_days', models.PositiveSmallIntegerField(default=30, validators=[django.core.validators.MaxValueValidator(365)])),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requirements', to='training.competency')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='CompetencyText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=3)),
                ('text', models.TextField(max_length=1000)),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='training.competency')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('code', models.CharField(max_length=20, unique=True)),
                ('type', models.CharField(default='workshop', max_length=12)),
                ('level', models.CharField(default='basic', max_length=12)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('retired_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='CourseVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(default='draft', max_length=9)),
                ('hours', models.DecimalField(decimal_places=1, default=Decimal('0'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0'))])),
                ('min_attendance', models.PositiveSmallIntegerField(default=80, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)])),
                ('min_score', models.PositiveSmallIntegerField(blank=True, default=70, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)])),
                ('requires_practice', models.BooleanField(default=False)),
                ('counts_outside', models.BooleanField(default=False)),
                ('validity_months', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('reviewed_at', models.DateTimeField(editable=False, null=True)),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_reason', models.CharField(blank=True, editable=False, max_length=300)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('competencies', models.ManyToManyField(blank=True, related_name='course_versions', to='training.competency')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='training.course')),
                ('reviewed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['course', '-number'],
            },
        ),
        migrations.CreateModel(
            name='CourseText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('part', models.CharField(max_length=10)),
                ('language', models.CharField(max_length=3)),
                ('text', models.TextField(max_length=10000)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='training.courseversion')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='CourseTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=11)),
                ('code', models.CharField(max_length=60)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='training.courseversion')),
            ],
            options={
                'ordering': ['kind', 'code'],
            },
        ),
        migrations.CreateModel(
            name='CourseMaterial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('url', models.URLField(max_length=500)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='training.courseversion')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='CompletionExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('system', models.CharField(max_length=8)),
                ('their_course', models.CharField(blank=True, max_length=200)),
                ('day_order', models.CharField(blank=True, max_length=3)),
                ('records_new', models.BooleanField(default=False)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='completion_exports', to='training.courseversion')),
            ],
        ),
        migrations.AddField(
            model_name='certificate',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='training.courseversion'),
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('receipt', models.CharField(editable=False, max_length=64, unique=True)),
                ('number', models.PositiveIntegerField(editable=False)),
                ('state', models.CharField(default='enrolled', max_length=9)),
                ('turn', models.IntegerField(default=0, editable=False)),
                ('person_key', models.CharField(blank=True, editable=False, max_length=64)),
                ('needs', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('guardian_consent', models.CharField(blank=True, max_length=9)),
                ('guardian_consented_at', models.DateTimeField(editable=False, null=True)),
                ('may_be_reminded', models.BooleanField(default=False)),
                ('may_be_asked_later', models.BooleanField(default=False)),
                ('has_reacted', models.BooleanField(default=False, editable=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('enrolled_at', models.DateTimeField(editable=False, null=True)),
                ('answer_by', models.DateTimeField(editable=False, null=True)),
                ('confirmed_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('repeats', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='repetitions', to='training.enrolment')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='certificate',
            name='enrolment',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='certificates', to='training.enrolment'),
        ),
        migrations.CreateModel(
            name='ApplicationCommitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('position', models.PositiveSmallIntegerField(editable=False)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('due_on', models.DateField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='application_commitments', to='training.enrolment')),
            ],
            options={
                'ordering': ['enrolment', 'position'],
            },
        ),
        migrations.CreateModel(
            name='EventObserver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('until', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='GapCompetency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('standard_ref', models.UUIDField()),
                ('digest', models.CharField(max_length=32)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gaps', to='training.competency')),
            ],
        ),
        migrations.CreateModel(
            name='LearningRecordStore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('made_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('failing_since', models.DateTimeField(editable=False, null=True)),
                ('silences', models.PositiveSmallIntegerField(default=0)),
                ('rests_until', models.DateTimeField(editable=False, null=True)),
                ('paused_at', models.DateTimeField(editable=False, null=True)),
                ('paused_because', models.CharField(blank=True, max_length=10)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('name', models.CharField(max_length=100)),
                ('address', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('login', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('password', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('kinds', models.JSONField(default=list)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='NamedSupervisor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('email', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='supervisor', to='training.enrolment')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('on', models.DateField()),
                ('note', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('command', models.UUIDField(editable=False, null=True, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('observer', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='observation', to='training.eventobserver')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ObservationScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('item', models.CharField(max_length=12)),
                ('points', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(3)])),
                ('observation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='training.observation')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('email', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('phone', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('email_key', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ('code', models.CharField(blank=True, max_length=20)),
                ('sex', models.CharField(blank=True, max_length=6)),
                ('is_minor', models.BooleanField(default=False)),
                ('institution', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('institution_type', models.CharField(blank=True, max_length=14)),
                ('role', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('country', models.CharField(blank=True, max_length=2)),
                ('language', models.CharField(blank=True, max_length=3)),
                ('other_emails', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('guardian_name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('guardian_contact', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='training_participants', to='core.organization')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='training_participant', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='LearningStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField(default=amparo.foundation.core.clock.now)),
                ('tried_at', models.DateTimeField(editable=False, null=True)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('fault', models.CharField(blank=True, max_length=40)),
                ('verb', models.CharField(max_length=8)),
                ('about', models.UUIDField(null=True)),
                ('said_at', models.DateTimeField()),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('source', models.UUIDField()),
                ('round', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('store', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='training.learningrecordstore')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.courseversion')),
                ('voids', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='voided_by', to='training.learningstatement')),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='statements', to='training.participant')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='HeldCompetency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holders', to='training.competency')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held_competencies', to='training.participant')),
            ],
        ),
        migrations.AddField(
            model_name='enrolment',
            name='participant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='training.participant'),
        ),
        migrations.CreateModel(
            name='DistinctParticipants',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='training.participant')),
                ('two', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='training.participant')),
            ],
        ),
        migrations.CreateModel(
            name='CompletionChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('identity', models.CharField(max_length=64)),
                ('is_new', models.BooleanField(default=False)),
                ('export', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='training.completionexport')),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='training.participant')),
            ],
        ),
        migrations.AddField(
            model_name='certificate',
            name='participant',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='certificates', to='training.participant'),
        ),
        migrations.CreateModel(
            name='ParticipantImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('kind', models.CharField(max_length=11)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('encoding', models.CharField(blank=True, max_length=30)),
                ('mapping', models.JSONField(blank=True, default=dict, editable=False)),
                ('keeps_apart', models.BooleanField(default=False)),
                ('state', models.CharField(default='received', max_length=10)),
                ('rows_found', models.PositiveIntegerField(default=0)),
                ('new', models.PositiveIntegerField(default=0)),
                ('known', models.PositiveIntegerField(default=0)),
                ('same', models.PositiveIntegerField(default=0)),
                ('problems', models.PositiveIntegerField(default=0)),
                ('new_events', models.PositiveIntegerField(default=0)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='OutsideCompletion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('system', models.CharField(max_length=8)),
                ('completed_on', models.DateField()),
                ('identity', models.CharField(blank=True, editable=False, max_length=64)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='completions', to='training.courseversion')),
                ('withdrawn_by', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='completions', to='training.participant')),
                ('source', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='completions', to='training.participantimport')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='completionexport',
            name='importing',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='completion_export', to='training.participantimport'),
        ),
        migrations.CreateModel(
            name='ParticipantLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('email_key', models.CharField(db_index=True, editable=False, max_length=64)),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('until', models.DateTimeField()),
                ('opened_at', models.DateTimeField(editable=False, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('participants', models.ManyToManyField(related_name='links', to='training.participant')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ParticipantRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('keep_years', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(15)])),
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='participant_rules', to='core.office')),
            ],
        ),
        migrations.CreateModel(
            name='ParticipantToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=5)),
                ('key', models.BigIntegerField()),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='search_tokens', to='training.participant')),
            ],
        ),
        migrations.CreateModel(
            name='PerDiemList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField(editable=False)),
                ('rate', models.DecimalField(decimal_places=2, max_digits=11)),
                ('currency', models.CharField(max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}\\Z', 'Write the currency in three letters, as in BOB.')])),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('paid_on', models.DateField(editable=False, null=True)),
                ('discarded_at', models.DateTimeField(editable=False, null=True)),
                ('budget_line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funding.budgetline')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paid_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='PerDiemLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('days', models.PositiveSmallIntegerField()),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='per_diem_lines', to='training.enrolment')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='training.perdiemlist')),
            ],
            options={
                'ordering': ['enrolment__number', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PracticeEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('outcome', models.CharField(max_length=8)),
                ('on', models.DateField()),
                ('is_correction', models.BooleanField(default=False, editable=False)),
                ('source', models.CharField(editable=False, max_length=60)),
                ('number', models.BigIntegerField(editable=False, null=True)),
                ('command', models.UUIDField(editable=False, null=True, unique=True)),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practice_entries', to='training.enrolment')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='RequirementNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('until', models.DateField(null=True)),
                ('days', models.PositiveSmallIntegerField()),
                ('requirement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='training.competencyrequirement')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='RequirementWaiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('until', models.DateField()),
                ('because', models.CharField(max_length=300)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('requirement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='training.competencyrequirement')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='SetAsideNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('right', models.CharField(blank=True, max_length=40)),
                ('because', models.CharField(max_length=300)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('taken_up_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('competency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.competency')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organization')),
                ('taken_up_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('key_id', models.CharField(editable=False, max_length=8, unique=True)),
                ('public', models.CharField(editable=False, max_length=43)),
                ('made_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('retired_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(models.Value(1), condition=models.Q(('retired_at', None)), name='one_certificate_key_signs')],
            },
        ),
        migrations.AddField(
            model_name='certificate',
            name='key',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.signingkey'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='status_list',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='training.statuslist'),
        ),
        migrations.CreateModel(
            name='TestForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('label', models.CharField(max_length=1)),
                ('is_equivalent', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='test_forms', to='training.courseversion')),
            ],
            options={
                'ordering': ['version', 'label'],
            },
        ),
        migrations.CreateModel(
            name='TestMoment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('moment', models.CharField(default='before', max_length=6)),
                ('is_anonymous', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moments', to='training.testform')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='TestQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('kind', models.CharField(default='single', max_length=10)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('retired_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='test_questions', to='training.courseversion')),
            ],
            options={
                'ordering': ['pk'],
            },
            bases=(models.Model, amparo.pillars.training.models.question_bank.Worded),
        ),
        migrations.CreateModel(
            name='TestItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='training.testform')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='training.testquestion')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AnswerOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('weight', models.DecimalField(decimal_places=5, default=Decimal('0'), max_digits=8)),
                ('value', models.DecimalField(blank=True, decimal_places=9, max_digits=24, null=True)),
                ('tolerance', models.DecimalField(decimal_places=9, default=Decimal('0'), max_digits=24)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='training.testquestion')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TestQuestionText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=3)),
                ('text', models.TextField(max_length=4000)),
                ('feedback', models.TextField(blank=True, max_length=4000)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='training.testquestion')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='TestSitting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('pairing', models.CharField(editable=False, max_length=40)),
                ('form_key', models.UUIDField(editable=False, unique=True)),
                ('channel', models.CharField(default='telephone', max_length=9)),
                ('answers', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5)),
                ('taken_at', models.DateTimeField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='test_sittings', to='training.enrolment')),
                ('moment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='training.testmoment')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='TestAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('share', models.DecimalField(decimal_places=4, max_digits=5)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points', to='training.testitem')),
                ('sitting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='training.testsitting')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PairingKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('key', models.CharField(editable=False, max_length=40)),
                ('sitting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='near', to='training.testsitting')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='TestTheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='test_themes', to='training.courseversion')),
            ],
            options={
                'ordering': ['pk'],
            },
            bases=(models.Model, amparo.pillars.training.models.question_bank.Worded),
        ),
        migrations.AddField(
            model_name='testquestion',
            name='theme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='training.testtheme'),
        ),
        migrations.CreateModel(
            name='TestThemeText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=3)),
                ('text', models.TextField(max_length=4000)),
                ('feedback', models.TextField(blank=True, max_length=4000)),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='training.testtheme')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Trainer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('languages', models.CharField(blank=True, max_length=40)),
                ('is_available', models.BooleanField(default=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('participant', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='trainer', to='training.participant')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='observation',
            name='trainer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='training.trainer'),
        ),
        migrations.AddField(
            model_name='eventobserver',
            name='trainer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observers', to='training.trainer'),
        ),
        migrations.CreateModel(
            name='TrainerQualification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('grade', models.CharField(max_length=10)),
                ('on', models.DateField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.course')),
                ('observation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.observation')),
                ('trainer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='qualifications', to='training.trainer')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='TrainingConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('purpose', models.CharField(max_length=9)),
                ('is_given', models.BooleanField()),
                ('how', models.CharField(max_length=6)),
                ('language', models.CharField(blank=True, max_length=3)),
                ('by_guardian', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('until', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='training.participant')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='TrainingCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('kind', models.CharField(max_length=14)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=13)),
                ('currency', models.CharField(max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}\\Z', 'Write the currency in three letters, as in BOB.')])),
                ('spent_on', models.DateField()),
                ('worth', models.DecimalField(decimal_places=2, editable=False, max_digits=14)),
                ('rate_on', models.DateField(editable=False, null=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('budget_line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='training_costs', to='funding.budgetline')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('removed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['spent_on', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='perdiemlist',
            name='cost',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='per_diem_list', to='training.trainingcost'),
        ),
        migrations.CreateModel(
            name='TrainingEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('year', models.PositiveSmallIntegerField(editable=False)),
                ('serial', models.PositiveIntegerField(editable=False)),
                ('subtitle', models.CharField(blank=True, max_length=140)),
                ('mode', models.CharField(default='in_person', max_length=9)),
                ('venue', models.CharField(blank=True, max_length=200)),
                ('link', models.URLField(blank=True, max_length=500)),
                ('time_zone', models.CharField(max_length=60)),
                ('languages', models.CharField(blank=True, max_length=40)),
                ('seats', models.PositiveIntegerField()),
                ('has_waiting_list', models.BooleanField(default=True)),
                ('is_public', models.BooleanField(default=False)),
                ('is_for_staff', models.BooleanField(default=False)),
                ('uses_codes', models.BooleanField(default=False)),
                ('state', models.CharField(default='draft', max_length=9)),
                ('seats_taken', models.PositiveIntegerField(default=0, editable=False)),
                ('waiting', models.PositiveIntegerField(default=0, editable=False)),
                ('last_number', models.PositiveIntegerField(default=0, editable=False)),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('changed_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('moved_at', models.DateTimeField(editable=False, null=True)),
                ('notified_at', models.DateTimeField(editable=False, null=True)),
                ('starts_at', models.DateTimeField(editable=False, null=True)),
                ('ends_at', models.DateTimeField(editable=False, null=True)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('cancelled_because', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('budget_lines', models.ManyToManyField(blank=True, related_name='training_events', to='funding.budgetline')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='training.courseversion')),
            ],
            options={
                'ordering': ['-year', '-serial'],
            },
        ),
        migrations.AddField(
            model_name='trainingcost',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='costs', to='training.trainingevent'),
        ),
        migrations.AddField(
            model_name='testmoment',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='test_moments', to='training.trainingevent'),
        ),
        migrations.CreateModel(
            name='RemovedSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(editable=False, unique=True)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='removed_sessions', to='training.trainingevent')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigIntegerField(default=amparo.pillars.training.models.reactions.random_key, editable=False, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('useful', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('clear', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('able', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('may_be_quoted', models.BooleanField(default=False)),
                ('is_withheld', models.BooleanField(default=False, editable=False)),
                ('withheld_because', models.CharField(blank=True, max_length=8)),
                ('is_cleared', models.BooleanField(default=False, editable=False)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='training.trainingevent')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='perdiemlist',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='per_diem_lists', to='training.trainingevent'),
        ),
        migrations.AddField(
            model_name='participantimport',
            name='event',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='training.trainingevent'),
        ),
        migrations.AddField(
            model_name='observation',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='training.trainingevent'),
        ),
        migrations.CreateModel(
            name='NeedsErasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='needs_erasure', to='training.trainingevent')),
            ],
        ),
        migrations.CreateModel(
            name='ImportedEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=64)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.office')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='past_events', to='training.participantimport')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='imported', to='training.trainingevent')),
            ],
        ),
        migrations.CreateModel(
            name='EventTrainer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('is_lead', models.BooleanField(default=False)),
                ('until', models.DateTimeField(editable=False, null=True)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='training_events', to=settings.AUTH_USER_MODEL)),
                ('participant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='trained_events', to='training.participant')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trainers', to='training.trainingevent')),
            ],
            options={
                'ordering': ['-is_lead', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='eventobserver',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observers', to='training.trainingevent'),
        ),
        migrations.AddField(
            model_name='enrolment',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='training.trainingevent'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='training.trainingevent'),
        ),
        migrations.CreateModel(
            name='AttendanceUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('purpose', models.CharField(max_length=12)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendance_uses', to='training.trainingevent')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='TrainingFollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('asked_at', models.DateTimeField(editable=False, null=True)),
                ('reminded_at', models.DateTimeField(editable=False, null=True)),
                ('expires_at', models.DateTimeField(editable=False, null=True)),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('changed_at', models.DateTimeField(editable=False, null=True)),
                ('month', models.PositiveSmallIntegerField(editable=False)),
                ('used', models.CharField(blank=True, max_length=4)),
                ('how_often', models.CharField(blank=True, max_length=7)),
                ('changed', models.CharField(blank=True, max_length=7)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='training.enrolment')),
            ],
            options={
                'ordering': ['month', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SupervisorAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('asked_at', models.DateTimeField(editable=False, null=True)),
                ('reminded_at', models.DateTimeField(editable=False, null=True)),
                ('expires_at', models.DateTimeField(editable=False, null=True)),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('changed_at', models.DateTimeField(editable=False, null=True)),
                ('applies', models.CharField(blank=True, max_length=9)),
                ('changed', models.CharField(blank=True, max_length=7)),
                ('provides', models.CharField(blank=True, max_length=6)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('follow_up', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='supervisor_answer', to='training.trainingfollowup')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='FollowUpChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('question', models.CharField(max_length=9)),
                ('code', models.CharField(max_length=10)),
                ('follow_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='training.trainingfollowup')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='CommitmentProgress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('state', models.CharField(max_length=10)),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress', to='training.applicationcommitment')),
                ('follow_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress', to='training.trainingfollowup')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='TrainingNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('kind', models.CharField(max_length=9)),
                ('for_day', models.DateField()),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='training.enrolment')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='TrainingSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('title', models.CharField(blank=True, max_length=140)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('head_count', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='training.trainingevent')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SignedList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('kind', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('verdict', models.CharField(blank=True, default='', editable=False, max_length=10)),
                ('numbers', models.CharField(max_length=300)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signed_lists', to='training.trainingsession')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SessionCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('counted', models.PositiveIntegerField()),
                ('command', models.UUIDField(editable=False, null=True, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='head_counts', to='training.trainingsession')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AttendanceEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('how', models.CharField(max_length=10)),
                ('is_present', models.BooleanField()),
                ('minutes', models.PositiveIntegerField(blank=True, null=True)),
                ('source', models.CharField(editable=False, max_length=60)),
                ('number', models.BigIntegerField(editable=False, null=True)),
                ('command', models.UUIDField(editable=False, null=True, unique=True)),
                ('shown_at', models.DateTimeField(editable=False, null=True)),
                ('device_at', models.DateTimeField(editable=False, null=True)),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendance_entries', to='training.enrolment')),
                ('signed_list', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='training.signedlist')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendance_entries', to='training.trainingsession')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AnswerOptionText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=3)),
                ('text', models.TextField(max_length=4000)),
                ('feedback', models.TextField(blank=True, max_length=4000)),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='training.answeroption')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('option', 'language'), name='answer_words_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='competencyframework',
            constraint=models.UniqueConstraint(condition=models.Q(('identifier', ''), _negated=True), fields=('identifier',), name='framework_identified_once'),
        ),
        migrations.AddConstraint(
            model_name='competency',
            constraint=models.UniqueConstraint(fields=('framework', 'code'), name='competency_code_once'),
        ),
        migrations.AddConstraint(
            model_name='competency',
            constraint=models.UniqueConstraint(condition=models.Q(('framework', None)), fields=('code',), name='own_competency_once'),
        ),
        migrations.AddConstraint(
            model_name='competencyrequirement',
            constraint=models.CheckConstraint(condition=models.Q(('role', ''), ('verb', ''), _connector='XOR'), name='required_for_a_role_or_a_verb'),
        ),
        migrations.AddConstraint(
            model_name='competencyrequirement',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('office', 'competency', 'role', 'verb'), name='required_once'),
        ),
        migrations.AddConstraint(
            model_name='competencytext',
            constraint=models.UniqueConstraint(fields=('competency', 'language'), name='competency_words_once'),
        ),
        migrations.AddConstraint(
            model_name='courseversion',
            constraint=models.UniqueConstraint(fields=('course', 'number'), name='course_version_once'),
        ),
        migrations.AddConstraint(
            model_name='courseversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('course',), name='one_version_published'),
        ),
        migrations.AddConstraint(
            model_name='courseversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'reviewed'])), fields=('course',), name='one_version_being_written'),
        ),
        migrations.AddConstraint(
            model_name='courseversion',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_by', None), models.Q(('reviewed_by', models.F('written_by')), _negated=True), _connector='OR'), name='version_reviewed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='coursetext',
            constraint=models.UniqueConstraint(fields=('version', 'part', 'language'), name='course_words_once'),
        ),
        migrations.AddIndex(
            model_name='coursetarget',
            index=models.Index(fields=['kind', 'code'], name='courses_by_target'),
        ),
        migrations.AddConstraint(
            model_name='coursetarget',
            constraint=models.UniqueConstraint(fields=('version', 'kind', 'code'), name='course_target_once'),
        ),
        migrations.AddConstraint(
            model_name='applicationcommitment',
            constraint=models.UniqueConstraint(fields=('enrolment', 'position'), name='application_commitment_once'),
        ),
        migrations.AddConstraint(
            model_name='applicationcommitment',
            constraint=models.CheckConstraint(condition=models.Q(('position__gte', 1), ('position__lte', 3)), name='application_plan_of_three'),
        ),
        migrations.AddConstraint(
            model_name='gapcompetency',
            constraint=models.UniqueConstraint(fields=('standard_ref', 'digest', 'competency'), name='gap_competency_once'),
        ),
        migrations.AddConstraint(
            model_name='observationscore',
            constraint=models.UniqueConstraint(fields=('observation', 'item'), name='observed_item_once'),
        ),
        migrations.AddConstraint(
            model_name='observationscore',
            constraint=models.CheckConstraint(condition=models.Q(('points__gte', 0), ('points__lte', 3)), name='points_of_an_item'),
        ),
        migrations.AddConstraint(
            model_name='learningstatement',
            constraint=models.UniqueConstraint(fields=('store', 'source', 'round'), name='learning_statement_once'),
        ),
        migrations.AddIndex(
            model_name='heldcompetency',
            index=models.Index(fields=['until', 'id'], name='competencies_lapsing'),
        ),
        migrations.AddConstraint(
            model_name='heldcompetency',
            constraint=models.UniqueConstraint(fields=('participant', 'competency'), name='competency_held_once'),
        ),
        migrations.AddConstraint(
            model_name='distinctparticipants',
            constraint=models.UniqueConstraint(fields=('one', 'two'), name='distinct_participants_once'),
        ),
        migrations.AddConstraint(
            model_name='distinctparticipants',
            constraint=models.CheckConstraint(condition=models.Q(('one__lt', models.F('two'))), name='distinct_in_order'),
        ),
        migrations.AddConstraint(
            model_name='completionchoice',
            constraint=models.UniqueConstraint(fields=('export', 'identity'), name='one_choice_of_a_line'),
        ),
        migrations.AddIndex(
            model_name='outsidecompletion',
            index=models.Index(fields=['identity'], name='completions_by_identity'),
        ),
        migrations.AddIndex(
            model_name='outsidecompletion',
            index=models.Index(fields=['version', 'completed_on'], name='completions_by_day'),
        ),
        migrations.AddConstraint(
            model_name='outsidecompletion',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('participant', 'version', 'system'), name='completed_outside_once'),
        ),
        migrations.AddIndex(
            model_name='participanttoken',
            index=models.Index(fields=['kind', 'key'], name='participants_by_token'),
        ),
        migrations.AddConstraint(
            model_name='perdiemline',
            constraint=models.UniqueConstraint(fields=('of', 'enrolment'), name='per_diem_line_once'),
        ),
        migrations.AddIndex(
            model_name='requirementnotice',
            index=models.Index(fields=['requirement', 'user'], name='notices_of_requirement'),
        ),
        migrations.AddConstraint(
            model_name='setasideneed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('competency__isnull', False), ('right', '')), models.Q(models.Q(('right', ''), _negated=True), ('competency', None)), _connector='OR'), name='need_about_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='setasideneed',
            constraint=models.UniqueConstraint(condition=models.Q(('competency', None), ('taken_up_at', None)), fields=('organization', 'right'), name='right_set_aside_once'),
        ),
        migrations.AddConstraint(
            model_name='setasideneed',
            constraint=models.UniqueConstraint(condition=models.Q(('right', ''), ('taken_up_at', None)), fields=('organization', 'competency'), name='competency_set_aside_once'),
        ),
        migrations.AddConstraint(
            model_name='testform',
            constraint=models.UniqueConstraint(fields=('version', 'label'), name='test_form_once'),
        ),
        migrations.AddConstraint(
            model_name='testitem',
            constraint=models.UniqueConstraint(fields=('form', 'question'), name='question_in_form_once'),
        ),
        migrations.AddConstraint(
            model_name='answeroption',
            constraint=models.UniqueConstraint(fields=('question', 'position'), name='answer_place_once'),
        ),
        migrations.AddConstraint(
            model_name='testquestiontext',
            constraint=models.UniqueConstraint(fields=('question', 'language'), name='question_words_once'),
        ),
        migrations.AddConstraint(
            model_name='testsitting',
            constraint=models.UniqueConstraint(fields=('moment', 'pairing'), name='test_taken_once'),
        ),
        migrations.AddConstraint(
            model_name='testanswer',
            constraint=models.UniqueConstraint(fields=('sitting', 'item'), name='answer_counts_once'),
        ),
        migrations.AddConstraint(
            model_name='testthemetext',
            constraint=models.UniqueConstraint(fields=('theme', 'language'), name='theme_words_once'),
        ),
        migrations.AddConstraint(
            model_name='trainerqualification',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('trainer', 'course'), name='one_grade_of_a_course'),
        ),
        migrations.AddConstraint(
            model_name='trainingconsent',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('participant', 'purpose'), name='training_consent_once'),
        ),
        migrations.AddIndex(
            model_name='trainingevent',
            index=models.Index(fields=['starts_at', 'id'], name='training_events_by_time'),
        ),
        migrations.AddIndex(
            model_name='trainingevent',
            index=models.Index(models.OrderBy(django.db.models.functions.comparison.Coalesce(models.F('starts_at'), models.F('at')), descending=True), models.OrderBy(models.F('id'), descending=True), name='training_events_by_begin'),
        ),
        migrations.AddConstraint(
            model_name='trainingevent',
            constraint=models.UniqueConstraint(fields=('year', 'serial'), name='training_number_once'),
        ),
        migrations.AddConstraint(
            model_name='trainingevent',
            constraint=models.CheckConstraint(condition=models.Q(('seats_taken__lte', models.F('seats'))), name='never_a_seat_too_many'),
        ),
        migrations.AddConstraint(
            model_name='trainingcost',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='training_cost_above_nothing'),
        ),
        migrations.AddConstraint(
            model_name='testmoment',
            constraint=models.UniqueConstraint(fields=('event', 'moment'), name='test_moment_once'),
        ),
        migrations.AddConstraint(
            model_name='reaction',
            constraint=models.CheckConstraint(condition=models.Q(('able__range', (1, 5)), ('clear__range', (1, 5)), ('useful__range', (1, 5))), name='reaction_on_its_scale'),
        ),
        migrations.AddConstraint(
            model_name='perdiemlist',
            constraint=models.UniqueConstraint(fields=('event', 'number'), name='per_diem_list_once'),
        ),
        migrations.AddConstraint(
            model_name='perdiemlist',
            constraint=models.UniqueConstraint(condition=models.Q(('discarded_at', None), ('paid_on', None)), fields=('event',), name='one_per_diem_list_to_pay'),
        ),
        migrations.AddConstraint(
            model_name='perdiemlist',
            constraint=models.CheckConstraint(condition=models.Q(('rate__gt', 0)), name='per_diem_rate_above_nothing'),
        ),
        migrations.AddIndex(
            model_name='participantimport',
            index=models.Index(fields=['office', 'digest'], name='participant_lists_by_file'),
        ),
        migrations.AddConstraint(
            model_name='participantimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('event__isnull', False), ('kind', 'event')), models.Q(('event', None), ('kind__in', ('past', 'completions'))), _connector='OR'), name='participant_list_of_an_event'),
        ),
        migrations.AddConstraint(
            model_name='importedevent',
            constraint=models.UniqueConstraint(fields=('office', 'key'), name='past_event_once'),
        ),
        migrations.AddConstraint(
            model_name='eventtrainer',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('event', 'user'), name='event_trainer_once'),
        ),
        migrations.AddConstraint(
            model_name='eventobserver',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('event', 'trainer', 'user'), name='event_observer_once'),
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(fields=['event', 'state', 'turn'], name='enrolments_in_turn'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('event', 'participant'), name='enrolled_once'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(fields=('event', 'number'), name='enrolment_number_once'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('enrolled', 'waiting')), models.Q(('person_key', ''), _negated=True)), fields=('event', 'person_key'), name='one_seat_for_a_person'),
        ),
        migrations.AddIndex(
            model_name='certificate',
            index=models.Index(fields=['state', 'until', 'id'], name='who_lapses'),
        ),
        migrations.AddIndex(
            model_name='certificate',
            index=models.Index(fields=['issued_on', 'id'], name='certificates_by_day'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('number', 'issue_number'), name='certificate_once'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'issued')), fields=('number',), name='one_certificate_counts'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'issued')), fields=('enrolment',), name='certified_once'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('status_list', 'status_index'), name='status_place_once'),
        ),
        migrations.AddConstraint(
            model_name='attendanceuse',
            constraint=models.UniqueConstraint(fields=('event', 'purpose'), name='attendance_use_once'),
        ),
        migrations.AddConstraint(
            model_name='trainingfollowup',
            constraint=models.UniqueConstraint(fields=('enrolment', 'month'), name='follow_up_once'),
        ),
        migrations.AddConstraint(
            model_name='supervisoranswer',
            constraint=models.CheckConstraint(condition=models.Q(('answered_at', None), models.Q(('applies', ''), _negated=True), _connector='OR'), name='superior_answers_whole'),
        ),
        migrations.AddConstraint(
            model_name='followupchoice',
            constraint=models.UniqueConstraint(fields=('follow_up', 'question', 'code'), name='follow_up_choice_once'),
        ),
        migrations.AddConstraint(
            model_name='commitmentprogress',
            constraint=models.UniqueConstraint(fields=('follow_up', 'commitment'), name='application_progress_once'),
        ),
        migrations.AddConstraint(
            model_name='trainingnotice',
            constraint=models.UniqueConstraint(fields=('enrolment', 'kind', 'for_day', 'sequence'), name='training_notice_once'),
        ),
        migrations.AddConstraint(
            model_name='trainingsession',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_ends_after_it_starts'),
        ),
        migrations.AddIndex(
            model_name='signedlist',
            index=models.Index(condition=models.Q(('verdict', 'waiting')), fields=['at'], name='signed_lists_to_check'),
        ),
        migrations.AddIndex(
            model_name='attendanceentry',
            index=models.Index(fields=['session', 'how', 'id'], name='attendance_of_a_session'),
        ),
        migrations.AddConstraint(
            model_name='attendanceentry',
            constraint=models.UniqueConstraint(condition=models.Q(('how', 'code')), fields=('session', 'enrolment'), name='attendance_by_code_once'),
        ),
        migrations.AddConstraint(
            model_name='attendanceentry',
            constraint=models.CheckConstraint(condition=models.Q(('is_present', True), ('minutes', None), _connector='OR'), name='attendance_minutes_of_who_was_there'),
        ),
    ]
