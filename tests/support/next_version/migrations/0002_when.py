"""The new table gets a column, and the column a value."""

from django.db import migrations, models

from tests.support.next_version import kill_once


def note_when(apps, schema_editor):
    apps.get_model("next_version", "Visit").objects.update(when="before")
    kill_once("0002")


class Migration(migrations.Migration):
    dependencies = [("next_version", "0001_initial")]
    operations = [
        migrations.AddField("visit", "when", models.CharField(default="", max_length=10)),
        migrations.RunPython(note_when),
    ]
