import amparo.foundation.core.clock
import amparo.foundation.core.encryption.fields
import amparo.foundation.core.records
import amparo.pillars.advocacy.feedback.models.actions
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
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('receipt', models.CharField(editable=False, max_length=64, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('channel', models.CharField(default='web', max_length=20)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('about', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('wish', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('contact_details', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('fears', models.CharField(default='unsaid', max_length=6)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('acknowledge_by', models.DateTimeField()),
                ('answer_by', models.DateTimeField()),
                ('status', models.CharField(default='received', max_length=12)),
                ('due_at', models.DateTimeField(db_index=True, null=True)),
                ('keep_until', models.DateField(null=True)),
                ('escalated_at', models.DateTimeField(editable=False, null=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
                ('received_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            bases=(amparo.pillars.advocacy.feedback.models.actions.ComplaintActions, models.Model),
        ),
        migrations.CreateModel(
            name='ComplaintAccessGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('grantee', models.CharField(max_length=60)),
                ('why', models.CharField(max_length=60)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('record', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='access_grants', to='feedback.complaint')),
            ],
        ),
        migrations.CreateModel(
            name='ComplaintAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('kind', models.CharField(max_length=20)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('from_category', models.CharField(blank=True, max_length=40)),
                ('to_category', models.CharField(blank=True, max_length=40)),
                ('referred_to', models.CharField(blank=True, max_length=200)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='feedback.complaint')),
            ],
        ),
        migrations.CreateModel(
            name='ComplaintSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('acknowledge_hours', models.PositiveSmallIntegerField(default=24)),
                ('acknowledge_days', models.PositiveSmallIntegerField(default=5)),
                ('answer_days', models.PositiveSmallIntegerField(default=20)),
                ('kept_years', models.PositiveSmallIntegerField(default=2)),
                ('investigation', models.CharField(blank=True, max_length=200)),
                ('receives_unplaced', models.BooleanField(default=False)),
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='complaint_settings', to='core.office')),
            ],
        ),
        migrations.CreateModel(
            name='ComplaintSubject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subjects', to='feedback.complaint')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.team')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='InvestigationNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='feedback.complaint')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ResponseDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('how', models.CharField(max_length=12)),
                ('is_satisfied', models.BooleanField(null=True)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='feedback.complaint')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='YouSaidWeDid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('said', models.JSONField(default=dict)),
                ('did', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('approved_at', models.DateTimeField(editable=False, null=True)),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('approved_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('removed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(fields=['office', 'at'], name='complaints_of_an_office'),
        ),
        migrations.AddIndex(
            model_name='complaintaccessgrant',
            index=models.Index(fields=['grantee', 'record'], name='complaints_of_a_holder'),
        ),
        migrations.AddConstraint(
            model_name='complaintaccessgrant',
            constraint=models.UniqueConstraint(fields=('record', 'grantee'), name='complaint_access_grant_once'),
        ),
        migrations.AddConstraint(
            model_name='complaintaction',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ('acknowledged', 'reopened', 'withdrawn', 'deletion_requested'))), fields=('complaint', 'kind'), name='complaint_action_once'),
        ),
        migrations.AddConstraint(
            model_name='complaintaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', False), ('kind__in', ('acknowledged', 'recategorized', 'referred', 'responded', 'deletion_requested'))), models.Q(('by', None), ('kind__in', ('reopened', 'withdrawn'))), ('kind__in', ('message', 'closed')), _connector='OR'), name='complaint_action_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='complaintaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'recategorized'), ('from_category', ''), _connector='XOR'), models.Q(('kind', 'recategorized'), ('to_category', ''), _connector='XOR')), name='complaint_action_of_categories'),
        ),
        migrations.AddConstraint(
            model_name='complaintaction',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'referred'), ('referred_to', ''), _connector='XOR'), name='complaint_action_referred_to'),
        ),
        migrations.AddConstraint(
            model_name='complaintsubject',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('office', None), ('team', None), ('user__isnull', False)), models.Q(('office', None), ('team__isnull', False), ('user', None)), models.Q(('office__isnull', False), ('team', None), ('user', None)), _connector='OR'), name='complaint_names_one'),
        ),
        migrations.AddConstraint(
            model_name='yousaidwedid',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), models.Q(('approved_by', models.F('by')), _negated=True)), _connector='OR'), name='you_said_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='yousaidwedid',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_by', None)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='you_said_removed_by_somebody'),
        ),
    ]
