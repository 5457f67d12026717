import amparo.foundation.core.clock
import amparo.foundation.core.encryption.fields
import amparo.foundation.core.records
import amparo.pillars.advocacy.message_bank.models.wordings
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
            name='KeyMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('year', models.PositiveSmallIntegerField(editable=False)),
                ('serial', models.PositiveIntegerField(editable=False)),
                ('title', models.CharField(max_length=140)),
                ('kind', models.CharField(max_length=12)),
                ('topic', models.CharField(max_length=40)),
                ('audience', models.CharField(max_length=40)),
                ('need', models.TextField(blank=True, max_length=1000)),
                ('behaviour', models.CharField(blank=True, max_length=300)),
                ('languages', models.CharField(default=amparo.pillars.advocacy.message_bank.models.wordings.all_languages, max_length=40)),
                ('is_public', models.BooleanField(default=True)),
                ('without_help_because', models.CharField(blank=True, max_length=300)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(default='draft', max_length=9)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('submitted_at', models.DateTimeField(editable=False, null=True)),
                ('approved_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_because', models.CharField(blank=True, max_length=300)),
                ('returned_because', models.CharField(blank=True, max_length=300)),
                ('search_text', models.TextField(default='', editable=False)),
                ('approved_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replacements', to='message_bank.keymessage')),
                ('submitted_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-year', '-serial'],
            },
        ),
        migrations.CreateModel(
            name='ChannelWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=3)),
                ('channel', models.CharField(max_length=40)),
                ('text', models.TextField(max_length=3000)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='channel_wordings', to='message_bank.keymessage')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='KeyMessagePlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='message_bank.keymessage')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
            ],
        ),
        migrations.CreateModel(
            name='MaterialRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('address', models.CharField(blank=True, max_length=120)),
                ('days', models.CharField(blank=True, max_length=9)),
                ('opens', models.TimeField(blank=True, null=True)),
                ('closes', models.TimeField(blank=True, null=True)),
                ('paces', models.JSONField(blank=True, default=dict)),
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='material_rules', to='core.office')),
            ],
        ),
        migrations.CreateModel(
            name='MessageLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('channel', models.CharField(max_length=40)),
                ('label', models.CharField(blank=True, max_length=40)),
                ('code', models.SlugField(editable=False, max_length=12, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='message_bank.keymessage')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='LinkVisitCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visit_counts', to='message_bank.messagelink')),
            ],
            options={
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='Pretest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('language', models.CharField(max_length=3)),
                ('audience', models.CharField(max_length=40)),
                ('asked', models.PositiveIntegerField()),
                ('tested_on', models.DateField()),
                ('method', models.CharField(max_length=40)),
                ('understood', models.PositiveIntegerField(blank=True, null=True)),
                ('acceptable', models.PositiveIntegerField(blank=True, null=True)),
                ('believed', models.PositiveIntegerField(blank=True, null=True)),
                ('would_act', models.PositiveIntegerField(blank=True, null=True)),
                ('changed', models.TextField(blank=True, max_length=1000)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('discarded_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pretests', to='message_bank.keymessage')),
            ],
            options={
                'ordering': ['tested_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PretestWaiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('reason', models.CharField(max_length=40)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waivers', to='message_bank.keymessage')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Recording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('kind', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('verdict', models.CharField(blank=True, default='', editable=False, max_length=10)),
                ('language', models.CharField(max_length=3)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recordings', to='message_bank.keymessage')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='RiskCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('answer', models.CharField(max_length=7)),
                ('measures', models.TextField(max_length=1000)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='risk_checks', to='message_bank.keymessage')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='RiskCheckPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('list', models.CharField(max_length=30)),
                ('code', models.CharField(max_length=40)),
                ('check_of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='message_bank.riskcheck')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=3)),
                ('level', models.CharField(default='standard', max_length=8)),
                ('heading', models.CharField(max_length=90)),
                ('body', models.TextField(max_length=1500)),
                ('text', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('read_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='message_bank.keymessage')),
                ('read_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='keymessage',
            constraint=models.UniqueConstraint(fields=('year', 'serial'), name='key_message_number_once'),
        ),
        migrations.AddConstraint(
            model_name='keymessage',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(models.Q(('approved_by', models.F('by')), _negated=True), models.Q(('approved_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='key_message_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='channelwording',
            constraint=models.UniqueConstraint(fields=('message', 'language', 'channel'), name='channel_wording_once'),
        ),
        migrations.AddConstraint(
            model_name='keymessageplace',
            constraint=models.UniqueConstraint(fields=('message', 'place'), name='key_message_place_once'),
        ),
        migrations.AddConstraint(
            model_name='materialrules',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closes', None), ('opens', None)), models.Q(('closes__isnull', False), ('opens__isnull', False)), _connector='OR'), name='contact_line_with_both_hours'),
        ),
        migrations.AddConstraint(
            model_name='messagelink',
            constraint=models.UniqueConstraint(fields=('message', 'channel', 'label'), name='message_link_once_a_placement'),
        ),
        migrations.AddConstraint(
            model_name='linkvisitcount',
            constraint=models.UniqueConstraint(fields=('link', 'day'), name='link_visits_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='pretest',
            constraint=models.CheckConstraint(condition=models.Q(('asked__gte', 1)), name='pretest_asked_somebody'),
        ),
        migrations.AddConstraint(
            model_name='pretest',
            constraint=models.CheckConstraint(condition=models.Q(('understood', None), ('understood__lte', models.F('asked')), _connector='OR'), name='pretest_understood_among_asked'),
        ),
        migrations.AddConstraint(
            model_name='pretest',
            constraint=models.CheckConstraint(condition=models.Q(('acceptable', None), ('acceptable__lte', models.F('asked')), _connector='OR'), name='pretest_acceptable_among_asked'),
        ),
        migrations.AddConstraint(
            model_name='pretest',
            constraint=models.CheckConstraint(condition=models.Q(('believed', None), ('believed__lte', models.F('asked')), _connector='OR'), name='pretest_believed_among_asked'),
        ),
        migrations.AddConstraint(
            model_name='pretest',
            constraint=models.CheckConstraint(condition=models.Q(('would_act', None), ('would_act__lte', models.F('asked')), _connector='OR'), name='pretest_would_act_among_asked'),
        ),
        migrations.AddIndex(
            model_name='recording',
            index=models.Index(condition=models.Q(('verdict', 'waiting')), fields=['at'], name='message_recordings_to_check'),
        ),
        migrations.AddConstraint(
            model_name='riskcheckpart',
            constraint=models.UniqueConstraint(fields=('check_of', 'list', 'code'), name='risk_check_part_once'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.UniqueConstraint(fields=('message', 'language', 'level'), name='wording_once_a_language'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.CheckConstraint(condition=models.Q(('read_by', None), models.Q(('read_by', models.F('by')), _negated=True), _connector='OR'), name='wording_read_by_another'),
        ),
    ]
