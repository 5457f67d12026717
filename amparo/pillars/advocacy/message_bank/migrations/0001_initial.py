import amparo.foundation.core.clock
import amparo.foundation.core.records
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from amparo.foundation.core.database.initial_migration import InitialMigration


class Migration(InitialMigration):

    initial = True

    dependencies = [
        ('core', '0002_account_lines'),
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
                ('languages', models.CharField(default='es,en,fr,ar', max_length=40)),
                ('is_public', models.BooleanField(default=True)),
                ('without_help_because', models.CharField(blank=True, max_length=300)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(default='draft', max_length=9)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('submitted_at', models.DateTimeField(editable=False, null=True)),
                ('approved_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_because', models.CharField(blank=True, max_length=300)),
                ('approved_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('submitted_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-year', '-serial'],
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
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=3)),
                ('level', models.CharField(default='standard', max_length=8)),
                ('heading', models.CharField(max_length=90)),
                ('body', models.TextField(max_length=1500)),
                ('text', models.CharField(blank=True, max_length=300)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='message_bank.keymessage')),
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
            model_name='keymessageplace',
            constraint=models.UniqueConstraint(fields=('message', 'place'), name='key_message_place_once'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.UniqueConstraint(fields=('message', 'language', 'level'), name='wording_once_a_language'),
        ),
    ]
