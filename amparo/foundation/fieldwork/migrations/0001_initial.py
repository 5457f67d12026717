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
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Form',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('code', models.CharField(max_length=200, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('lists_since', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'ordering': ['title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('kind', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=60)),
                ('short_name', models.CharField(editable=False, max_length=8, unique=True)),
                ('secret_hash', models.CharField(editable=False, max_length=64)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('last_contact_at', models.DateTimeField(editable=False, null=True)),
                ('taken_at', models.DateTimeField(editable=False, null=True)),
                ('taken', models.PositiveIntegerField(default=0, editable=False)),
                ('revoked_at', models.DateTimeField(editable=False, null=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='core.office')),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='FormKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('public', models.TextField(editable=False)),
                ('private', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('since', models.DateTimeField(editable=False, null=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('form', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='key', to='fieldwork.form')),
            ],
        ),
        migrations.CreateModel(
            name='FormVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('version', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=200)),
                ('titles', models.JSONField(default=dict)),
                ('languages', models.JSONField(default=list)),
                ('questions', models.PositiveIntegerField(default=0)),
                ('source', models.BinaryField()),
                ('xform', models.TextField()),
                ('problems', models.JSONField(default=list)),
                ('classes', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('engine_at', models.DateTimeField(editable=False, null=True)),
                ('tested_at', models.DateTimeField(editable=False, null=True)),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('retired_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='fieldwork.form')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='FormAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=60)),
                ('content', models.BinaryField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='fieldwork.formversion')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='OutboxEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('file_kind', models.CharField(blank=True, max_length=10)),
                ('file_ref', models.UUIDField(db_index=True, null=True)),
                ('key', models.UUIDField(editable=False, unique=True)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('sequence', models.PositiveIntegerField()),
                ('depends_on', models.UUIDField(db_index=True, null=True)),
                ('verb', models.CharField(max_length=41)),
                ('about', models.UUIDField(null=True)),
                ('creates', models.UUIDField(null=True)),
                ('created_on_device_at', models.DateTimeField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('body', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, crypto_name='words', kind='text')),
                ('result', models.JSONField(default=dict)),
                ('state', models.CharField(default='held', max_length=10)),
                ('because', models.CharField(blank=True, max_length=12)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outbox_entries', to='fieldwork.device')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='OutboxDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('file_kind', models.CharField(blank=True, max_length=10)),
                ('file_ref', models.UUIDField(db_index=True, null=True)),
                ('is_accepted', models.BooleanField()),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='decision', to='fieldwork.outboxentry')),
            ],
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('file_kind', models.CharField(blank=True, max_length=10)),
                ('file_ref', models.UUIDField(db_index=True, null=True)),
                ('kind', models.CharField(max_length=20)),
                ('record', models.UUIDField()),
                ('name', models.CharField(max_length=40)),
                ('base_value', amparo.foundation.core.encryption.fields.PersonalField(blank=True, crypto_name='was', kind='json')),
                ('device_value', amparo.foundation.core.encryption.fields.PersonalField(blank=True, crypto_name='from_field', kind='json')),
                ('server_value', amparo.foundation.core.encryption.fields.PersonalField(blank=True, crypto_name='in_house', kind='json')),
                ('server_value_at', models.DateTimeField(null=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('kept_value', models.CharField(blank=True, max_length=10)),
                ('settled_at', models.DateTimeField(null=True)),
                ('server_value_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conflicts', to='fieldwork.outboxentry')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PublicForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='public_forms', to='fieldwork.form')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('instance', models.CharField(editable=False, max_length=64)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('raw', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('is_locked', models.BooleanField(default=False, editable=False)),
                ('unlocked', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('values', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('findings', models.JSONField(default=list)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('device', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='fieldwork.device')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='core.office')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='fieldwork.formversion')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PendingUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('file_kind', models.CharField(blank=True, max_length=10)),
                ('file_ref', models.UUIDField(db_index=True, null=True)),
                ('form_key', models.UUIDField(db_index=True)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('kind', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('parts', models.PositiveSmallIntegerField()),
                ('submission', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='pending_uploads', to='fieldwork.submission')),
            ],
        ),
        migrations.CreateModel(
            name='SubmissionAcceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('outcome', models.CharField(max_length=10)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='settlements', to='fieldwork.submission')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SubmissionCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('because', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('answers', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='fieldwork.submission')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SubmissionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('kind', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='fieldwork.submission')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='UploadPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('form_key', models.UUIDField()),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('number', models.PositiveSmallIntegerField()),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('form_key', 'digest', 'number'), name='each_part_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='formversion',
            constraint=models.UniqueConstraint(fields=('form', 'version'), name='each_version_once'),
        ),
        migrations.AddConstraint(
            model_name='formversion',
            constraint=models.UniqueConstraint(condition=models.Q(('published_at__isnull', False), ('retired_at', None)), fields=('form',), name='one_version_in_use'),
        ),
        migrations.AddConstraint(
            model_name='formattachment',
            constraint=models.UniqueConstraint(fields=('version', 'name'), name='each_form_file_once'),
        ),
        migrations.AddIndex(
            model_name='outboxentry',
            index=models.Index(condition=models.Q(('state__in', ('review', 'refused'))), fields=['state', 'at'], name='outbox_entries_waiting'),
        ),
        migrations.AddIndex(
            model_name='outboxentry',
            index=models.Index(fields=['device', 'state'], name='outbox_entries_of_a_device'),
        ),
        migrations.AddIndex(
            model_name='conflict',
            index=models.Index(condition=models.Q(('settled_at', None)), fields=['at'], name='conflicts_open'),
        ),
        migrations.AddConstraint(
            model_name='publicform',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('form',), name='once_in_public'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['office', 'state', '-at'], name='submissions_of_an_office'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['version', 'at', 'id'], name='submissions_of_a_form'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('instance', 'digest'), name='each_submission_once'),
        ),
        migrations.AddConstraint(
            model_name='pendingupload',
            constraint=models.UniqueConstraint(fields=('form_key', 'digest'), name='each_promise_once'),
        ),
        migrations.AddConstraint(
            model_name='submissionfile',
            constraint=models.UniqueConstraint(fields=('submission', 'digest'), name='each_file_once'),
        ),
    ]
