"""Danger, illness and signs of trafficking become yes, no or not asked.

What was ticked is a yes; what was not ticked was perhaps never asked, so it is no answer.
"""

from django.db import migrations, models

import amparo.foundation.core.clock

TICKED = ("danger_now", "medical")


def from_what_was_ticked(apps, schema_editor):
    Screening = apps.get_model("assistance", "Screening")
    rows = Screening.objects.using(schema_editor.connection.alias)
    for screening in rows.only("pk", "urgent", "trafficking_signs").iterator():
        named = list(screening.urgent or ())
        answers = {name: True for name in TICKED if name in named}
        if screening.trafficking_signs:
            answers["trafficking"] = True
        if answers:
            urgent = [name for name in named if name not in TICKED]
            rows.filter(pk=screening.pk).update(urgent=urgent, **answers)


def to_what_was_ticked(apps, schema_editor):
    Screening = apps.get_model("assistance", "Screening")
    rows = Screening.objects.using(schema_editor.connection.alias)
    for screening in rows.only("pk", "urgent", *TICKED).iterator():
        named = [name for name in TICKED if getattr(screening, name)]
        if named:
            rows.filter(pk=screening.pk).update(urgent=[*named, *screening.urgent])


class Migration(migrations.Migration):

    dependencies = [
        ("assistance", "0002_low_without_knowledge"),
    ]

    operations = [
        migrations.AddField(
            model_name="screening",
            name="danger_now",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="screening",
            name="medical",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="screening",
            name="trafficking",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="dependant",
            name="joined_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="dependant",
            name="joined_at",
            field=models.DateTimeField(
                default=amparo.foundation.core.clock.now, editable=False, null=True
            ),
        ),
        migrations.RunPython(from_what_was_ticked, to_what_was_ticked, elidable=True),
    ]
