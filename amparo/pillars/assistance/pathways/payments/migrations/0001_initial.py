import amparo.foundation.core.clock
import amparo.foundation.core.encryption.fields
import amparo.foundation.core.records
import django.core.validators
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from amparo.foundation.core.database.initial_migration import InitialMigration


class Migration(InitialMigration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('funding', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AssistanceGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('way', models.UUIDField(db_index=True)),
                ('kind', models.CharField(max_length=20)),
                ('in_kind', models.BooleanField(default=False)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('currency', models.CharField(max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}\\Z', 'Write the currency in three letters, as in BOB.')])),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('state', models.CharField(default='asked', max_length=10)),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('decision_reason', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('worth', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('rate', models.DecimalField(decimal_places=12, max_digits=24, null=True)),
                ('rate_on', models.DateField(null=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_reason', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('bound', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14)),
                ('paid', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='funding.budgetline')),
                ('withdrawn_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('charged', models.DecimalField(decimal_places=2, max_digits=14)),
                ('on', models.DateField()),
                ('how', models.CharField(max_length=10)),
                ('receipt', models.CharField(blank=True, max_length=40)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('is_void', models.BooleanField(default=False)),
                ('approved_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='payments', to='payments.assistancegrant')),
            ],
            options={
                'ordering': ['on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PaymentReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('how', models.CharField(max_length=10)),
                ('on', models.DateField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.attachment')),
                ('payment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='receipt_given', to='payments.payment')),
            ],
        ),
        migrations.CreateModel(
            name='PaymentVoid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='voided', to='payments.payment')),
            ],
        ),
        migrations.CreateModel(
            name='Reconciliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('counted', models.DecimalField(decimal_places=2, max_digits=14)),
                ('recorded', models.DecimalField(decimal_places=2, max_digits=14)),
                ('explained', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reconciliations', to='funding.fund')),
            ],
        ),
        migrations.CreateModel(
            name='AnonymousPayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('receipt', models.CharField(max_length=40)),
                ('on', models.DateField()),
                ('charged', models.DecimalField(decimal_places=2, max_digits=14)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paid_and_erased', to='funding.budgetline')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('charged__gte', 0)), name='erased_payment_took_no_less')],
            },
        ),
        migrations.AddIndex(
            model_name='assistancegrant',
            index=models.Index(fields=['state', 'at'], name='grants_waiting'),
        ),
        migrations.AddConstraint(
            model_name='assistancegrant',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='grant_is_more_than_nothing'),
        ),
        migrations.AddConstraint(
            model_name='assistancegrant',
            constraint=models.CheckConstraint(condition=models.Q(('paid__gte', 0), ('paid__lte', models.F('amount'))), name='grant_is_paid_once'),
        ),
        migrations.AddConstraint(
            model_name='assistancegrant',
            constraint=models.CheckConstraint(condition=models.Q(('bound__gte', 0)), name='grant_binds_no_less'),
        ),
        migrations.AddConstraint(
            model_name='assistancegrant',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('by')), _negated=True), _connector='OR'), name='grant_is_decided_by_another'),
        ),
        migrations.AddConstraint(
            model_name='assistancegrant',
            constraint=models.CheckConstraint(condition=models.Q(('paid', 0), ('state__in', ['part_paid', 'paid', 'withdrawn']), _connector='OR'), name='grant_is_paid_once_approved'),
        ),
        migrations.AddConstraint(
            model_name='assistancegrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'part_paid', 'paid']), ('worth__gt', 0), ('bound', models.F('worth')), ('decided_at__isnull', False), ('decided_by__isnull', False)), models.Q(('bound', 0), ('state__in', ['asked', 'refused']), ('worth', None)), ('state', 'withdrawn'), _connector='OR'), name='what_is_approved_is_bound'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='payment_is_more_than_nothing'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('charged__gte', 0)), name='payment_takes_no_less'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('by', models.F('approved_by')), _negated=True), name='payment_is_made_by_another'),
        ),
        migrations.AddConstraint(
            model_name='reconciliation',
            constraint=models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='reconciled_time_is_in_order'),
        ),
        migrations.AddConstraint(
            model_name='reconciliation',
            constraint=models.CheckConstraint(condition=models.Q(('counted__gte', 0), ('recorded__gte', 0)), name='reconciled_is_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='reconciliation',
            constraint=models.UniqueConstraint(fields=('fund', 'since'), name='reconciled_once_from_a_day'),
        ),
        migrations.AddConstraint(
            model_name='reconciliation',
            constraint=models.UniqueConstraint(fields=('fund', 'until'), name='reconciled_once_to_a_day'),
        ),
    ]
