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
        ('core', '0001_initial'),
        ('funding', '0001_initial'),
        ('people', '0001_initial'),
        ('planning', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnonymousService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('on', models.DateField()),
                ('value', models.DecimalField(decimal_places=2, max_digits=12)),
                ('currency', models.CharField(max_length=3)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given_and_erased', to='funding.budgetline')),
            ],
        ),
        migrations.CreateModel(
            name='ServiceProvided',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('service_type', models.CharField(max_length=40)),
                ('given_on', models.DateField()),
                ('quantity', models.DecimalField(decimal_places=2, default=1, max_digits=10)),
                ('unit', models.CharField(blank=True, max_length=30)),
                ('value', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('provider', models.CharField(blank=True, max_length=200)),
                ('receipt', models.CharField(blank=True, max_length=40)),
                ('is_emergency', models.BooleanField(default=False)),
                ('note', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('voided_at', models.DateTimeField(editable=False, null=True)),
                ('voided_reason', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='services', to='planning.action')),
                ('budget_line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='funding.budgetline')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='services', to='cases.case')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organization')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
                ('voided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-given_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ServiceRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='services.serviceprovided')),
            ],
        ),
        migrations.AddIndex(
            model_name='serviceprovided',
            index=models.Index(condition=models.Q(('budget_line__isnull', False), ('voided_at', None)), fields=['budget_line', 'given_on', 'currency', 'value'], name='services_by_line'),
        ),
        migrations.AddConstraint(
            model_name='servicerecipient',
            constraint=models.UniqueConstraint(fields=('service', 'person'), name='recipient_of_a_service_once'),
        ),
    ]
