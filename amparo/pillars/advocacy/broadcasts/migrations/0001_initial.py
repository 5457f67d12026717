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
        ('message_bank', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AddressConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('channel', models.CharField(max_length=8)),
                ('language', models.CharField(max_length=3)),
                ('address', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='address_confirmations_by_day')],
            },
        ),
        migrations.CreateModel(
            name='Broadcast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('year', models.PositiveSmallIntegerField(editable=False)),
                ('serial', models.PositiveIntegerField(editable=False)),
                ('topic', models.CharField(max_length=40)),
                ('languages', models.CharField(max_length=40)),
                ('channels', models.CharField(max_length=40)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('begins', models.TimeField()),
                ('ends', models.TimeField()),
                ('state', models.CharField(default='draft', max_length=9)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('submitted_at', models.DateTimeField(editable=False, null=True)),
                ('approved_at', models.DateTimeField(editable=False, null=True)),
                ('frozen_at', models.DateTimeField(editable=False, null=True)),
                ('started_at', models.DateTimeField(editable=False, null=True)),
                ('paused_at', models.DateTimeField(editable=False, null=True)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('stopped_because', models.CharField(blank=True, max_length=300)),
                ('stopped_reason', models.CharField(blank=True, editable=False, max_length=9)),
                ('halted', models.CharField(blank=True, editable=False, max_length=10)),
                ('failures', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('retry_at', models.DateTimeField(editable=False, null=True)),
                ('run', models.PositiveIntegerField(default=0, editable=False)),
                ('approved_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='broadcasts', to='message_bank.keymessage')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('paused_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stopped_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-year', '-serial'],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('channel', models.CharField(max_length=8)),
                ('language', models.CharField(max_length=3)),
                ('time_zones', models.CharField(blank=True, max_length=80)),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('size', models.PositiveSmallIntegerField()),
                ('state', models.CharField(default='waiting', max_length=9)),
                ('taken_at', models.DateTimeField(null=True)),
                ('handed_at', models.DateTimeField(null=True)),
                ('through', models.BigIntegerField(default=0)),
                ('sent', models.PositiveSmallIntegerField(default=0)),
                ('provider', models.CharField(blank=True, max_length=20)),
                ('provider_id', models.CharField(blank=True, max_length=100)),
                ('broadcast', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='batches', to='broadcasts.broadcast')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='AudienceGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('channel', models.CharField(max_length=8)),
                ('language', models.CharField(max_length=3)),
                ('left_out', models.CharField(blank=True, max_length=10)),
                ('count', models.PositiveIntegerField()),
                ('broadcast', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='broadcasts.broadcast')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='BroadcastPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('is_added', models.BooleanField(default=False, editable=False)),
                ('broadcast', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='broadcasts.broadcast')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('channel', models.CharField(max_length=8)),
                ('language', models.CharField(max_length=3)),
                ('address', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('address_key', models.CharField(editable=False, max_length=64, unique=True)),
                ('time_zones', models.CharField(blank=True, editable=False, max_length=80)),
                ('since', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('chosen_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('confirmed_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('consent', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('kept_until', models.DateField(editable=False)),
                ('renewal_asked_on', models.DateField(editable=False, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['channel', 'language', 'time_zones', 'id'], name='subscriptions_in_order'), models.Index(fields=['kept_until'], name='subscriptions_by_end')],
            },
        ),
        migrations.CreateModel(
            name='SubscriptionPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='broadcasts.subscription')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SubscriptionTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('topic', models.CharField(max_length=40)),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='broadcasts.subscription')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='broadcast',
            index=models.Index(fields=['state'], name='broadcasts_by_state'),
        ),
        migrations.AddConstraint(
            model_name='broadcast',
            constraint=models.UniqueConstraint(fields=('year', 'serial'), name='broadcast_number_once'),
        ),
        migrations.AddConstraint(
            model_name='broadcast',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(models.Q(('approved_by', models.F('by')), _negated=True), models.Q(('approved_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='broadcast_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='broadcast',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'submitted', 'stopped')), ('approved_by__isnull', False), _connector='OR'), name='broadcast_sent_once_approved'),
        ),
        migrations.AddConstraint(
            model_name='broadcast',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='broadcast_window'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.UniqueConstraint(fields=('broadcast', 'number'), name='batch_number_once'),
        ),
        migrations.AddConstraint(
            model_name='audiencegroup',
            constraint=models.UniqueConstraint(fields=('broadcast', 'channel', 'language', 'left_out'), name='audience_group_once'),
        ),
        migrations.AddConstraint(
            model_name='broadcastplace',
            constraint=models.UniqueConstraint(fields=('broadcast', 'place'), name='broadcast_place_once'),
        ),
        migrations.AddConstraint(
            model_name='subscriptionplace',
            constraint=models.UniqueConstraint(fields=('subscription', 'place'), name='subscription_place_once'),
        ),
        migrations.AddConstraint(
            model_name='subscriptiontopic',
            constraint=models.UniqueConstraint(fields=('subscription', 'topic'), name='subscription_topic_once'),
        ),
    ]
