import amparo.foundation.core.clock
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
            name='AssessmentItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('order', models.PositiveIntegerField()),
                ('section_key', models.CharField(max_length=60)),
                ('number', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=32)),
                ('answer', models.CharField(blank=True, max_length=10)),
                ('evidence', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='ImprovementAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('action', models.CharField(max_length=300)),
                ('responsible', models.CharField(max_length=200)),
                ('due_on', models.DateField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('done_on', models.DateField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='standards.assessmentitem')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SelfAssessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('subject_kind', models.CharField(max_length=20)),
                ('subject_ref', models.UUIDField()),
                ('standard_ref', models.UUIDField()),
                ('title', models.CharField(max_length=200)),
                ('round', models.PositiveIntegerField()),
                ('due_on', models.DateField()),
                ('opened_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('submitted_at', models.DateTimeField(editable=False, null=True)),
                ('link_kept', models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ('link_until', models.DateTimeField(editable=False, null=True)),
                ('opened_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='self_assessments', to='core.organization')),
                ('submitted_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='assessmentitem',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='standards.selfassessment'),
        ),
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('subject_kind', models.CharField(max_length=20)),
                ('subject_ref', models.UUIDField()),
                ('digest', models.CharField(max_length=64)),
                ('adopted_on', models.DateField()),
                ('how', models.CharField(max_length=300)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('ended_on', models.DateField(editable=False, null=True)),
                ('end_reason', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organization')),
            ],
            options={
                'indexes': [models.Index(fields=['subject_kind', 'subject_ref'], name='adopted_subject')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None), ('office__isnull', False)), fields=('subject_kind', 'subject_ref', 'office'), name='adopted_once_by_office'), models.UniqueConstraint(condition=models.Q(('ended_on', None), ('office', None)), fields=('subject_kind', 'subject_ref', 'organization'), name='adopted_once')],
            },
        ),
        migrations.CreateModel(
            name='Endorsement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('subject_kind', models.CharField(max_length=20)),
                ('subject_ref', models.UUIDField()),
                ('digest', models.CharField(max_length=64)),
                ('languages', models.CharField(max_length=20)),
                ('endorsed_on', models.DateField()),
                ('reference', models.CharField(max_length=120)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organization')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_kind', 'subject_ref'], name='endorsed_subject')],
                'constraints': [models.UniqueConstraint(fields=('subject_kind', 'subject_ref', 'digest', 'body'), name='endorsed_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='selfassessment',
            constraint=models.UniqueConstraint(fields=('organization', 'standard_ref', 'round'), name='self_assessment_round_once'),
        ),
        migrations.AddConstraint(
            model_name='selfassessment',
            constraint=models.UniqueConstraint(condition=models.Q(('submitted_at', None)), fields=('organization', 'standard_ref'), name='self_assessment_open_once'),
        ),
        migrations.AddConstraint(
            model_name='assessmentitem',
            constraint=models.UniqueConstraint(fields=('assessment', 'order'), name='assessment_item_once'),
        ),
    ]
