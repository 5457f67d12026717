import amparo.foundation.core.clock
import amparo.foundation.core.encryption.fields
import amparo.foundation.core.records
import amparo.pillars.training.models.question_bank
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
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='training.participant')),
            ],
            options={
                'ordering': ['pk'],
            },
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
            model_name='testmoment',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='test_moments', to='training.trainingevent'),
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
            model_name='trainingevent',
            constraint=models.UniqueConstraint(fields=('year', 'serial'), name='training_number_once'),
        ),
        migrations.AddConstraint(
            model_name='trainingevent',
            constraint=models.CheckConstraint(condition=models.Q(('seats_taken__lte', models.F('seats'))), name='never_a_seat_too_many'),
        ),
        migrations.AddConstraint(
            model_name='testmoment',
            constraint=models.UniqueConstraint(fields=('event', 'moment'), name='test_moment_once'),
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
            model_name='trainingsession',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_ends_after_it_starts'),
        ),
    ]
