import amparo.foundation.core.accounts.organizations
import amparo.foundation.core.audit.models
import amparo.foundation.core.clock
import amparo.foundation.core.encryption.fields
import amparo.foundation.core.encryption.values
import amparo.foundation.core.records
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from amparo.foundation.core.database.initial_migration import InitialMigration


class Migration(InitialMigration):

    initial = True

    # Small tables of others come first: a later one renders all our models anew for each step.
    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('sessions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('password', models.CharField(max_length=128)),
                ('last_login', models.DateTimeField(blank=True, null=True)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('language', models.CharField(blank=True, max_length=5)),
                ('is_active', models.BooleanField(default=True)),
                ('calendar_key', models.CharField(blank=True, max_length=43)),
                ('is_system', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='AuditBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField(unique=True)),
                ('members', models.TextField()),
                ('count', models.PositiveIntegerField()),
                ('total', models.BigIntegerField()),
                ('highest', models.BigIntegerField()),
                ('root', models.BinaryField(max_length=32)),
                ('previous', models.BinaryField(max_length=32)),
                ('sealed_at', models.DateTimeField()),
                ('signature', models.BinaryField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='CodeListEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('stamp', models.UUIDField(default=amparo.foundation.core.records.new_reference)),
            ],
        ),
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('number', models.BigIntegerField(default=amparo.foundation.core.encryption.values.new_number, editable=False, primary_key=True, serialize=False)),
                ('owner_kind', models.CharField(max_length=40)),
                ('owner_ref', models.UUIDField(db_index=True)),
                ('ring_key', models.CharField(db_index=True, max_length=40)),
                ('wrapped', models.BinaryField()),
                ('made_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(default='own', max_length=20)),
                ('country', models.CharField(blank=True, max_length=2)),
            ],
        ),
        migrations.CreateModel(
            name='WitnessPosition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('witness', models.CharField(max_length=64, unique=True)),
                ('number', models.BigIntegerField(default=0)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
                ('fault', models.CharField(blank=True, max_length=80)),
                ('failures', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='CodeListEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('list', models.CharField(max_length=50)),
                ('code', models.CharField(max_length=60)),
                ('parent', models.CharField(blank=True, max_length=60)),
                ('labels', models.JSONField(default=dict)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('source', models.CharField(blank=True, max_length=120)),
                ('is_active', models.BooleanField(default=True)),
                ('edited', models.JSONField(blank=True, default=list)),
                ('extra', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('list', 'code'), name='code_list_entry_unique')],
            },
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('key', models.UUIDField(unique=True)),
                ('verb', models.CharField(max_length=120)),
                ('body_hash', models.CharField(max_length=64)),
                ('result_ref', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='KnownBrowser',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('cookie_hash', models.CharField(max_length=64)),
                ('label', models.CharField(max_length=60)),
                ('first_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('seen_at', models.DateTimeField(default=amparo.foundation.core.clock.now)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='browsers', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('event', models.CharField(max_length=40)),
                ('about', models.CharField(max_length=40)),
                ('url', models.CharField(max_length=200)),
                ('is_urgent', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('read_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('region', models.CharField(blank=True, max_length=10)),
                ('time_zone', models.CharField(default='UTC', max_length=60, validators=[amparo.foundation.core.accounts.organizations.check_time_zone])),
                ('working_week', models.CharField(default='01234', max_length=7)),
                ('currency', models.CharField(default='USD', max_length=3)),
                ('shares_known_persons', models.BooleanField(default=False)),
                ('emergency_hours', models.PositiveSmallIntegerField(default=4)),
                ('hourly_read_limit', models.PositiveSmallIntegerField(default=60)),
                ('export_row_limit', models.PositiveIntegerField(default=200)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='branches', to='core.office')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='core.organization')),
            ],
        ),
        migrations.CreateModel(
            name='ErasureStatistic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('sex', models.CharField(blank=True, max_length=10)),
                ('ages', models.CharField(blank=True, max_length=10)),
                ('nationality', models.CharField(blank=True, max_length=2)),
                ('opened', models.PositiveSmallIntegerField()),
                ('closed', models.PositiveSmallIntegerField(default=0)),
                ('count', models.PositiveIntegerField(default=0)),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
            ],
        ),
        migrations.CreateModel(
            name='ErasureRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('record_type', models.CharField(max_length=40)),
                ('reason', models.CharField(max_length=40)),
                ('asked_at', models.DateTimeField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('records', models.PositiveIntegerField(default=0)),
                ('papers', models.PositiveIntegerField(default=0)),
                ('asked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
            ],
        ),
        migrations.CreateModel(
            name='BulkReadJustification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('reason', models.CharField(max_length=20)),
                ('explanation', amparo.foundation.core.encryption.fields.PersonalField(blank=True, crypto_name='words', kind='text')),
                ('count', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('until', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
            ],
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('permissions', models.JSONField(default=list)),
                ('prefix', models.CharField(max_length=8, unique=True)),
                ('secret_hash', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('until', models.DateTimeField()),
                ('last_used_on', models.DateField(editable=False, null=True)),
                ('revoked_at', models.DateTimeField(editable=False, null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='token', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='core.office')),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='RestrictedGroupAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('group', models.CharField(max_length=20)),
                ('given_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='restricted_group_accesses', to='core.office')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='restricted_group_accesses', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Sequence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('name', 'year'), name='sequence_of_a_year')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('session_data', models.TextField()),
                ('expire_date', models.DateTimeField(db_index=True)),
                ('ref', models.UUIDField(db_index=True, default=amparo.foundation.core.records.new_reference, editable=False)),
                ('since', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('seen_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('is_shared', models.BooleanField(default=False)),
                ('must_rotate_key', models.BooleanField(default=False)),
                ('browser', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sessions', to='core.knownbrowser')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='core.office')),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('role', models.CharField(max_length=20)),
                ('since', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='core.office')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='core.team')),
            ],
        ),
        migrations.CreateModel(
            name='WebhookSubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('made_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('failing_since', models.DateTimeField(editable=False, null=True)),
                ('silences', models.PositiveSmallIntegerField(default=0)),
                ('rests_until', models.DateTimeField(editable=False, null=True)),
                ('paused_at', models.DateTimeField(editable=False, null=True)),
                ('paused_because', models.CharField(blank=True, max_length=10)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('address', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('events', models.JSONField(default=list)),
                ('secret', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('old_secret', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('old_secret_until', models.DateTimeField(editable=False, null=True)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subscriptions', to='core.organization')),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='WebhookDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField(default=amparo.foundation.core.clock.now)),
                ('tried_at', models.DateTimeField(editable=False, null=True)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('fault', models.CharField(blank=True, max_length=40)),
                ('kind', models.CharField(max_length=40)),
                ('about', models.UUIDField()),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='core.webhooksubscription')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='AccountRecovery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('asked_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('confirmed_at', models.DateTimeField(editable=False, null=True)),
                ('link_hash', models.CharField(blank=True, max_length=64)),
                ('link_until', models.DateTimeField(editable=False, null=True)),
                ('used_at', models.DateTimeField(editable=False, null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recoveries', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('used_at', None)), fields=('user',), name='one_open_recovery'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('asked_by')), _negated=True), _connector='OR'), name='recovery_by_two_colleagues')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('event', models.CharField(max_length=60)),
                ('record_type', models.CharField(blank=True, max_length=40)),
                ('record_ref', models.UUIDField(null=True)),
                ('file_ref', models.UUIDField(null=True)),
                ('is_reading', models.BooleanField(default=False)),
                ('details', amparo.foundation.core.audit.models.DetailsField(default=dict)),
                ('hmac', amparo.foundation.core.audit.models.SignatureField(max_length=32)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['file_ref', 'is_reading', '-at'], name='audit_entries_by_file'), models.Index(fields=['by', '-at'], name='audit_entries_by_user')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('task', models.CharField(max_length=200)),
                ('args', models.JSONField(default=list)),
                ('about', models.UUIDField(editable=False, null=True)),
                ('queue', models.CharField(max_length=20)),
                ('priority', models.SmallIntegerField(default=0)),
                ('key', models.CharField(max_length=200, null=True, unique=True)),
                ('asked_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('run_at', models.DateTimeField(default=amparo.foundation.core.clock.now)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('attempt', models.PositiveIntegerField(default=0)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('worker', models.CharField(blank=True, max_length=100)),
                ('lease_until', models.DateTimeField(null=True)),
                ('heartbeat_at', models.DateTimeField(null=True)),
                ('progress', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=200)),
                ('ended_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('run_at'), condition=models.Q(('state', 'waiting')), name='jobs_waiting'), models.Index(models.F('lease_until'), condition=models.Q(('state', 'running')), name='jobs_running'), models.Index(fields=['state', '-ended_at'], name='jobs_ended'), models.Index(fields=['about'], name='jobs_about')],
            },
        ),
        migrations.AddConstraint(
            model_name='knownbrowser',
            constraint=models.UniqueConstraint(fields=('user', 'cookie_hash'), name='known_browser_unique'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(fields=['user', 'read_at', '-at'], name='notifications_by_user'),
        ),
        migrations.AddConstraint(
            model_name='erasurestatistic',
            constraint=models.UniqueConstraint(fields=('office', 'kind', 'reason', 'sex', 'ages', 'nationality', 'opened', 'closed'), name='erasure_statistic_unique'),
        ),
        migrations.AddIndex(
            model_name='erasurerecord',
            index=models.Index(fields=['office', '-at'], name='erasure_records_by_office'),
        ),
        migrations.AddIndex(
            model_name='bulkreadjustification',
            index=models.Index(fields=['by', '-until'], name='bulk_read_by_user'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('team', None), ('office', None), _connector='XOR'), name='membership_in_a_team_or_over_an_office'),
        ),
        migrations.AddIndex(
            model_name='webhookdelivery',
            index=models.Index(fields=['state', 'at'], name='deliveries_by_state'),
        ),
    ]
