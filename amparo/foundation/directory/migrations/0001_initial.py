import amparo.foundation.core.accounts.organizations
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
            name='DirectoryEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('stamp', models.UUIDField(default=amparo.foundation.core.records.new_reference)),
            ],
        ),
        migrations.CreateModel(
            name='ExternalDirectory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('title', models.CharField(max_length=120, unique=True)),
                ('language', models.CharField(default='es', max_length=3)),
                ('time_zone', models.CharField(default='UTC', max_length=60, validators=[amparo.foundation.core.accounts.organizations.check_time_zone])),
                ('kind', models.CharField(blank=True, max_length=60)),
            ],
            options={
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='DutyBearer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('mandate', models.JSONField(blank=True, default=dict)),
                ('organization', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='duty_bearer', to='core.organization')),
            ],
            options={
                'ordering': ['organization__name'],
            },
        ),
        migrations.CreateModel(
            name='EmergencyNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('country', models.CharField(max_length=2)),
                ('kind', models.CharField(max_length=20)),
                ('number', models.CharField(max_length=20, validators=[django.core.validators.RegexValidator('^[0-9+*# -]{2,20}$', 'Write the number as one dials it.')])),
                ('is_free', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['country', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('country', 'kind'), name='one_number_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='FeedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('done_at', models.DateTimeField(editable=False, null=True)),
                ('new', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('gone', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='directory.externaldirectory')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('about', models.JSONField(blank=True, default=dict)),
                ('website', models.URLField(blank=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('keeps_firewall', models.BooleanField(null=True)),
                ('psea_assessed_on', models.DateField(blank=True, null=True)),
                ('contact_name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, crypto_name='keeper_name', kind='text')),
                ('contact_email', amparo.foundation.core.encryption.fields.PersonalField(blank=True, crypto_name='keeper_email', kind='text')),
                ('contact_phone', amparo.foundation.core.encryption.fields.PersonalField(blank=True, crypto_name='keeper_phone', kind='text')),
                ('organization', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='provider', to='core.organization')),
            ],
            options={
                'ordering': ['organization__name'],
            },
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('kind', models.CharField(default='physical', max_length=10)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('postal_code', models.CharField(blank=True, max_length=20)),
                ('directions', models.JSONField(blank=True, default=dict)),
                ('latitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)])),
                ('longitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)])),
                ('time_zone', models.CharField(default='UTC', max_length=60, validators=[amparo.foundation.core.accounts.organizations.check_time_zone])),
                ('accessibility', models.JSONField(blank=True, default=list)),
                ('is_confidential', models.BooleanField(default=False)),
                ('confidential_address', amparo.foundation.core.encryption.fields.PersonalField(blank=True, crypto_name='hidden_address', kind='text')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='locations', to='directory.provider')),
            ],
        ),
        migrations.CreateModel(
            name='ConfirmationRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('mails', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('mailed_at', models.DateTimeField(editable=False, null=True)),
                ('given_up_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmation_requests', to='directory.provider')),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='ReferralMechanism',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', models.JSONField(default=dict)),
                ('level', models.CharField(max_length=20)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('about', models.JSONField(blank=True, default=dict)),
                ('confidentiality', models.JSONField(blank=True, default=dict)),
                ('procedures_url', models.URLField(blank=True)),
                ('form_url', models.URLField(blank=True)),
                ('agreed_on', models.DateField(blank=True, null=True)),
                ('review_on', models.DateField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
            ],
            options={
                'ordering': ['review_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MechanismMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('part', models.CharField(max_length=20)),
                ('contact_point', models.CharField(blank=True, max_length=200)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='core.organization')),
                ('mechanism', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='directory.referralmechanism')),
            ],
            options={
                'ordering': ['organization__name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', models.JSONField(default=dict)),
                ('about', models.JSONField(blank=True, default=dict)),
                ('status', models.CharField(default='active', max_length=20)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('website', models.URLField(blank=True)),
                ('who_can_come', models.JSONField(blank=True, default=dict)),
                ('how_to_come', models.JSONField(blank=True, default=dict)),
                ('audience', models.CharField(blank=True, max_length=10)),
                ('minimum_age', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(120)])),
                ('maximum_age', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(120)])),
                ('languages', models.JSONField(blank=True, default=list)),
                ('interpreted', models.JSONField(blank=True, default=list)),
                ('requires_documents', models.BooleanField(null=True)),
                ('welcomes_irregular', models.BooleanField(null=True)),
                ('is_free', models.BooleanField(null=True)),
                ('is_child_friendly', models.BooleanField(null=True)),
                ('needs_appointment', models.BooleanField(null=True)),
                ('to_bring', models.JSONField(blank=True, default=dict)),
                ('is_confidential', models.BooleanField(default=False)),
                ('capacity', models.CharField(blank=True, max_length=10)),
                ('capacity_reported_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('verified_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('changed_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='services', to='directory.provider')),
            ],
        ),
        migrations.CreateModel(
            name='FeedService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now)),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feed_services', to='directory.externaldirectory')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feed_services', to='directory.service')),
            ],
        ),
        migrations.CreateModel(
            name='ContactPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200)),
                ('department', models.CharField(blank=True, max_length=200)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_points', to='directory.service')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ServiceArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('description', models.JSONField(blank=True, default=dict)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='directory.service')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ServiceAtLocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='service_at_locations', to='directory.location')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='service_at_locations', to='directory.service')),
            ],
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('days', models.CharField(max_length=20)),
                ('opens', models.TimeField(default='00:00')),
                ('closes', models.TimeField(default='00:00')),
                ('since', models.DateField(blank=True, null=True)),
                ('until', models.DateField(blank=True, null=True)),
                ('for_women', models.BooleanField(default=False)),
                ('is_shut', models.BooleanField(default=False)),
                ('note', models.JSONField(blank=True, default=dict)),
                ('service_at_location', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opening_hours', to='directory.serviceatlocation')),
            ],
            options={
                'ordering': ['is_shut', 'opens', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ServiceCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('option', models.JSONField(blank=True, default=dict)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(0)])),
                ('currency', models.CharField(max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$', 'Write the currency in three letters, as in BOB.')])),
                ('since', models.DateField(blank=True, null=True)),
                ('until', models.DateField(blank=True, null=True)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='costs', to='directory.service')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ServiceRemark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, crypto_name='words', kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('settled_at', models.DateTimeField(editable=False, null=True)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='directory.service')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='ServiceType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=60)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='types', to='directory.service')),
            ],
        ),
        migrations.CreateModel(
            name='ServiceVerification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('how', models.CharField(max_length=10)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verifications', to='directory.service')),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='core.organization')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
            ],
            options={
                'ordering': ['organization', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('organization', 'place'), name='mandate_once'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='mandate_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Obligation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=60)),
                ('bearer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='obligations', to='directory.dutybearer')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('bearer', 'code'), name='owed_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.CheckConstraint(condition=models.Q(('is_confidential', False), models.Q(('address', ''), ('latitude', None), ('longitude', None), ('name', ''), ('postal_code', '')), _connector='OR'), name='confidential_location_not_on_map'),
        ),
        migrations.AddConstraint(
            model_name='mechanismmember',
            constraint=models.UniqueConstraint(fields=('mechanism', 'organization', 'part'), name='one_part_once'),
        ),
        migrations.AddIndex(
            model_name='service',
            index=models.Index(fields=['status', '-verified_at'], name='services_by_age'),
        ),
        migrations.AddConstraint(
            model_name='feedservice',
            constraint=models.UniqueConstraint(fields=('feed', 'service'), name='feed_service_once'),
        ),
        migrations.AddConstraint(
            model_name='serviceatlocation',
            constraint=models.UniqueConstraint(fields=('service', 'location'), name='service_at_location_once'),
        ),
        migrations.AddConstraint(
            model_name='servicetype',
            constraint=models.UniqueConstraint(fields=('code', 'service'), name='of_a_type_once'),
        ),
    ]
