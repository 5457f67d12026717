import amparo.foundation.core.clock
import amparo.foundation.core.records
import amparo.pillars.advocacy.campaigns.models.campaign_actions
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from amparo.foundation.core.database.initial_migration import InitialMigration


class Migration(InitialMigration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('funding', '0001_initial'),
        ('message_bank', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('year', models.PositiveSmallIntegerField(editable=False)),
                ('serial', models.PositiveIntegerField(editable=False)),
                ('title', models.CharField(max_length=140)),
                ('objective', models.CharField(max_length=40)),
                ('audience', models.CharField(max_length=40)),
                ('evidence', models.CharField(blank=True, max_length=300)),
                ('expected_change', models.TextField(max_length=1000)),
                ('begins_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('measured_by', models.DateField(blank=True, null=True)),
                ('budget', models.DecimalField(blank=True, decimal_places=2, max_digits=13, null=True)),
                ('contact_line', models.CharField(blank=True, max_length=120)),
                ('contact_hours', models.CharField(blank=True, max_length=120)),
                ('contact_capacity', models.PositiveIntegerField(blank=True, null=True)),
                ('capacity_at', models.DateTimeField(editable=False, null=True)),
                ('state', models.CharField(default='planned', max_length=9)),
                ('because', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('started_at', models.DateTimeField(editable=False, null=True)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('measured_at', models.DateTimeField(editable=False, null=True)),
                ('learned', models.TextField(blank=True, max_length=2000)),
                ('not_measured_because', models.CharField(blank=True, max_length=300)),
                ('budget_line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='funding.budgetline')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('capacity_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('messages', models.ManyToManyField(blank=True, related_name='campaigns', to='message_bank.keymessage')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('partners', models.ManyToManyField(blank=True, related_name='campaigns', to='core.organization')),
                ('places', models.ManyToManyField(blank=True, related_name='+', to='people.place')),
            ],
            options={
                'ordering': ['-year', '-serial'],
            },
            bases=(amparo.pillars.advocacy.campaigns.models.campaign_actions.CampaignActions, models.Model),
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('channel', models.CharField(max_length=40)),
                ('languages', models.CharField(max_length=40)),
                ('where', models.CharField(max_length=140)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('times', models.PositiveIntegerField()),
                ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=13, null=True)),
                ('state', models.CharField(default='planned', max_length=9)),
                ('because', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('done_at', models.DateTimeField(editable=False, null=True)),
                ('cancelled_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='campaigns.campaign')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='message_bank.keymessage')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
            ],
            options={
                'ordering': ['from_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Exposure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('method', models.CharField(max_length=20)),
                ('figure', models.PositiveIntegerField()),
                ('channel', models.CharField(max_length=40)),
                ('language', models.CharField(max_length=3)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('source', models.CharField(max_length=200)),
                ('stated_by', models.CharField(max_length=140)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exposures', to='campaigns.campaign')),
                ('removed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('placement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exposures', to='campaigns.placement')),
            ],
            options={
                'ordering': ['from_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SurveyItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('position', models.PositiveSmallIntegerField(editable=False)),
                ('kind', models.CharField(max_length=9)),
                ('is_better_lower', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='campaigns.campaign')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SurveyItemText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=3)),
                ('text', models.CharField(max_length=200)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='campaigns.surveyitem')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SurveyRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('kind', models.CharField(max_length=9)),
                ('due_on', models.DateField()),
                ('held_from', models.DateField(blank=True, null=True)),
                ('held_until', models.DateField(blank=True, null=True)),
                ('sample', models.CharField(blank=True, max_length=40)),
                ('is_comparable', models.BooleanField(blank=True, null=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('answered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='campaigns.campaign')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SurveyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('yes', models.PositiveIntegerField()),
                ('asked', models.PositiveIntegerField()),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.surveyitem')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='campaigns.surveyround')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='campaign',
            index=models.Index(fields=['office', 'state', 'ends_on'], name='campaigns_of_office'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.UniqueConstraint(fields=('year', 'serial'), name='campaign_number'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('begins_on', None), ('ends_on', None), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='campaign_period'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('planned', 'cancelled')), models.Q(('begins_on__isnull', False), ('ends_on__isnull', False), ('capacity_at__isnull', False), ('contact_capacity__gt', 0)), _connector='OR'), name='campaign_began_with_its_line'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(fields=['campaign', 'state'], name='placements_of_campaign'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='placement_period'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(('times__gt', 0)), name='placement_at_least_once'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('because', ''), _negated=True), _connector='OR'), name='placement_cancelled_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='exposure',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='exposure_period'),
        ),
        migrations.AddConstraint(
            model_name='exposure',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ['delivered', 'unique_link', 'audience_survey', 'broadcaster_estimate', 'headcount'])), name='exposure_with_its_method'),
        ),
        migrations.AddConstraint(
            model_name='surveyitem',
            constraint=models.UniqueConstraint(fields=('campaign', 'position'), name='survey_item_position'),
        ),
        migrations.AddConstraint(
            model_name='surveyitemtext',
            constraint=models.UniqueConstraint(fields=('item', 'language'), name='survey_item_text_once'),
        ),
        migrations.AddConstraint(
            model_name='surveyround',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'baseline')), fields=('campaign',), name='one_baseline'),
        ),
        migrations.AddConstraint(
            model_name='surveyround',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'endline')), fields=('campaign',), name='one_endline'),
        ),
        migrations.AddConstraint(
            model_name='surveyround',
            constraint=models.CheckConstraint(condition=models.Q(('held_from', None), ('held_until__gte', models.F('held_from')), _connector='OR'), name='survey_round_period'),
        ),
        migrations.AddConstraint(
            model_name='surveyanswer',
            constraint=models.UniqueConstraint(fields=('round', 'item'), name='survey_answer_once'),
        ),
        migrations.AddConstraint(
            model_name='surveyanswer',
            constraint=models.CheckConstraint(condition=models.Q(('asked__gt', 0), ('yes__lte', models.F('asked'))), name='survey_answer_within_those_asked'),
        ),
    ]
