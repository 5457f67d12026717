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
        ('funding', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('code', models.CharField(max_length=20, unique=True)),
                ('level', models.CharField(max_length=10)),
                ('unit', models.CharField(max_length=10)),
                ('names', models.JSONField()),
                ('texts', models.JSONField(default=dict)),
                ('source', models.CharField(blank=True, max_length=500)),
                ('is_growth_good', models.BooleanField(default=True)),
                ('headline', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('waits_for', models.JSONField(blank=True, default=dict)),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['order', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Computation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('finished_at', models.DateTimeField(editable=False, null=True)),
                ('failed_at', models.DateTimeField(editable=False, null=True)),
                ('failure', models.CharField(blank=True, max_length=100)),
                ('rows', models.PositiveBigIntegerField(default=0)),
                ('last_entry', models.PositiveBigIntegerField(default=0)),
                ('code_version', models.CharField(blank=True, max_length=40)),
                ('asked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='DataCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('due_day', models.PositiveSmallIntegerField()),
                ('remind_days', models.PositiveSmallIntegerField()),
                ('first_month', models.DateField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DataCallOffice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='evidence.datacall')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
            ],
        ),
        migrations.CreateModel(
            name='DataCallRemark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('month', models.DateField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('text', models.CharField(max_length=500)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='evidence.datacalloffice')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DataCallReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('month', models.DateField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('kind', models.CharField(max_length=10)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='evidence.datacalloffice')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DHIS2OrgUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('uid', models.CharField(max_length=11)),
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.office')),
            ],
        ),
        migrations.CreateModel(
            name='DonorAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('breakdowns', models.JSONField(default=list)),
                ('rhythm', models.CharField(default='month', max_length=7)),
                ('purpose', models.CharField(max_length=300)),
                ('reference', models.CharField(max_length=120)),
                ('starts_on', models.DateField()),
                ('until', models.DateField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('ended_reason', models.CharField(blank=True, max_length=300)),
                ('areas', models.ManyToManyField(blank=True, related_name='+', to='people.place')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('funds', models.ManyToManyField(blank=True, related_name='+', to='funding.fund')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funding.project')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organization')),
                ('indicators', models.ManyToManyField(related_name='+', to='evidence.indicator')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='FactPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('fact', models.CharField(max_length=40)),
                ('number', models.PositiveIntegerField()),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('computation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='evidence.computation')),
            ],
        ),
        migrations.CreateModel(
            name='FundSpending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('spent', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('unvalued', models.PositiveIntegerField(default=0)),
                ('computation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spending', to='evidence.computation')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='funding.fund')),
            ],
        ),
        migrations.CreateModel(
            name='DHIS2DataElement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('uid', models.CharField(max_length=11)),
                ('option_combos', models.JSONField(default=dict)),
                ('indicator', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='dhis2', to='evidence.indicator')),
            ],
        ),
        migrations.CreateModel(
            name='IndicatorVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('definition', models.JSONField()),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='evidence.indicator')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='CrossTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('is_with_branches', models.BooleanField(default=False)),
                ('month', models.DateField()),
                ('breakdowns', models.CharField(max_length=200)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('finished_at', models.DateTimeField(editable=False, null=True)),
                ('failed_at', models.DateTimeField(editable=False, null=True)),
                ('failure', models.CharField(blank=True, max_length=100)),
                ('figures', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('asked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('computation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cross_tables', to='evidence.computation')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.office')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='evidence.indicatorversion')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='LegacyTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('value', models.DecimalField(decimal_places=2, max_digits=12)),
                ('source', models.CharField(max_length=300)),
                ('source_on', models.DateField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.indicator')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
                ('removed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-starts_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='MonthlyReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('is_with_branches', models.BooleanField(default=False)),
                ('month', models.DateField()),
                ('state', models.CharField(default='freezing', max_length=10)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('remark', models.TextField(blank=True)),
                ('frozen_at', models.DateTimeField(editable=False, null=True)),
                ('last_entry', models.PositiveBigIntegerField(default=0)),
                ('block', models.PositiveBigIntegerField(editable=False, null=True)),
                ('block_head', models.CharField(blank=True, max_length=64)),
                ('code_version', models.CharField(blank=True, max_length=40)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('devices_out', models.JSONField(blank=True, default=list)),
                ('open_issues', models.PositiveIntegerField(editable=False, null=True)),
                ('signed_at', models.DateTimeField(editable=False, null=True)),
                ('sent_back_at', models.DateTimeField(editable=False, null=True)),
                ('sent_back_reason', models.TextField(blank=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('sent_back_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-month', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='FrozenSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('until', models.DateField()),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='evidence.monthlyreport')),
            ],
        ),
        migrations.CreateModel(
            name='FrozenFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('figures', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.indicatorversion')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='evidence.monthlyreport')),
            ],
        ),
        migrations.CreateModel(
            name='FrozenErasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('cell', models.CharField(blank=True, max_length=200)),
                ('count', models.PositiveIntegerField(default=0)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='evidence.indicatorversion')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='erasures', to='evidence.monthlyreport')),
            ],
        ),
        migrations.CreateModel(
            name='DonorSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('month', models.DateField()),
                ('state', models.CharField(default='composing', max_length=10)),
                ('remark', models.TextField(blank=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('composed_at', models.DateTimeField(editable=False, null=True)),
                ('content', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json', null=True)),
                ('tables', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json', null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('refused_because', models.CharField(blank=True, max_length=30)),
                ('signed_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_reason', models.TextField(blank=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='evidence.donoragreement')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('signed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='donor_sheets', to='evidence.monthlyreport')),
            ],
            options={
                'ordering': ['-month', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='DataCallDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('month', models.DateField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='evidence.datacalloffice')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='evidence.monthlyreport')),
            ],
        ),
        migrations.CreateModel(
            name='ProjectResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('level', models.CharField(max_length=10)),
                ('text', models.CharField(max_length=300)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='evidence.projectresult')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='funding.project')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('is_with_branches', models.BooleanField(default=False)),
                ('month', models.DateField()),
                ('areas', models.JSONField(default=list)),
                ('table', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('refused_because', models.CharField(blank=True, max_length=30)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organization')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='evidence.monthlyreport')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.indicatorversion')),
            ],
            options={
                'ordering': ['-month', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('is_with_branches', models.BooleanField(default=False)),
                ('breakdowns', models.JSONField(default=list)),
                ('state', models.CharField(default='proposed', max_length=10)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('audited_at', models.DateTimeField(editable=False, null=True)),
                ('refusals', models.JSONField(default=list)),
                ('signed_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_reason', models.TextField(blank=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('indicators', models.ManyToManyField(related_name='+', to='evidence.indicator')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('reports', models.ManyToManyField(related_name='public_releases', to='evidence.monthlyreport')),
                ('signed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReleasedTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('month', models.DateField()),
                ('table', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tables', to='evidence.release')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.monthlyreport')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.indicatorversion')),
            ],
            options={
                'ordering': ['month', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ready_at', models.DateTimeField(editable=False, null=True)),
                ('tables', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json', null=True)),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='release', to='evidence.monthlyreport')),
            ],
        ),
        migrations.CreateModel(
            name='Restatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('changes', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='restatements', to='evidence.monthlyreport')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='evidence.indicatorversion')),
            ],
        ),
        migrations.CreateModel(
            name='ResultIndicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('baseline', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('baseline_on', models.DateField(blank=True, null=True)),
                ('is_cumulative', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.indicator')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='evidence.projectresult')),
            ],
        ),
        migrations.CreateModel(
            name='StoredFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('is_with_branches', models.BooleanField(default=False)),
                ('figures', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('computation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='evidence.computation')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.office')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='evidence.indicatorversion')),
            ],
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('value', models.DecimalField(decimal_places=2, max_digits=12)),
                ('milestone', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='evidence.resultindicator')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
                ('replaced_by', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaces', to='evidence.target')),
            ],
            options={
                'ordering': ['ends_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TargetFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('cell', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('is_by_project', models.BooleanField()),
                ('computation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='evidence.computation')),
                ('target', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reached', to='evidence.target')),
            ],
        ),
        migrations.AddConstraint(
            model_name='computation',
            constraint=models.CheckConstraint(condition=models.Q(('finished_at', None), ('failed_at', None), _connector='OR'), name='computation_ends_one_way'),
        ),
        migrations.AddConstraint(
            model_name='datacall',
            constraint=models.CheckConstraint(condition=models.Q(('due_day__gte', 1), ('due_day__lte', 28)), name='data_call_due_in_every_month'),
        ),
        migrations.AddConstraint(
            model_name='datacalloffice',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('call', 'office'), name='office_of_a_data_call_once'),
        ),
        migrations.AddConstraint(
            model_name='datacallreminder',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'by_hand'), _negated=True), fields=('owed', 'month', 'kind'), name='reminder_of_a_data_call_once'),
        ),
        migrations.AddConstraint(
            model_name='factpart',
            constraint=models.UniqueConstraint(fields=('computation', 'fact', 'number'), name='fact_part_once'),
        ),
        migrations.AddConstraint(
            model_name='fundspending',
            constraint=models.UniqueConstraint(fields=('computation', 'fund', 'month'), name='fund_spending_once'),
        ),
        migrations.AddConstraint(
            model_name='donoragreement',
            constraint=models.CheckConstraint(condition=models.Q(('until__gte', models.F('starts_on'))), name='donor_agreement_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='crosstable',
            constraint=models.UniqueConstraint(fields=('computation', 'office', 'is_with_branches', 'version', 'month', 'breakdowns'), name='cross_table_once'),
        ),
        migrations.AddConstraint(
            model_name='legacytotal',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='legacy_total_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='monthlyreport',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'sent_back'), _negated=True), fields=('office', 'is_with_branches', 'month'), name='one_report_of_a_month'),
        ),
        migrations.AddConstraint(
            model_name='monthlyreport',
            constraint=models.CheckConstraint(condition=models.Q(('signed_by', None), models.Q(('signed_by', models.F('by')), _negated=True), _connector='OR'), name='report_signed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='frozenfigures',
            constraint=models.UniqueConstraint(fields=('report', 'version'), name='frozen_figures_once'),
        ),
        migrations.AddConstraint(
            model_name='frozenerasure',
            constraint=models.UniqueConstraint(fields=('report', 'version', 'cell'), name='frozen_erasures_once'),
        ),
        migrations.AddConstraint(
            model_name='donorsheet',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('refused', 'withdrawn')), _negated=True), fields=('agreement', 'report'), name='one_donor_sheet_of_a_month'),
        ),
        migrations.AddConstraint(
            model_name='donorsheet',
            constraint=models.CheckConstraint(condition=models.Q(('signed_by', None), models.Q(('signed_by', models.F('by')), _negated=True), _connector='OR'), name='donor_sheet_signed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='datacalldelivery',
            constraint=models.UniqueConstraint(fields=('owed', 'month'), name='report_of_a_data_call_once'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(fields=['recipient', 'month'], name='publication_by_recipient'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('areas', []), _negated=True), name='publication_of_areas'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('signed_by', None), models.Q(('signed_by', models.F('by')), _negated=True), _connector='OR'), name='release_signed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='releasedtable',
            constraint=models.UniqueConstraint(fields=('release', 'report', 'version'), name='released_once'),
        ),
        migrations.AddConstraint(
            model_name='restatement',
            constraint=models.UniqueConstraint(fields=('report', 'version'), name='restatement_once'),
        ),
        migrations.AddConstraint(
            model_name='resultindicator',
            constraint=models.UniqueConstraint(fields=('result', 'indicator'), name='result_indicator_once'),
        ),
        migrations.AddConstraint(
            model_name='storedfigures',
            constraint=models.UniqueConstraint(fields=('computation', 'office', 'is_with_branches', 'version'), name='stored_figures_once'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='target_ends_after_it_starts'),
        ),
    ]
