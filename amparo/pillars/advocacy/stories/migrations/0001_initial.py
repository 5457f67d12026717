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
            name='Story',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('receipt', models.CharField(editable=False, max_length=64, unique=True)),
                ('year', models.PositiveSmallIntegerField(editable=False)),
                ('serial', models.PositiveIntegerField(editable=False)),
                ('original_language', models.CharField(max_length=3)),
                ('pseudonym', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('is_own_name', models.BooleanField(default=False)),
                ('age', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('removed_note', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('contact', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('read_back_on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(default='drafted', max_length=10)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('cleared_at', models.DateTimeField(editable=False, null=True)),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('ended_because', models.CharField(blank=True, max_length=10)),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cleared_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('written_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-year', '-serial'],
            },
        ),
        migrations.CreateModel(
            name='RiskCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('recognisable', models.CharField(max_length=8)),
                ('procedure_open', models.CharField(max_length=8)),
                ('promised', models.CharField(max_length=8)),
                ('in_danger', models.CharField(max_length=8)),
                ('under_18', models.CharField(max_length=8)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='risk_checks', to='stories.story')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='MediaConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('everywhere', models.BooleanField(default=False)),
                ('shows_name', models.BooleanField()),
                ('shows_face', models.BooleanField()),
                ('shows_voice', models.BooleanField()),
                ('shows_age', models.BooleanField()),
                ('agreed_on', models.DateField()),
                ('expires_on', models.DateField()),
                ('confirmed_on', models.DateField(editable=False, null=True)),
                ('how', models.CharField(max_length=8)),
                ('language', models.CharField(max_length=3)),
                ('with_interpreter', models.BooleanField()),
                ('is_minor', models.BooleanField()),
                ('guardian_agreed', models.BooleanField(default=False)),
                ('own_assent', models.BooleanField(default=False)),
                ('explained_free', models.BooleanField()),
                ('explained_unpaid', models.BooleanField()),
                ('explained_withdrawal', models.BooleanField()),
                ('explained_print', models.BooleanField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='stories.story')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='StoryMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('how', models.CharField(max_length=6)),
                ('on', models.DateField()),
                ('note', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='stories.story')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='StoryPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('kind', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('verdict', models.CharField(blank=True, default='', editable=False, max_length=10)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('shown_cells', models.CharField(blank=True, max_length=900)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='stories.story')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PhotoText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('language', models.CharField(max_length=3)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='stories.storyphoto')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PhotoCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('kind', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('verdict', models.CharField(blank=True, default='', editable=False, max_length=10)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('digest', models.CharField(editable=False, max_length=32)),
                ('width', models.PositiveIntegerField(editable=False)),
                ('height', models.PositiveIntegerField(editable=False)),
                ('compared_at', models.DateTimeField(editable=False, null=True)),
                ('shows_face', models.BooleanField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('compared_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('compared_with', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stories.mediaconsent')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='stories.storyphoto')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='StoryRecording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('kind', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('verdict', models.CharField(blank=True, default='', editable=False, max_length=10)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recordings', to='stories.story')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='StoryRemoval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='removals', to='stories.story')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='StoryText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('language', models.CharField(max_length=3)),
                ('title', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('body', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='stories.story')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='StoryUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('use', models.CharField(max_length=40)),
                ('channel', models.CharField(max_length=40)),
                ('what', models.CharField(blank=True, max_length=200)),
                ('recipient', models.CharField(blank=True, max_length=200)),
                ('address', models.URLField(blank=True, max_length=300)),
                ('copies', models.PositiveIntegerField(blank=True, null=True)),
                ('language', models.CharField(blank=True, max_length=3)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('on', models.DateField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('notified_on', models.DateField(editable=False, null=True)),
                ('notified_how', models.CharField(blank=True, max_length=9)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notified_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='stories.story')),
            ],
            options={
                'ordering': ['on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MediaConsentItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=8)),
                ('code', models.CharField(max_length=40)),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='stories.mediaconsent')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('consent', 'kind', 'code'), name='media_consent_item_once')],
            },
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(fields=['state'], name='story_by_state'),
        ),
        migrations.AddConstraint(
            model_name='story',
            constraint=models.UniqueConstraint(fields=('year', 'serial'), name='story_number_once'),
        ),
        migrations.AddConstraint(
            model_name='story',
            constraint=models.CheckConstraint(condition=models.Q(('cleared_by', None), models.Q(models.Q(('cleared_by', models.F('by')), _negated=True), models.Q(('written_by', None), models.Q(('cleared_by', models.F('written_by')), _negated=True), _connector='OR')), _connector='OR'), name='story_cleared_by_another'),
        ),
        migrations.AddConstraint(
            model_name='story',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['cleared', 'published']), _negated=True), models.Q(('cleared_at__isnull', False), ('cleared_by__isnull', False)), _connector='OR'), name='story_in_use_was_cleared'),
        ),
        migrations.AddIndex(
            model_name='mediaconsent',
            index=models.Index(fields=['expires_on'], name='media_consent_by_end'),
        ),
        migrations.AddConstraint(
            model_name='mediaconsent',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on__gt', models.F('agreed_on'))), name='media_consent_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='mediaconsent',
            constraint=models.CheckConstraint(condition=models.Q(('is_minor', False), models.Q(('guardian_agreed', True), ('own_assent', True)), _connector='OR'), name='media_consent_of_a_child_by_both'),
        ),
        migrations.AddConstraint(
            model_name='mediaconsent',
            constraint=models.CheckConstraint(condition=models.Q(('explained_free', True), ('explained_print', True), ('explained_unpaid', True), ('explained_withdrawal', True)), name='media_consent_was_informed'),
        ),
        migrations.AddIndex(
            model_name='storyphoto',
            index=models.Index(condition=models.Q(('verdict', 'waiting')), fields=['at'], name='story_photos_to_check'),
        ),
        migrations.AddConstraint(
            model_name='phototext',
            constraint=models.UniqueConstraint(fields=('photo', 'language'), name='story_photo_text_once'),
        ),
        migrations.AddConstraint(
            model_name='photocopy',
            constraint=models.UniqueConstraint(fields=('photo',), name='story_photo_copy_once'),
        ),
        migrations.AddConstraint(
            model_name='photocopy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('compared_at', None), ('compared_by', None), ('compared_with', None)), models.Q(('compared_at__isnull', False), ('compared_with__isnull', False), models.Q(('compared_by', models.F('by')), _negated=True)), _connector='OR'), name='story_photo_compared_by_another'),
        ),
        migrations.AddIndex(
            model_name='storyrecording',
            index=models.Index(condition=models.Q(('verdict', 'waiting')), fields=['at'], name='story_sounds_to_check'),
        ),
        migrations.AddConstraint(
            model_name='storyremoval',
            constraint=models.UniqueConstraint(fields=('story', 'code'), name='story_removed_once'),
        ),
        migrations.AddConstraint(
            model_name='storytext',
            constraint=models.UniqueConstraint(fields=('story', 'language'), name='story_text_once'),
        ),
        migrations.AddConstraint(
            model_name='storyuse',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('notified_by', None), ('notified_how', ''), ('notified_on', None)), models.Q(('notified_by__isnull', False), ('notified_on__isnull', False)), _connector='OR'), name='story_use_notified_by_somebody'),
        ),
    ]
