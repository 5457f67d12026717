"""The record on which a gate rests, beside the document."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("gates", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="gatedecision",
            name="record_kind",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="gatedecision",
            name="record_ref",
            field=models.UUIDField(null=True),
        ),
    ]
