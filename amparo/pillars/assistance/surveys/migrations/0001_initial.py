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
            name='Instrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('code', models.CharField(max_length=30, unique=True)),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='InstrumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('version', models.CharField(max_length=20)),
                ('content', models.TextField()),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('retired_at', models.DateTimeField(editable=False, null=True)),
                ('official_source', models.CharField(blank=True, max_length=500)),
                ('official_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='surveys.instrument')),
                ('official_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ScheduledSurvey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('wave', models.CharField(max_length=30)),
                ('due_on', models.DateField()),
                ('is_about_closure', models.BooleanField(default=False)),
                ('is_open', models.BooleanField(default=True)),
                ('not_asked', models.CharField(blank=True, max_length=12)),
                ('cancelled_at', models.DateTimeField(editable=False, null=True)),
                ('cancelled_reason', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cancelled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scheduledsurveys', to='people.person')),
                ('task', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='round_due', to='cases.task')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.instrumentversion')),
            ],
        ),
        migrations.CreateModel(
            name='SurveyResponse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('wave', models.CharField(max_length=30)),
                ('mode', models.CharField(max_length=20)),
                ('language', models.CharField(max_length=10)),
                ('on', models.DateField()),
                ('returned_on', models.DateField(null=True)),
                ('answers', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('is_standing', models.BooleanField(default=True)),
                ('overall', models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='people.person')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replaced_by', to='surveys.surveyresponse')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='surveys.instrumentversion')),
            ],
        ),
        migrations.CreateModel(
            name='ReferralSuggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('why', models.CharField(max_length=10)),
                ('code', models.CharField(max_length=30)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('outcome', models.CharField(blank=True, max_length=12)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prompts', to='surveys.surveyresponse')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='DimensionScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('dimension', models.CharField(max_length=30)),
                ('value', models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                ('answered', models.PositiveSmallIntegerField()),
                ('declined', models.PositiveSmallIntegerField()),
                ('unknown', models.PositiveSmallIntegerField()),
                ('not_asked', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='surveys.surveyresponse')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SurveyResponseDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('wave', models.CharField(max_length=30)),
                ('mode', models.CharField(max_length=20)),
                ('language', models.CharField(max_length=10)),
                ('on', models.DateField()),
                ('returned_on', models.DateField(null=True)),
                ('answers', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='people.person')),
                ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='surveys.surveyresponse')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='surveys.instrumentversion')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='instrumentversion',
            constraint=models.UniqueConstraint(fields=('instrument', 'version'), name='each_survey_version_once'),
        ),
        migrations.AddConstraint(
            model_name='instrumentversion',
            constraint=models.CheckConstraint(condition=models.Q(('retired_at', None), ('published_at__lte', models.F('retired_at')), _connector='OR'), name='only_what_was_published_retires'),
        ),
        migrations.AddConstraint(
            model_name='instrumentversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('official_at', None), ('official_by', None), ('official_source', '')), models.Q(models.Q(('official_source', ''), _negated=True), ('official_at__isnull', False), ('official_by__isnull', False)), _connector='OR'), name='official_by_whom_and_which_document'),
        ),
        migrations.AddIndex(
            model_name='scheduledsurvey',
            index=models.Index(fields=['is_open', 'due_on'], name='rounds_due'),
        ),
        migrations.AddConstraint(
            model_name='scheduledsurvey',
            constraint=models.UniqueConstraint(fields=('case', 'person', 'version', 'wave'), name='each_round_due_once'),
        ),
        migrations.AddIndex(
            model_name='surveyresponse',
            index=models.Index(fields=['version', 'at'], name='rounds_of_a_version'),
        ),
        migrations.AddConstraint(
            model_name='surveyresponse',
            constraint=models.UniqueConstraint(condition=models.Q(('is_standing', True)), fields=('case', 'person', 'version', 'wave'), name='one_round_of_each_wave'),
        ),
        migrations.AddConstraint(
            model_name='surveyresponse',
            constraint=models.CheckConstraint(condition=models.Q(('overall', None), models.Q(('overall__gte', 0), ('overall__lte', 1)), _connector='OR'), name='a_whole_from_none_to_one'),
        ),
        migrations.AddConstraint(
            model_name='referralsuggestion',
            constraint=models.UniqueConstraint(fields=('round', 'why', 'code'), name='each_prompt_once'),
        ),
        migrations.AddConstraint(
            model_name='referralsuggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='prompt_waits_until_decided'),
        ),
        migrations.AddConstraint(
            model_name='dimensionscore',
            constraint=models.UniqueConstraint(fields=('round', 'dimension'), name='one_score_of_each'),
        ),
        migrations.AddConstraint(
            model_name='dimensionscore',
            constraint=models.CheckConstraint(condition=models.Q(('value', None), models.Q(('answered__gt', 0), ('value__gte', 0), ('value__lte', 1)), _connector='OR'), name='a_score_from_none_to_one'),
        ),
        migrations.AddConstraint(
            model_name='surveyresponsedraft',
            constraint=models.UniqueConstraint(fields=('case', 'person', 'by'), name='one_round_begun_each'),
        ),
    ]
