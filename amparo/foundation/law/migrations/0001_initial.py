import amparo.foundation.core.clock
import amparo.foundation.core.records
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from amparo.foundation.core.database.initial_migration import InitialMigration


class Migration(InitialMigration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Framework',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('source', models.CharField(max_length=300)),
                ('licence', models.CharField(blank=True, max_length=120)),
                ('as_of', models.DateField()),
                ('code', models.CharField(max_length=40, unique=True)),
                ('names', models.JSONField(default=dict)),
                ('address', models.CharField(blank=True, max_length=500)),
                ('is_official', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='LawImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('source', models.CharField(max_length=300)),
                ('licence', models.CharField(blank=True, max_length=120)),
                ('as_of', models.DateField()),
                ('kind', models.CharField(max_length=12)),
                ('title', models.CharField(blank=True, max_length=600)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('left_out', models.PositiveIntegerField(default=0)),
                ('later_changes', models.PositiveSmallIntegerField(default=0)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('source', models.CharField(max_length=300)),
                ('licence', models.CharField(blank=True, max_length=120)),
                ('as_of', models.DateField()),
                ('code', models.CharField(max_length=80, unique=True)),
                ('kind', models.CharField(max_length=12)),
                ('title', models.CharField(blank=True, max_length=600)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('names', models.JSONField(blank=True, default=dict)),
                ('adopted_year', models.PositiveSmallIntegerField(null=True)),
                ('scope', models.CharField(default='global', max_length=8)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('region', models.CharField(blank=True, max_length=12)),
                ('address', models.CharField(blank=True, max_length=500)),
                ('monitoring_body', models.CharField(blank=True, max_length=200)),
                ('is_shipped', models.BooleanField(default=False, editable=False)),
                ('first_import', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='law.lawimport')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Provision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('kind', models.CharField(default='article', max_length=10)),
                ('eid', models.CharField(max_length=170)),
                ('parent_eid', models.CharField(blank=True, max_length=170)),
                ('number', models.CharField(blank=True, max_length=60)),
                ('heading', models.CharField(blank=True, max_length=500)),
                ('order', models.PositiveIntegerField(default=0)),
                ('language', models.CharField(max_length=10)),
                ('text', models.TextField(blank=True)),
                ('notes', models.TextField(blank=True)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='provisions', to='law.instrument')),
                ('law_import', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='provisions', to='law.lawimport')),
                ('replaced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='provisions_replaced', to='law.lawimport')),
            ],
        ),
        migrations.CreateModel(
            name='ProvisionRight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('eid', models.CharField(max_length=170)),
                ('right', models.CharField(max_length=60)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='provision_rights', to='law.instrument')),
                ('law_import', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='law.lawimport')),
            ],
        ),
        migrations.CreateModel(
            name='TreatyStatus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('country', models.CharField(max_length=2)),
                ('act', models.CharField(max_length=10)),
                ('on', models.DateField(null=True)),
                ('year', models.PositiveSmallIntegerField(null=True)),
                ('statement', models.TextField(blank=True, max_length=10000)),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statuses', to='law.instrument')),
                ('law_import', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statuses', to='law.lawimport')),
                ('replaced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statuses_replaced', to='law.lawimport')),
            ],
        ),
        migrations.CreateModel(
            name='FrameworkItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('kind', models.CharField(max_length=10)),
                ('code', models.CharField(max_length=20)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('wordings', models.JSONField(default=dict)),
                ('same_as', models.CharField(blank=True, max_length=500)),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='law.framework')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='law.frameworkitem')),
            ],
            options={
                'ordering': ['framework', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('framework', 'code'), name='framework_item_once')],
            },
        ),
        migrations.AddIndex(
            model_name='instrument',
            index=models.Index(fields=['country', 'kind'], name='instruments_of_country'),
        ),
        migrations.AddConstraint(
            model_name='instrument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scope', 'country'), models.Q(('country', ''), _negated=True)), models.Q(models.Q(('scope', 'country'), _negated=True), ('country', '')), _connector='OR'), name='national_law_has_a_country'),
        ),
        migrations.AddIndex(
            model_name='provision',
            index=models.Index(fields=['instrument', 'replaced_by', 'order'], name='provisions_in_order'),
        ),
        migrations.AddConstraint(
            model_name='provision',
            constraint=models.UniqueConstraint(fields=('law_import', 'instrument', 'language', 'eid'), name='provision_once'),
        ),
        migrations.AddIndex(
            model_name='provisionright',
            index=models.Index(fields=['right'], name='provisions_of_right'),
        ),
        migrations.AddConstraint(
            model_name='provisionright',
            constraint=models.UniqueConstraint(fields=('instrument', 'eid', 'right'), name='right_in_provision_once'),
        ),
        migrations.AddIndex(
            model_name='treatystatus',
            index=models.Index(fields=['country', 'replaced_by'], name='statuses_of_country'),
        ),
        migrations.AddConstraint(
            model_name='treatystatus',
            constraint=models.CheckConstraint(condition=models.Q(('on', None), ('year', None), _connector='OR'), name='day_or_year'),
        ),
    ]
