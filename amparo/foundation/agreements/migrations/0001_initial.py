import amparo.foundation.core.clock
import amparo.foundation.core.encryption.fields
import amparo.foundation.core.records
import django.core.validators
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
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('kind', models.CharField(max_length=12)),
                ('title', models.CharField(max_length=200)),
                ('reference', models.CharField(blank=True, max_length=120)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('renewal', models.CharField(default='none', max_length=10)),
                ('notice_days', models.PositiveSmallIntegerField(default=90, validators=[django.core.validators.MaxValueValidator(730)])),
                ('notice_from', models.DateField(blank=True, editable=False, null=True)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('is_reminded', models.BooleanField(default=False, editable=False)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_reason', models.CharField(blank=True, max_length=300)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('places', models.ManyToManyField(blank=True, related_name='+', to='people.place')),
            ],
            options={
                'ordering': ['ends_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AgreementAnnex',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('kind', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('verdict', models.CharField(blank=True, default='', editable=False, max_length=10)),
                ('part', models.CharField(max_length=12)),
                ('language', models.CharField(blank=True, max_length=3)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('removed_reason', models.CharField(blank=True, max_length=300)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='annexes', to='agreements.agreement')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('removed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AgreementParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('role', models.CharField(default='signatory', max_length=12)),
                ('signed_on', models.DateField(blank=True, null=True)),
                ('until', models.DateField(blank=True, null=True)),
                ('has_joined_later', models.BooleanField(default=False, editable=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='agreements.agreement')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_parties', to='core.organization')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AgreementObligation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('text', models.TextField(max_length=1000)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('is_reminded', models.BooleanField(default=False, editable=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='obligations', to='agreements.agreement')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='agreements.agreementparty')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AgreementContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('function', models.CharField(max_length=16)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('phone', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('email', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='agreements.agreement')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='agreements.agreementparty')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AgreementPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('document', models.CharField(blank=True, max_length=200)),
                ('is_automatic', models.BooleanField(default=False, editable=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('notice_on', models.DateField(null=True)),
                ('notice_reason', models.CharField(blank=True, max_length=300)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='periods', to='agreements.agreement')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notice_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notice_party', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.agreementparty')),
            ],
            options={
                'ordering': ['starts_on', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='agreement',
            index=models.Index(fields=['notice_from'], name='agreements_by_notice'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='agreement_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='agreementparty',
            constraint=models.UniqueConstraint(fields=('agreement', 'organization'), name='party_of_an_agreement_once'),
        ),
        migrations.AddIndex(
            model_name='agreementobligation',
            index=models.Index(condition=models.Q(('done_on', None)), fields=['due_on'], name='agreement_obligations_open'),
        ),
    ]
