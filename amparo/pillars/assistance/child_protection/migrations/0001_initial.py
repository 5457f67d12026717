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
            name='BestInterestsDetermination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('why', models.CharField(max_length=10)),
                ('state', models.CharField(default='gathering', max_length=10)),
                ('after', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='followed_by', to='child_protection.bestinterestsdetermination')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='BestInterestsInformation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('found', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('heard', models.CharField(max_length=15)),
                ('heard_on', models.DateField(blank=True, null=True)),
                ('views', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('not_heard', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('determination', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='information', to='child_protection.bestinterestsdetermination')),
            ],
        ),
        migrations.CreateModel(
            name='BestInterestsOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('code', models.CharField(max_length=30)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('pros', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('cons', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('determination', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='child_protection.bestinterestsdetermination')),
            ],
        ),
        migrations.CreateModel(
            name='BestInterestsDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('on', models.DateField()),
                ('review_on', models.DateField()),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('informed_on', models.DateField(blank=True, null=True)),
                ('informed_text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('informed_at', models.DateTimeField(editable=False, null=True)),
                ('reopened_at', models.DateTimeField(editable=False, null=True)),
                ('reopened_reason', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('informed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reopened_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('determination', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='decision', to='child_protection.bestinterestsdetermination')),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='child_protection.bestinterestsoption')),
            ],
        ),
        migrations.CreateModel(
            name='CareArrangement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('kind', models.CharField(max_length=30)),
                ('carer', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('where', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('with_guardian', models.BooleanField(default=False)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('why_ended', models.CharField(blank=True, max_length=30)),
                ('end_words', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('next_visit_on', models.DateField(null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-since', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CareVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('on', models.DateField()),
                ('saw_child', models.BooleanField()),
                ('spoke_alone', models.BooleanField(default=False)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('worries', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('alert', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.safetyalert')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('care', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='child_protection.carearrangement')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='FamilyContactRestriction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('reason', models.CharField(max_length=10)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='FamilyContactRestrictionEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('asked', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='taken_back', to='child_protection.familycontactrestriction')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='MinorWithoutAdult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('import_ref', models.UUIDField(editable=False, null=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('reason', models.CharField(default='nobody', editable=False, max_length=10)),
                ('looked_at', models.DateTimeField(editable=False, null=True)),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='minors', to='cases.case')),
                ('looked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='PanelMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('role', models.CharField(max_length=20)),
                ('excused_at', models.DateTimeField(editable=False, null=True)),
                ('excused_reason', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('determination', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='panel', to='child_protection.bestinterestsdetermination')),
                ('excused_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PanelOpinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='child_protection.panelmember')),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='child_protection.bestinterestsoption')),
            ],
        ),
        migrations.CreateModel(
            name='UnaccompaniedChild',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('status', models.CharField(max_length=15)),
                ('separated_on', models.DateField(blank=True, null=True)),
                ('cause', models.CharField(blank=True, max_length=40)),
                ('where', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('circumstances', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('last_known_family', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('wishes', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('end_reason', models.CharField(blank=True, max_length=15)),
                ('end_text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='times_alone', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='Guardian',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('basis', models.CharField(max_length=20)),
                ('contact', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('why_ended', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.attachment')),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guardians', to='child_protection.unaccompaniedchild')),
            ],
            options={
                'ordering': ['-since', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='familycontactrestriction',
            name='child',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_restrictions', to='child_protection.unaccompaniedchild'),
        ),
        migrations.AddField(
            model_name='carearrangement',
            name='child',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cares', to='child_protection.unaccompaniedchild'),
        ),
        migrations.AddField(
            model_name='bestinterestsdetermination',
            name='child',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='determinations', to='child_protection.unaccompaniedchild'),
        ),
        migrations.CreateModel(
            name='BestInterestsAssessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('found', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('urgency', models.CharField(max_length=10)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('note', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('reviewed_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assessments', to='child_protection.unaccompaniedchild')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='AuthorityDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('authority', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('on', models.DateField()),
                ('code', models.CharField(max_length=30)),
                ('good_until', models.DateField(blank=True, null=True)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.attachment')),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='authority_decisions', to='child_protection.unaccompaniedchild')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='bestinterestsoption',
            constraint=models.UniqueConstraint(fields=('determination', 'code'), name='each_option_once'),
        ),
        migrations.AddConstraint(
            model_name='bestinterestsdecision',
            constraint=models.CheckConstraint(condition=models.Q(('review_on__gt', models.F('on'))), name='decision_reviewed_afterwards'),
        ),
        migrations.AddConstraint(
            model_name='carevisit',
            constraint=models.CheckConstraint(condition=models.Q(('spoke_alone', False), ('saw_child', True), _connector='OR'), name='spoken_with_only_if_seen'),
        ),
        migrations.AddIndex(
            model_name='minorwithoutadult',
            index=models.Index(condition=models.Q(('import_ref__isnull', False), ('looked_at', None)), fields=['import_ref'], name='minors_of_an_import'),
        ),
        migrations.AddConstraint(
            model_name='minorwithoutadult',
            constraint=models.UniqueConstraint(condition=models.Q(('looked_at', None)), fields=('person',), name='minor_waits_once'),
        ),
        migrations.AddConstraint(
            model_name='panelmember',
            constraint=models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('determination', 'user'), name='each_on_a_panel_once'),
        ),
        migrations.AddConstraint(
            model_name='unaccompaniedchild',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case', 'person'), name='child_alone_once_in_a_case'),
        ),
        migrations.AddConstraint(
            model_name='unaccompaniedchild',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='child_alone_until_it_is_said_why'),
        ),
        migrations.AddConstraint(
            model_name='guardian',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('child',), name='one_guardian_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='guardian',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='guardianship_ends_after_it_began'),
        ),
        migrations.AddIndex(
            model_name='carearrangement',
            index=models.Index(condition=models.Q(('until', None)), fields=['next_visit_on'], name='children_to_visit'),
        ),
        migrations.AddConstraint(
            model_name='carearrangement',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('child',), name='one_care_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='carearrangement',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='care_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='bestinterestsdetermination',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('gathering', 'weighing'))), fields=('child',), name='one_determination_under_way'),
        ),
        migrations.AddConstraint(
            model_name='bestinterestsassessment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('child',), name='one_assessment_waits'),
        ),
        migrations.AddConstraint(
            model_name='bestinterestsassessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at', None), ('reviewed_by', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='assessment_waits_until_reviewed'),
        ),
        migrations.AddConstraint(
            model_name='bestinterestsassessment',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_by', None), models.Q(('reviewed_by', models.F('by')), _negated=True), _connector='OR'), name='assessment_reviewed_by_another'),
        ),
    ]
