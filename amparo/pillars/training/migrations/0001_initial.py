import amparo.foundation.core.clock
import amparo.foundation.core.encryption.fields
import amparo.foundation.core.records
import amparo.pillars.training.models.reactions
import django.core.validators
import django.db.models.deletion
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from amparo.foundation.core.database.initial_migration import InitialMigration


class Migration(InitialMigration):

    initial = True

    dependencies = [
        ('core', '0002_account_lines'),
        ('funding', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TrainingEventCounter',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField()),
            ],
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
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Competency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('code', models.CharField(max_length=40)),
                ('alignment_url', models.URLField(blank=True, max_length=500)),
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
                ('validity_months', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('competencies', models.ManyToManyField(blank=True, related_name='course_versions', to='training.competency')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='training.course')),
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
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('receipt', models.CharField(editable=False, max_length=64, unique=True)),
                ('number', models.PositiveIntegerField(editable=False)),
                ('state', models.CharField(default='enrolled', max_length=9)),
                ('needs', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('may_be_reminded', models.BooleanField(default=False)),
                ('may_be_asked_later', models.BooleanField(default=False)),
                ('has_reacted', models.BooleanField(default=False, editable=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('enrolled_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
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
        migrations.AddField(
            model_name='enrolment',
            name='participant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='training.participant'),
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
                ('uses_codes', models.BooleanField(default=False)),
                ('state', models.CharField(default='draft', max_length=9)),
                ('seats_taken', models.PositiveIntegerField(default=0, editable=False)),
                ('waiting', models.PositiveIntegerField(default=0, editable=False)),
                ('last_number', models.PositiveIntegerField(default=0, editable=False)),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
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
        migrations.CreateModel(
            name='EventTrainer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('is_lead', models.BooleanField(default=False)),
                ('until', models.DateTimeField(editable=False, null=True)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='training_events', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trainers', to='training.trainingevent')),
            ],
            options={
                'ordering': ['-is_lead', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='enrolment',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='training.trainingevent'),
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
        migrations.AddConstraint(
            model_name='competency',
            constraint=models.UniqueConstraint(fields=('framework', 'code'), name='competency_code_once'),
        ),
        migrations.AddConstraint(
            model_name='competency',
            constraint=models.UniqueConstraint(condition=models.Q(('framework', None)), fields=('code',), name='own_competency_once'),
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
            model_name='coursetext',
            constraint=models.UniqueConstraint(fields=('version', 'part', 'language'), name='course_words_once'),
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
            model_name='perdiemline',
            constraint=models.UniqueConstraint(fields=('of', 'enrolment'), name='per_diem_line_once'),
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
        migrations.AddConstraint(
            model_name='eventtrainer',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('event', 'user'), name='event_trainer_once'),
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(fields=['event', 'state', 'id'], name='enrolments_in_turn'),
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
            model_name='trainingsession',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_ends_after_it_starts'),
        ),
    ]
