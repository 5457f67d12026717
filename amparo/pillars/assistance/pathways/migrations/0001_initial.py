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
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('way', models.UUIDField(db_index=True)),
                ('kind', models.CharField(max_length=40)),
                ('state', models.CharField(default='shut', max_length=10)),
                ('good_until', models.DateField(null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='CheckOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('approved', models.BooleanField(editable=False, null=True)),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('decision_reason', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('required_check', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overrides', to='pathways.check')),
            ],
        ),
        migrations.CreateModel(
            name='CheckResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('met', models.BooleanField()),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('issuer', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('issued_on', models.DateField(null=True)),
                ('record_kind', models.CharField(blank=True, max_length=40)),
                ('record_ref', models.UUIDField(null=True)),
                ('good_until', models.DateField(null=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.attachment')),
                ('required_check', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='pathways.check')),
            ],
        ),
        migrations.AddIndex(
            model_name='check',
            index=models.Index(fields=['state', 'kind'], name='checks_shut'),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.UniqueConstraint(condition=models.Q(('person', None)), fields=('way', 'kind'), name='one_check_for_all'),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('way', 'kind', 'person'), name='one_check_for_each'),
        ),
        migrations.AddConstraint(
            model_name='checkoverride',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('by')), _negated=True), _connector='OR'), name='override_is_decided_by_another'),
        ),
        migrations.AddConstraint(
            model_name='checkoverride',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved', None), ('decided_at', None), ('decided_by', None)), models.Q(('approved__isnull', False), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='override_is_decided_whole'),
        ),
    ]
