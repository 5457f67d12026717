import amparo.foundation.core.clock
import amparo.foundation.core.encryption.fields
import amparo.foundation.core.records
import datetime
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
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('number', models.CharField(editable=False, max_length=20, unique=True)),
                ('kind', models.CharField(default='general', max_length=40)),
                ('confidentiality', models.CharField(default='ordinary', max_length=20)),
                ('channel', models.CharField(blank=True, max_length=40)),
                ('referred_by_text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('identified_on', models.DateField()),
                ('language', models.CharField(blank=True, max_length=10)),
                ('interpreter', models.CharField(blank=True, max_length=10)),
                ('presenting_concern', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('opened_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('status', models.CharField(default='open', max_length=12)),
                ('risk', models.PositiveSmallIntegerField(default=0)),
                ('next_due_on', models.DateField(default=datetime.date(9999, 12, 31))),
                ('last_contact_on', models.DateField(null=True)),
                ('updated_at', models.DateTimeField(default=amparo.foundation.core.clock.now)),
                ('keep_until', models.DateField(null=True)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='people.community')),
                ('family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='people.family')),
                ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='core.organization')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='people.person')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='people.place')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='core.team')),
            ],
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('kind', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('verdict', models.CharField(blank=True, default='', editable=False, max_length=10)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('is_original', models.BooleanField(default=False)),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('removed_reason', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('removed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ApprovalRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('what', models.CharField(max_length=20)),
                ('record_ref', models.UUIDField()),
                ('is_waiting', models.BooleanField(default=True)),
                ('approved', models.BooleanField(editable=False, null=True)),
                ('note', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='CaseAccessGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('grantee', models.CharField(max_length=60)),
                ('why', models.CharField(max_length=60)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('status', models.CharField(max_length=12)),
                ('urgency', models.PositiveSmallIntegerField()),
                ('next_due_on', models.DateField()),
                ('quiet_since', models.DateField()),
                ('updated_at', models.DateTimeField()),
                ('record', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='access_grants', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='CaseloadHandover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cases', models.ManyToManyField(related_name='handovers', to='cases.case')),
                ('from_user', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to_user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='CaseSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('assessment_is_approved', models.BooleanField(default=False)),
                ('plan_is_approved', models.BooleanField(default=True)),
                ('closure_is_approved', models.BooleanField(default=True)),
                ('transfer_is_approved', models.BooleanField(default=True)),
                ('referral_needs_agreement', models.BooleanField(default=False)),
                ('caseload', models.PositiveSmallIntegerField(default=25)),
                ('time_limits', models.JSONField(default=dict)),
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='case_rules', to='core.office')),
            ],
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('reason', models.CharField(max_length=40)),
                ('summary', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('handover', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('person_informed', models.BooleanField(default=False)),
                ('feedback', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('keep_until', models.DateField(null=True)),
                ('in_effect_at', models.DateTimeField(editable=False, null=True)),
                ('sent_back_at', models.DateTimeField(editable=False, null=True)),
                ('reopened_at', models.DateTimeField(editable=False, null=True)),
                ('reopened_reason', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('reopened_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'get_latest_by': 'pk',
            },
        ),
        migrations.CreateModel(
            name='Dependant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('relation', models.CharField(max_length=30)),
                ('joined_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dependants', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='depends_in', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='EmergencyAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('reason', models.CharField(max_length=20)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('until', models.DateTimeField()),
                ('review_due', models.DateTimeField()),
                ('justified', models.BooleanField(editable=False, null=True)),
                ('review_note', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('reviewed_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='emergencies', to='cases.case')),
                ('reviewed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('kind', models.CharField(default='note', max_length=10)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='SafetyAlert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('kind', models.CharField(blank=True, max_length=20)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('do_not_contact', models.BooleanField(default=False)),
                ('resolved_at', models.DateTimeField(editable=False, null=True)),
                ('resolved_text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('resolved_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('of_list', models.CharField(max_length=20)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('filters', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('what', models.CharField(max_length=20)),
                ('source_ref', models.UUIDField(blank=True, null=True)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('where', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('due_on', models.DateField()),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('made_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('done_at', models.DateTimeField(editable=False, null=True)),
                ('how', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('assigned_to', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='cases.case')),
                ('done_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('keep_until__isnull', False)), fields=['keep_until'], name='cases_kept_until'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('community', None), ('family', None), ('institution', None), ('person__isnull', False)), models.Q(('community', None), ('family__isnull', False), ('institution', None), ('person', None)), models.Q(('community__isnull', False), ('family', None), ('institution', None), ('person', None)), models.Q(('community', None), ('family', None), ('institution__isnull', False), ('person', None)), _connector='OR'), name='case_has_one_subject'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=models.Index(condition=models.Q(('verdict', 'waiting')), fields=['at'], name='attachments_to_check'),
        ),
        migrations.AddIndex(
            model_name='approvalrequest',
            index=models.Index(condition=models.Q(('is_waiting', True)), fields=['at'], name='approvals_waiting'),
        ),
        migrations.AddConstraint(
            model_name='approvalrequest',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('by')), _negated=True), _connector='OR'), name='approval_is_decided_by_another'),
        ),
        migrations.AddIndex(
            model_name='caseaccessgrant',
            index=models.Index(fields=['grantee', 'status', '-urgency', 'next_due_on', 'record'], name='case_list_by_urgency'),
        ),
        migrations.AddIndex(
            model_name='caseaccessgrant',
            index=models.Index(fields=['grantee', 'status', 'next_due_on', 'record'], name='case_list_by_due'),
        ),
        migrations.AddIndex(
            model_name='caseaccessgrant',
            index=models.Index(fields=['grantee', 'status', '-updated_at', 'record'], name='case_list_by_change'),
        ),
        migrations.AddIndex(
            model_name='caseaccessgrant',
            index=models.Index(fields=['grantee', 'status', 'quiet_since', 'record'], name='case_list_by_contact'),
        ),
        migrations.AddConstraint(
            model_name='caseaccessgrant',
            constraint=models.UniqueConstraint(fields=('record', 'grantee'), name='case_access_grant_once'),
        ),
        migrations.AddIndex(
            model_name='emergencyaccess',
            index=models.Index(fields=['by', '-until'], name='emergencies_of_a_person'),
        ),
        migrations.AddConstraint(
            model_name='emergencyaccess',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_by', None), models.Q(('reviewed_by', models.F('by')), _negated=True), _connector='OR'), name='emergency_is_reviewed_by_another'),
        ),
        migrations.AddIndex(
            model_name='safetyalert',
            index=models.Index(condition=models.Q(('resolved_at', None)), fields=['at'], name='alerts_unresolved'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['assigned_to', 'due_on'], name='tasks_of_a_person'),
        ),
    ]
