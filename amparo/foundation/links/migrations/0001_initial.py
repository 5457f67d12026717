import amparo.foundation.core.clock
import amparo.foundation.core.records
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from amparo.foundation.core.database.initial_migration import InitialMigration


class Migration(InitialMigration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Pattern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('service_type', models.CharField(max_length=40)),
                ('right', models.CharField(blank=True, max_length=40)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='patterns', to='people.place')),
            ],
        ),
        migrations.CreateModel(
            name='PatternFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('cases', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('pattern', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='links.pattern')),
            ],
            options={
                'ordering': ['month'],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('source_kind', models.CharField(max_length=30)),
                ('source_ref', models.UUIDField()),
                ('relation', models.CharField(max_length=12)),
                ('target_kind', models.CharField(max_length=30)),
                ('target_ref', models.UUIDField()),
                ('is_restricted', models.BooleanField(default=False, editable=False)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('removed_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('removed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['target_kind', 'target_ref'], name='links_to_a_record')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('source_kind', 'source_ref', 'relation', 'target_kind', 'target_ref'), name='link_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='pattern',
            constraint=models.UniqueConstraint(fields=('place', 'service_type', 'right'), name='pattern_once'),
        ),
        migrations.AddIndex(
            model_name='patternfigure',
            index=models.Index(fields=['month'], name='pattern_figures_by_month'),
        ),
        migrations.AddConstraint(
            model_name='patternfigure',
            constraint=models.UniqueConstraint(fields=('pattern', 'month'), name='pattern_figure_once'),
        ),
        migrations.AddConstraint(
            model_name='patternfigure',
            constraint=models.CheckConstraint(condition=models.Q(('cases__gte', 5)), name='pattern_not_small'),
        ),
    ]
