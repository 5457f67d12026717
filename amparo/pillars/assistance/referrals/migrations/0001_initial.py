import amparo.foundation.core.clock
import amparo.foundation.core.encryption.fields
import amparo.foundation.core.records
import amparo.pillars.assistance.referrals.models.status
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from amparo.foundation.core.database.initial_migration import InitialMigration


class Migration(InitialMigration):

    initial = True

    dependencies = [
        ('assessment', '0001_initial'),
        ('cases', '0001_initial'),
        ('core', '0001_initial'),
        ('directory', '0001_initial'),
        ('people', '0001_initial'),
        ('planning', '0001_initial'),
        ('services', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('service_type', models.CharField(max_length=40)),
                ('urgency', models.CharField(max_length=12)),
                ('items', models.JSONField(default=list)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('answer_due', models.DateTimeField()),
                ('status', models.CharField(default=amparo.pillars.assistance.referrals.models.status.ReferralStatus['SENT'], max_length=20)),
                ('acknowledged_at', models.DateTimeField(editable=False, null=True)),
                ('acknowledged_link', models.UUIDField(editable=False, null=True)),
                ('escalated_for', models.DateTimeField(editable=False, null=True)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('end_reason', models.CharField(blank=True, max_length=12)),
                ('end_text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('outcome_text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('acknowledged_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('action', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='referrals', to='planning.action')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='referrals', to='cases.case')),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('need', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='referrals', to='assessment.need')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organization')),
                ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.service')),
            ],
        ),
        migrations.CreateModel(
            name='ReferralLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('kept', models.CharField(editable=False, max_length=64, unique=True)),
                ('code_kept', models.CharField(editable=False, max_length=64)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('until', models.DateTimeField()),
                ('wrong', models.PositiveSmallIntegerField(default=0)),
                ('browser', models.CharField(blank=True, max_length=64)),
                ('opened_at', models.DateTimeField(editable=False, null=True)),
                ('refused_for', models.CharField(blank=True, editable=False, max_length=20)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='referrals.referral')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReferralResponse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('link', models.UUIDField(editable=False, null=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('outcome', models.CharField(max_length=10)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('replied_at', models.DateTimeField(editable=False, null=True)),
                ('reply_text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='referrals.referral')),
                ('replied_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ReferredPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='referred_persons', to='referrals.referral')),
                ('shared', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='referred_person', to='people.disclosure')),
            ],
        ),
        migrations.CreateModel(
            name='ReportedService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('link', models.UUIDField(editable=False, null=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('goes_on', models.BooleanField(default=False)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='referrals.referral')),
                ('service', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='report', to='services.serviceprovided')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(fields=['status', 'answer_due'], name='referrals_by_answer_due'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(fields=['organization', 'status'], name='referrals_of_an_organization'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at', None), ('ended_by', None), ('outcome', ''), ('status__in', ['sent', 'acknowledged', 'asked', 'accepted', 'in_progress', 'rejected'])), models.Q(('ended_at__isnull', False), ('outcome', ''), ('status', 'withdrawn'), models.Q(('end_reason', ''), _negated=True)), models.Q(('end_reason', ''), ('ended_at__isnull', False), ('ended_by__isnull', False), ('outcome__in', ['completed', 'declined', 'unavailable', 'own_agency', 'elsewhere', 'not_applicable', 'expired']), ('status', models.F('outcome'))), _connector='OR'), name='referral_ended_one_way'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at', None), ('acknowledged_by', None), ('acknowledged_link', None)), models.Q(('acknowledged_at__isnull', False), ('acknowledged_by__isnull', False), ('acknowledged_link', None)), models.Q(('acknowledged_at__isnull', False), ('acknowledged_by', None), ('acknowledged_link__isnull', False)), _connector='OR'), name='referral_read_by_one'),
        ),
        migrations.AddConstraint(
            model_name='referralresponse',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'asked'), _negated=True), fields=('referral',), name='answered_once'),
        ),
        migrations.AddConstraint(
            model_name='referralresponse',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('replied_at', None), ('replied_by', None)), models.Q(('outcome', 'asked'), ('replied_at__isnull', False), ('replied_by__isnull', False)), _connector='OR'), name='only_a_question_is_replied_to'),
        ),
        migrations.AddConstraint(
            model_name='referredperson',
            constraint=models.UniqueConstraint(fields=('referral', 'person'), name='referred_person_once'),
        ),
    ]
