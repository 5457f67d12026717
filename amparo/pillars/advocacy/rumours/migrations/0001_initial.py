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
        ('message_bank', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Rumour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('year', models.PositiveSmallIntegerField(editable=False)),
                ('serial', models.PositiveIntegerField(editable=False)),
                ('kind', models.CharField(max_length=6)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('language', models.CharField(max_length=3)),
                ('channel', models.CharField(max_length=20)),
                ('topic', models.CharField(max_length=40)),
                ('first_heard_on', models.DateField()),
                ('last_heard_on', models.DateField()),
                ('state', models.CharField(default='new', max_length=8)),
                ('risk', models.CharField(default='none', editable=False, max_length=8)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('heard_again_at', models.DateTimeField(editable=False, null=True)),
                ('ask_again_on', models.DateField(editable=False, null=True)),
                ('asked_at', models.DateTimeField(editable=False, null=True)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('closed_because', models.CharField(blank=True, max_length=300)),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
                ('same_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='rumours.rumour')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RecruitmentAdvert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('offer', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('where', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('contact', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('rumour', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='advert', to='rumours.rumour')),
            ],
        ),
        migrations.CreateModel(
            name='RumourAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='message_bank.keymessage')),
                ('rumour', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='rumours.rumour')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RumourAssessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('is_imminent', models.BooleanField()),
                ('spread', models.PositiveSmallIntegerField(editable=False)),
                ('proposed', models.CharField(editable=False, max_length=8)),
                ('because', models.CharField(editable=False, max_length=20)),
                ('level', models.CharField(max_length=8)),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rumour', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assessments', to='rumours.rumour')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RumourCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('verdict', models.CharField(max_length=7)),
                ('explanation', models.CharField(max_length=1000)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('confirmed_at', models.DateTimeField(editable=False, null=True)),
                ('disagreed_at', models.DateTimeField(editable=False, null=True)),
                ('disagreed_because', models.CharField(blank=True, max_length=300)),
                ('replaced_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('disagreed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rumour', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='rumours.rumour')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RumourFile',
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
                ('rumour', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='rumours.rumour')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='RumourHarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('harm', models.CharField(max_length=40)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='harms', to='rumours.rumourassessment')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='RumourSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('what', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('said_by', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('url', models.URLField(blank=True, max_length=500)),
                ('learned_on', models.DateField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rumours.rumourfile')),
                ('rumour', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='rumours.rumour')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Sighting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('channel', models.CharField(max_length=20)),
                ('heard_on', models.DateField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
                ('rumour', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sightings', to='rumours.rumour')),
            ],
            options={
                'ordering': ['-heard_on', '-pk'],
            },
        ),
        migrations.AddIndex(
            model_name='rumour',
            index=models.Index(fields=['office', 'state'], name='rumours_by_state'),
        ),
        migrations.AddConstraint(
            model_name='rumour',
            constraint=models.UniqueConstraint(fields=('year', 'serial'), name='rumour_number_once'),
        ),
        migrations.AddConstraint(
            model_name='rumour',
            constraint=models.CheckConstraint(condition=models.Q(('last_heard_on__gte', models.F('first_heard_on'))), name='rumour_heard_in_order'),
        ),
        migrations.AddConstraint(
            model_name='rumour',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('answered_at__isnull', False), models.Q(('closed_because', ''), _negated=True), ('same_as__isnull', False), _connector='OR'), name='rumour_closed_with_answer_or_reason'),
        ),
        migrations.AddIndex(
            model_name='rumouranswer',
            index=models.Index(fields=['answered_at'], name='rumour_answers_by_day'),
        ),
        migrations.AddConstraint(
            model_name='rumouranswer',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('rumour',), name='rumour_answer_one_in_force'),
        ),
        migrations.AddConstraint(
            model_name='rumourcheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('by')), _negated=True), _connector='OR'), models.Q(('disagreed_by', None), models.Q(('disagreed_by', models.F('by')), _negated=True), _connector='OR')), name='rumour_check_by_two_people'),
        ),
        migrations.AddConstraint(
            model_name='rumourcheck',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', None), ('disagreed_by', None), _connector='OR'), name='rumour_check_confirmed_or_disagreed'),
        ),
        migrations.AddConstraint(
            model_name='rumourcheck',
            constraint=models.UniqueConstraint(condition=models.Q(('disagreed_at', None), ('replaced_at', None)), fields=('rumour',), name='rumour_check_one_in_force'),
        ),
        migrations.AddIndex(
            model_name='rumourfile',
            index=models.Index(condition=models.Q(('verdict', 'waiting')), fields=['at'], name='rumour_files_to_check'),
        ),
        migrations.AddConstraint(
            model_name='rumourharm',
            constraint=models.UniqueConstraint(fields=('assessment', 'harm'), name='rumour_harm_once'),
        ),
    ]
