import amparo.foundation.core.clock
import amparo.foundation.core.encryption.fields
import amparo.foundation.core.records
import django.core.validators
import django.db.models.deletion
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
                ('needs', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('may_be_reminded', models.BooleanField(default=False)),
                ('may_be_asked_later', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('enrolled_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
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
        migrations.AddField(
            model_name='certificate',
            name='participant',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='certificates', to='training.participant'),
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
        migrations.AddField(
            model_name='certificate',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='training.trainingevent'),
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
            model_name='trainingevent',
            constraint=models.UniqueConstraint(fields=('year', 'serial'), name='training_number_once'),
        ),
        migrations.AddConstraint(
            model_name='trainingevent',
            constraint=models.CheckConstraint(condition=models.Q(('seats_taken__lte', models.F('seats'))), name='never_a_seat_too_many'),
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
            model_name='trainingsession',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_ends_after_it_starts'),
        ),
    ]
