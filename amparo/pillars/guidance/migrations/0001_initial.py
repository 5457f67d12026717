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
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('key', models.SlugField(max_length=60, unique=True)),
                ('kind', models.CharField(max_length=10)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('licence', models.CharField(blank=True, default='CC BY 4.0', max_length=60)),
                ('authors', models.CharField(blank=True, max_length=300)),
                ('is_public', models.BooleanField(default=False)),
                ('is_shipped', models.BooleanField(default=False, editable=False)),
                ('answer_days', models.PositiveSmallIntegerField(default=14)),
                ('review_months', models.PositiveSmallIntegerField(default=12)),
                ('created_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('created_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='guidance', to='core.office')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=120)),
                ('content', models.BinaryField()),
                ('media_type', models.CharField(max_length=20)),
                ('width', models.PositiveSmallIntegerField()),
                ('height', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='guidance.product')),
            ],
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('language', models.CharField(max_length=3)),
                ('title', models.CharField(max_length=200)),
                ('summary', models.TextField(blank=True)),
                ('state', models.CharField(default='draft', editable=False, max_length=12)),
                ('digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('is_endorsed', models.BooleanField(default=False, editable=False)),
                ('review_by', models.DateField(blank=True, null=True)),
                ('is_review_notified', models.BooleanField(default=False, editable=False)),
                ('created_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_reason', models.CharField(blank=True, max_length=300)),
                ('published_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='guidance.product')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guidance.product')),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='ProductAudience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=20)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='audiences', to='guidance.product')),
            ],
        ),
        migrations.CreateModel(
            name='ProductTheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=20)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='guidance.product')),
            ],
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('step', models.CharField(blank=True, max_length=60)),
                ('language', models.CharField(max_length=3)),
                ('text', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('due_at', models.DateTimeField()),
                ('was_reminded', models.BooleanField(default=False, editable=False)),
                ('outcome', models.CharField(blank=True, editable=False, max_length=10)),
                ('answer', amparo.foundation.core.encryption.fields.PersonalField(blank=True, kind='text')),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('answered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='guidance.edition')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.office')),
            ],
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('key', models.SlugField(max_length=60)),
                ('order', models.PositiveIntegerField()),
                ('level', models.PositiveSmallIntegerField(default=1)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='guidance.edition')),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='ItemLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=32)),
                ('text', models.TextField()),
                ('code', models.CharField(max_length=60)),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='item_links', to='guidance.section')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('language', models.CharField(max_length=3)),
                ('segment', models.CharField(blank=True, max_length=32)),
                ('text', models.TextField()),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('resolution', models.CharField(blank=True, editable=False, max_length=10)),
                ('reply', models.TextField(blank=True)),
                ('resolved_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resolved_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='guidance.section')),
            ],
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('code', models.CharField(max_length=200)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='guidance.section')),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='SectionText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('language', models.CharField(max_length=3)),
                ('title', models.CharField(max_length=200)),
                ('markdown', models.TextField(blank=True)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('digests', models.TextField(blank=True, editable=False)),
                ('basis', models.TextField(blank=True, editable=False)),
                ('state', models.CharField(editable=False, max_length=10)),
                ('outdated', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('untranslated', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('updated_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('reviewed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='guidance.section')),
                ('translated_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('updated_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='TextConflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=amparo.foundation.core.records.new_reference, editable=False, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('markdown', models.TextField(blank=True)),
                ('at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('choice', models.CharField(blank=True, editable=False, max_length=10)),
                ('settled_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conflicts', to='guidance.sectiontext')),
            ],
        ),
        migrations.CreateModel(
            name='EditionLanguage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=3)),
                ('digest', models.CharField(max_length=64)),
                ('title', models.CharField(blank=True, editable=False, max_length=200)),
                ('is_reviewed', models.BooleanField(default=False)),
                ('outdated', models.PositiveIntegerField(default=0, editable=False)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('published_at', models.DateTimeField(default=amparo.foundation.core.clock.now, editable=False)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='guidance.edition')),
                ('published_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('edition', 'language'), name='language_once')],
            },
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['kind', 'country'], name='guidance_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.CheckConstraint(condition=models.Q(('office', None), ('country', ''), _connector='OR'), name='guidance_of_office_or_country'),
        ),
        migrations.AddConstraint(
            model_name='figure',
            constraint=models.UniqueConstraint(fields=('product', 'digest'), name='figure_once'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('product', 'number'), name='edition_number_once'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'consultation'))), fields=('product',), name='one_edition_open'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('product',), name='one_edition_published'),
        ),
        migrations.AddConstraint(
            model_name='productaudience',
            constraint=models.UniqueConstraint(fields=('product', 'code'), name='audience_once'),
        ),
        migrations.AddConstraint(
            model_name='producttheme',
            constraint=models.UniqueConstraint(fields=('product', 'code'), name='theme_once'),
        ),
        migrations.AddIndex(
            model_name='remark',
            index=models.Index(condition=models.Q(('answered_at', None)), fields=['due_at'], name='remarks_open'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.UniqueConstraint(fields=('edition', 'key'), name='section_key_once'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.CheckConstraint(condition=models.Q(('level__range', (1, 3))), name='section_level'),
        ),
        migrations.AddIndex(
            model_name='itemlink',
            index=models.Index(fields=['code'], name='items_linked_to'),
        ),
        migrations.AddConstraint(
            model_name='itemlink',
            constraint=models.UniqueConstraint(fields=('section', 'digest'), name='item_linked_once'),
        ),
        migrations.AddIndex(
            model_name='citation',
            index=models.Index(fields=['kind', 'code'], name='cited_for'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.UniqueConstraint(fields=('section', 'kind', 'code'), name='cited_once'),
        ),
        migrations.AddIndex(
            model_name='sectiontext',
            index=models.Index(fields=['state', 'outdated', 'language'], name='texts_by_state'),
        ),
        migrations.AddConstraint(
            model_name='sectiontext',
            constraint=models.UniqueConstraint(fields=('section', 'language'), name='text_once_a_language'),
        ),
        migrations.AddConstraint(
            model_name='sectiontext',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_by', None), ('translated_by', None), models.Q(('reviewed_by', models.F('translated_by')), _negated=True), _connector='OR'), name='text_reviewed_by_another'),
        ),
    ]
