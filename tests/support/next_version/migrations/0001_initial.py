"""A new table, filled from one that was there; and a table of before gets a column."""

from django.db import migrations, models

from tests.support.next_version import kill_once


class AddFieldOfPeople(migrations.AddField):
    """As a later migration of `people` would add it."""

    def state_forwards(self, app_label, state):
        super().state_forwards("people", state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        super().database_forwards("people", schema_editor, from_state, to_state)


def note_everybody(apps, schema_editor):
    visits = apps.get_model("next_version", "Visit").objects
    people = apps.get_model("people", "Person").objects
    visits.bulk_create(visits.model(person=ref) for ref in people.values_list("ref", flat=True))
    kill_once("0001")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.CreateModel(
            "Visit",
            [("id", models.BigAutoField(primary_key=True)), ("person", models.UUIDField())],
        ),
        AddFieldOfPeople("family", "visits", models.IntegerField(null=True)),
        migrations.RunPython(note_everybody),
    ]
