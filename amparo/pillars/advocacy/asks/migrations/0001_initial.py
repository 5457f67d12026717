import amparo.foundation.core.clock
import amparo.foundation.core.encryption.fields
import amparo.foundation.core.records
import amparo.pillars.advocacy.asks.models.ask_actions
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
            name='Ask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('year', models.PositiveSmallIntegerField(editable=False)),
                ('serial', models.PositiveIntegerField(editable=False)),
                ('language', models.CharField(max_length=3)),
                ('issue', models.TextField(max_length=4000)),
                ('wording', models.TextField(max_length=4000)),
                ('wanted_by', models.DateField(blank=True, null=True)),
                ('right', models.CharField(max_length=40)),
                ('post', models.CharField(blank=True, max_length=200)),
                ('is_quiet', models.BooleanField()),
                ('may_read_on_desk', models.BooleanField(default=False)),
                ('occasion', models.CharField(blank=True, max_length=200)),
                ('occasion_on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(default='drafted', max_length=9)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('cleared_at', models.DateTimeField(editable=False, null=True)),
                ('put_on', models.DateField(editable=False, null=True)),
                ('put_how', models.CharField(blank=True, editable=False, max_length=9)),
                ('answer_due_on', models.DateField(blank=True, null=True)),
                ('follow_up_on', models.DateField(blank=True, null=True)),
                ('answered_on', models.DateField(editable=False, null=True)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_because', models.CharField(blank=True, max_length=300)),
                ('reminded', models.CharField(blank=True, editable=False, max_length=6)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cleared_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
            ],
            options={
                'ordering': ['-year', '-serial'],
            },
            bases=(amparo.pillars.advocacy.asks.models.ask_actions.AskActions, models.Model),
        ),
        migrations.CreateModel(
            name='AskBearer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('is_addressee', models.BooleanField(default=False)),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bearers', to='asks.ask')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='core.organization')),
            ],
            options={
                'ordering': ['-is_addressee', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AskDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('kind', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('verdict', models.CharField(blank=True, default='', editable=False, max_length=10)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='asks.ask')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AskGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('grantee', models.CharField(max_length=60)),
                ('why', models.CharField(max_length=60)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('record', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='asks.ask')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='AskRisk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('whom', models.CharField(max_length=10)),
                ('likelihood', models.CharField(max_length=8)),
                ('measure', models.CharField(blank=True, max_length=600)),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='risks', to='asks.ask')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AskStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('kind', models.CharField(max_length=9)),
                ('on', models.DateField()),
                ('channel', models.CharField(blank=True, max_length=9)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('text', models.TextField(blank=True, max_length=4000)),
                ('outcome', models.CharField(blank=True, max_length=8)),
                ('agreed_post', models.CharField(blank=True, max_length=200)),
                ('agreed_until', models.DateField(blank=True, null=True)),
                ('released_at', models.DateTimeField(editable=False, null=True)),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='asks.ask')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organization')),
                ('released_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AskText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=3)),
                ('issue', models.TextField(max_length=4000)),
                ('wording', models.TextField(max_length=4000)),
                ('is_stale', models.BooleanField(default=False, editable=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='asks.ask')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EvidenceSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('language', models.CharField(max_length=3)),
                ('content', models.TextField(editable=False)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='asks.ask')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='ask',
            index=models.Index(fields=['state', 'answer_due_on'], name='asks_by_state'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.UniqueConstraint(fields=('year', 'serial'), name='ask_number_once'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(('cleared_by', None), models.Q(models.Q(('cleared_by', models.F('by')), _negated=True), models.Q(('cleared_by', models.F('changed_by')), _negated=True)), _connector='OR'), name='ask_cleared_by_another'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cleared_by', None), ('put_on', None), ('state', 'drafted')), ('state', 'withdrawn'), models.Q(('cleared_by__isnull', False), ('put_on', None), ('state', 'cleared')), models.Q(('cleared_by__isnull', False), ('put_on__isnull', False), ('state__in', ('put', 'answered', 'agreed', 'refused'))), _connector='OR'), name='ask_cleared_before_it_is_put'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('withdrawn_because', ''), _negated=True), _connector='OR'), name='ask_withdrawn_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(('may_read_on_desk', False), models.Q(('is_quiet', True), ('put_how', 'letter')), _connector='OR'), name='ask_quiet_on_desk_by_letter'),
        ),
        migrations.AddConstraint(
            model_name='askbearer',
            constraint=models.UniqueConstraint(fields=('ask', 'organization'), name='asked_once'),
        ),
        migrations.AddConstraint(
            model_name='askbearer',
            constraint=models.UniqueConstraint(condition=models.Q(('is_addressee', True)), fields=('ask',), name='one_addressee'),
        ),
        migrations.AddIndex(
            model_name='askgrant',
            index=models.Index(fields=['grantee', 'record'], name='asks_of_a_holder'),
        ),
        migrations.AddConstraint(
            model_name='askgrant',
            constraint=models.UniqueConstraint(fields=('record', 'grantee'), name='ask_grant_once'),
        ),
        migrations.AddConstraint(
            model_name='askrisk',
            constraint=models.UniqueConstraint(fields=('ask', 'whom'), name='ask_risk_once'),
        ),
        migrations.AddConstraint(
            model_name='askrisk',
            constraint=models.CheckConstraint(condition=models.Q(('likelihood', ''), _negated=True), name='ask_risk_said'),
        ),
        migrations.AddConstraint(
            model_name='askstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'answer'), ('organization__isnull', False), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('kind', 'answer'), _negated=True), ('organization', None), ('outcome', '')), _connector='OR'), name='ask_answer_with_its_outcome'),
        ),
        migrations.AddConstraint(
            model_name='askstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'agreed'), _negated=True), models.Q(models.Q(('agreed_post', ''), _negated=True), ('agreed_until__isnull', False)), _connector='OR'), name='ask_agreed_by_whom_until_when'),
        ),
        migrations.AddConstraint(
            model_name='asktext',
            constraint=models.UniqueConstraint(fields=('ask', 'language'), name='ask_translated_once'),
        ),
        migrations.AddConstraint(
            model_name='evidencesheet',
            constraint=models.UniqueConstraint(fields=('ask', 'language'), name='sheet_once_a_language'),
        ),
    ]
