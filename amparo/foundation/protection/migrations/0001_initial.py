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
        ('core', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('case_ref', models.UUIDField(blank=True, db_index=True, null=True)),
                ('restricted_group', models.CharField(blank=True, max_length=60)),
                ('harm', models.CharField(max_length=60)),
                ('harm_subtype', models.CharField(blank=True, max_length=60)),
                ('protection_risk', models.CharField(blank=True, max_length=60)),
                ('severity', models.PositiveSmallIntegerField(default=2)),
                ('immediate_danger', models.BooleanField(default=False)),
                ('perpetrator', models.CharField(default='unknown', max_length=60)),
                ('manner', models.CharField(default='unknown', max_length=60)),
                ('happened_on', models.DateField(blank=True, null=True)),
                ('date_precision', models.CharField(blank=True, max_length=60)),
                ('where', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('duty_breached', models.CharField(blank=True, max_length=60)),
                ('narrative', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('reliability', models.CharField(default='unknown', max_length=60)),
                ('follow_up_consent', models.CharField(default='not_asked', max_length=60)),
                ('verification', models.CharField(default='alleged', max_length=60)),
                ('still_threatens', models.BooleanField(default=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='people.community')),
                ('duty_bearer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organization')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='people.place')),
            ],
        ),
        migrations.CreateModel(
            name='IncidentFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('verification', models.CharField(max_length=60)),
                ('still_threatens', models.BooleanField()),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='protection.incident')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='IncidentRight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('right', models.CharField(max_length=60)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rights', to='protection.incident')),
            ],
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('case_ref', models.UUIDField(blank=True, db_index=True, null=True)),
                ('restricted_group', models.CharField(blank=True, max_length=60)),
                ('level', models.CharField(max_length=12)),
                ('factor', models.CharField(blank=True, max_length=60)),
                ('polarity', models.CharField(max_length=10)),
                ('severity', models.PositiveSmallIntegerField()),
                ('threat', models.CharField(blank=True, max_length=60)),
                ('immediate_danger', models.BooleanField(default=False)),
                ('evidence', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('observed_on', models.DateField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='people.community')),
                ('family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='people.family')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='people.person')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='people.place')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ObservationEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('how', models.CharField(max_length=10)),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('observation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='ending', to='protection.observation')),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replaces', to='protection.observation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RiskAssessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('case_ref', models.UUIDField(blank=True, db_index=True, null=True)),
                ('restricted_group', models.CharField(blank=True, max_length=60)),
                ('proposed', models.CharField(max_length=10)),
                ('decided', models.CharField(max_length=10)),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('reasons', models.JSONField(default=dict)),
                ('decided_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('next_review_on', models.DateField()),
                ('needs_review', models.BooleanField(default=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='people.community')),
                ('family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='people.family')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='people.person')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='people.place')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RiskReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('band', models.CharField(max_length=10)),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('assessment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='review', to='protection.riskassessment')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Victim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='victims', to='protection.incident')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suffered', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='CapacityAssessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('right', models.CharField(max_length=40)),
                ('ability', models.PositiveSmallIntegerField()),
                ('ability_evidence', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('ability_source', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('will', models.PositiveSmallIntegerField()),
                ('will_evidence', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('will_source', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('assessed_on', models.DateField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('confirmed_at', models.DateTimeField(editable=False, null=True)),
                ('returned_at', models.DateTimeField(editable=False, null=True)),
                ('returned_reason', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('superseded_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='capacity_assessments', to='core.organization')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='capacity_assessments', to='people.place')),
                ('returned_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('confirmed_at', None), ('returned_at', None)), fields=['assessed_on', 'id'], name='capacity_to_confirm')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ability__lte', 3), ('will__lte', 3)), name='capacity_graded_0_to_3'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('returned_at', None), models.Q(('confirmed_by', models.F('by')), _negated=True)), _connector='OR'), name='capacity_confirmed_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('returned_at', None), ('returned_by', None)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False)), _connector='OR'), name='capacity_returned_by_somebody'), models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', False), ('place__isnull', False), ('superseded_at', None)), fields=('organization', 'right', 'place'), name='capacity_in_force_in_an_area'), models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', False), ('place', None), ('superseded_at', None)), fields=('organization', 'right'), name='capacity_in_force_everywhere')],
            },
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('severity__lte', 3)), name='incident_graded_0_to_3'),
        ),
        migrations.AddConstraint(
            model_name='incidentright',
            constraint=models.UniqueConstraint(fields=('incident', 'right'), name='right_once_an_incident'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('community__isnull', True), ('family__isnull', True), ('person__isnull', False), ('place__isnull', True)), models.Q(('community__isnull', True), ('family__isnull', False), ('person__isnull', True), ('place__isnull', True)), models.Q(('community__isnull', False), ('family__isnull', True), ('person__isnull', True), ('place__isnull', True)), models.Q(('community__isnull', True), ('family__isnull', True), ('person__isnull', True), ('place__isnull', False)), _connector='OR'), name='observation_has_one_subject'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('severity__lte', 3)), name='observation_graded_0_to_3'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('factor', ''), _negated=True), models.Q(models.Q(('threat', ''), _negated=True), ('polarity', 'risk')), _connector='OR'), name='observation_names_a_factor_or_a_threat'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('immediate_danger', False), ('polarity', 'risk'), _connector='OR'), name='observation_danger_is_a_risk'),
        ),
        migrations.AddIndex(
            model_name='riskassessment',
            index=models.Index(condition=models.Q(('needs_review', True)), fields=['decided_at'], name='risk_to_review'),
        ),
        migrations.AddConstraint(
            model_name='riskassessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('community__isnull', True), ('family__isnull', True), ('person__isnull', False), ('place__isnull', True)), models.Q(('community__isnull', True), ('family__isnull', False), ('person__isnull', True), ('place__isnull', True)), models.Q(('community__isnull', False), ('family__isnull', True), ('person__isnull', True), ('place__isnull', True)), models.Q(('community__isnull', True), ('family__isnull', True), ('person__isnull', True), ('place__isnull', False)), _connector='OR'), name='riskassessment_has_one_subject'),
        ),
        migrations.AddConstraint(
            model_name='victim',
            constraint=models.UniqueConstraint(fields=('incident', 'person'), name='victim_once_an_incident'),
        ),
    ]
