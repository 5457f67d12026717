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
        ('protection', '0001_initial'),
        ('referrals', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CommunityProject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('title', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('aim', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('activity', models.CharField(max_length=40)),
                ('dimension', models.CharField(max_length=15)),
                ('level', models.CharField(max_length=12)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('budget', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('end_kind', models.CharField(blank=True, editable=False, max_length=10)),
                ('end_text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('state', models.CharField(default='planned', max_length=10)),
                ('participants', models.PositiveIntegerField(default=0)),
                ('cases_served', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='community_projects', to='people.place')),
                ('provider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organization')),
            ],
            options={
                'ordering': ['-starts_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CommunityProjectCause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('observation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='protection.observation')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='causes', to='reintegration.communityproject')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CommunityProjectResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('expected', models.DecimalField(decimal_places=2, max_digits=12)),
                ('reached', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='reintegration.communityproject')),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='IndicatorMeasurement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('on', models.DateField()),
                ('number', models.DecimalField(decimal_places=2, max_digits=12)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.attachment')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measured', to='reintegration.communityprojectresult')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ParticipantCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('on', models.DateField()),
                ('total', models.PositiveIntegerField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='headcounts', to='reintegration.communityproject')),
            ],
            options={
                'get_latest_by': ('on', 'pk'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ParticipantCountLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sex', models.CharField(max_length=10)),
                ('age_band', models.CharField(max_length=10)),
                ('number', models.PositiveIntegerField()),
                ('headcount', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='reintegration.participantcount')),
            ],
        ),
        migrations.CreateModel(
            name='ProjectCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='community_projects_that_serve', to='cases.case')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='served', to='reintegration.communityproject')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReintegrationPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('arrived_on', models.DateField(null=True)),
                ('state', models.CharField(default='draft', max_length=10)),
                ('due_on', models.DateField(null=True)),
                ('review_on', models.DateField(null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
            ],
            options={
                'get_latest_by': 'number',
            },
        ),
        migrations.CreateModel(
            name='ReintegrationAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('on', models.DateField()),
                ('how', models.CharField(max_length=30)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('agreed', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='agreement', to='reintegration.reintegrationplan')),
            ],
        ),
        migrations.CreateModel(
            name='PlanItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('dimension', models.CharField(max_length=15)),
                ('level', models.CharField(max_length=12)),
                ('activity', models.CharField(max_length=40)),
                ('objective', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('child_aspect', models.CharField(blank=True, max_length=20)),
                ('modality', models.CharField(default='direct', max_length=10)),
                ('provider_words', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('responsible_words', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('budget', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('started_at', models.DateTimeField(editable=False, null=True)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('end_text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('status', models.CharField(default='planned', max_length=10)),
                ('is_agreed', models.BooleanField(default=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.attachment')),
                ('provider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organization')),
                ('referral', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='referrals.referral')),
                ('responsible', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='reintegration.reintegrationplan')),
            ],
            options={
                'ordering': ['starts_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReintegrationPlanClosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('how', models.CharField(max_length=12)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('economic', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('social', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('psychosocial', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='end', to='reintegration.reintegrationplan')),
            ],
        ),
        migrations.CreateModel(
            name='ReintegrationReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('on', models.DateField()),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('next_on', models.DateField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='reintegration.reintegrationplan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='communityproject',
            index=models.Index(fields=['-starts_on', '-id'], name='community_projects_by_start'),
        ),
        migrations.AddConstraint(
            model_name='communityproject',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='community_project_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='communityproject',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('budget', None), ('currency', '')), models.Q(('budget__gte', 0), ('budget__isnull', False), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='community_project_budget_has_a_currency'),
        ),
        migrations.AddConstraint(
            model_name='communityproject',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ('community', 'structural'))), name='community_project_is_for_many'),
        ),
        migrations.AddConstraint(
            model_name='communityprojectcause',
            constraint=models.UniqueConstraint(fields=('project', 'observation'), name='community_project_cause_once'),
        ),
        migrations.AddConstraint(
            model_name='communityprojectresult',
            constraint=models.CheckConstraint(condition=models.Q(('expected__gt', 0)), name='community_project_result_expects_something'),
        ),
        migrations.AddConstraint(
            model_name='indicatormeasurement',
            constraint=models.UniqueConstraint(fields=('result', 'on', 'number'), name='community_project_result_measured_once'),
        ),
        migrations.AddConstraint(
            model_name='indicatormeasurement',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 0)), name='community_project_result_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='participantcountline',
            constraint=models.UniqueConstraint(fields=('headcount', 'sex', 'age_band'), name='headcount_line_once'),
        ),
        migrations.AddConstraint(
            model_name='projectcase',
            constraint=models.UniqueConstraint(fields=('project', 'case'), name='community_project_serves_a_case_once'),
        ),
        migrations.AddIndex(
            model_name='reintegrationplan',
            index=models.Index(condition=models.Q(('state', 'draft')), fields=['due_on'], name='reintegration_to_agree'),
        ),
        migrations.AddIndex(
            model_name='reintegrationplan',
            index=models.Index(condition=models.Q(('state', 'agreed')), fields=['review_on'], name='reintegration_to_review'),
        ),
        migrations.AddConstraint(
            model_name='reintegrationplan',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='reintegration_version_once'),
        ),
        migrations.AddConstraint(
            model_name='reintegrationplan',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'agreed'))), fields=('case',), name='one_reintegration_plan_in_force'),
        ),
        migrations.AddIndex(
            model_name='planitem',
            index=models.Index(condition=models.Q(('status__in', ('planned', 'started'))), fields=['ends_on'], name='plan_items_by_end'),
        ),
        migrations.AddConstraint(
            model_name='planitem',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='plan_item_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='planitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('budget', None), ('currency', '')), models.Q(('budget__gte', 0), ('budget__isnull', False), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='plan_item_budget_has_a_currency'),
        ),
        migrations.AddConstraint(
            model_name='planitem',
            constraint=models.CheckConstraint(condition=models.Q(('dimension__in', ['economic', 'social', 'psychosocial']), ('level__in', ['individual', 'community', 'structural'])), name='plan_item_has_its_place'),
        ),
        migrations.AddConstraint(
            model_name='planitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('status__in', ['planned', 'started'])), models.Q(('ended_at__isnull', False), ('status__in', ['done', 'dropped'])), _connector='OR'), name='plan_item_is_over_once_it_ended'),
        ),
        migrations.AddConstraint(
            model_name='planitem',
            constraint=models.CheckConstraint(condition=models.Q(('referral', None), ('modality', 'referral'), _connector='OR'), name='plan_item_given_directly_is_not_referred'),
        ),
        migrations.AddConstraint(
            model_name='reintegrationreview',
            constraint=models.UniqueConstraint(fields=('plan', 'on'), name='reintegration_review_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='reintegrationreview',
            constraint=models.CheckConstraint(condition=models.Q(('next_on__gt', models.F('on'))), name='reintegration_review_looks_ahead'),
        ),
    ]
