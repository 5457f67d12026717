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
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BeneficiaryList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('basis', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registers', to='people.registerbasis')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registers', to='core.team')),
            ],
        ),
        migrations.CreateModel(
            name='ImportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('name', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('storage_key', amparo.foundation.core.encryption.fields.EncryptedFileField(blank=True, editable=False, max_length=100)),
                ('state', models.CharField(default='columns', max_length=10)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('row_now', models.PositiveIntegerField(default=0)),
                ('ready', models.PositiveIntegerField(default=0)),
                ('to_correct', models.PositiveIntegerField(default=0)),
                ('known', models.PositiveIntegerField(default=0)),
                ('doubtful', models.PositiveIntegerField(default=0)),
                ('entered', models.PositiveIntegerField(default=0)),
                ('done_at', models.DateTimeField(editable=False, null=True)),
                ('deleted_at', models.DateTimeField(editable=False, null=True)),
                ('encoding', models.CharField(blank=True, max_length=30)),
                ('sheet', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('mapping', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('settled', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('opens_cases', models.BooleanField(default=True)),
                ('minors_came_with', models.CharField(blank=True, max_length=10)),
                ('minors_said_by', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('alike', models.PositiveIntegerField(default=0)),
                ('alike_within', models.PositiveIntegerField(default=0)),
                ('waived_at', models.DateTimeField(editable=False, null=True)),
                ('waived_reason', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('register', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='intake.beneficiarylist')),
                ('waived_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ImportedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=6)),
                ('key', models.CharField(max_length=32)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='register_rows', to='cases.case')),
                ('family', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.family')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='register_rows', to='people.person')),
                ('register', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='intake.beneficiarylist')),
                ('of_file', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='entered_rows', to='intake.importfile')),
            ],
        ),
        migrations.CreateModel(
            name='ImportIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('row', models.PositiveIntegerField()),
                ('code', models.CharField(max_length=40)),
                ('keeps_out', models.BooleanField()),
                ('message_data', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='json')),
                ('of_file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='issues', to='intake.importfile')),
            ],
            options={
                'ordering': ['row', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Screening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('beliefs', models.JSONField(default=list)),
                ('belief_sources', models.JSONField(default=list)),
                ('belief_outcome', models.CharField(blank=True, max_length=20)),
                ('danger_now', models.BooleanField(null=True)),
                ('medical', models.BooleanField(null=True)),
                ('urgent', models.JSONField(default=list)),
                ('asylum_wish', models.BooleanField(null=True)),
                ('trafficking', models.BooleanField(null=True)),
                ('trafficking_signs', models.JSONField(default=list)),
                ('unanswered', models.JSONField(default=dict)),
                ('violence_at', models.DateTimeField(blank=True, null=True)),
                ('goes_on', models.BooleanField(default=True)),
                ('first_steps', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
            ],
            options={
                'get_latest_by': 'pk',
            },
        ),
        migrations.AddConstraint(
            model_name='importfile',
            constraint=models.CheckConstraint(condition=models.Q(('waived_by', None), models.Q(('waived_by', models.F('by')), _negated=True), _connector='OR'), name='register_waived_by_another'),
        ),
        migrations.AddConstraint(
            model_name='importedrow',
            constraint=models.UniqueConstraint(fields=('register', 'key'), name='register_row_enters_once'),
        ),
        migrations.AddConstraint(
            model_name='importedrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('family', None), ('kind', 'person'), ('person__isnull', False)), models.Q(('case', None), ('family__isnull', False), ('kind', 'family'), ('person', None)), _connector='OR'), name='register_row_of_its_kind'),
        ),
    ]
