"""A new house stands in seconds: its tables are made at once, as they are at the end."""

import pytest
from django.apps import apps
from django.db import connections, migrations, models
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from amparo.foundation.core.database.initial_migration import InitialMigration

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
KEY = ("id", models.BigAutoField(primary_key=True))


def first(*operations):
    migration = InitialMigration("0001_initial", "somewhere")
    migration.operations = list(operations)
    return migration


def shelters():
    return migrations.CreateModel("Shelter", [KEY])


@pytest.fixture
def empty():
    """A database in memory in which nothing stands yet."""
    options = {"TIME_ZONE": None, "OPTIONS": {}, "NAME": ":memory:"}
    database = DatabaseWrapper(connections["default"].settings_dict | options, alias="empty")
    connections["empty"] = database
    yield database
    database.close()
    del connections["empty"]


def built(migration, empty):
    with empty.schema_editor(collect_sql=True) as editor:
        state = migration.apply(ProjectState(), editor)
    return state, "\n".join(editor.collected_sql)


def test_each_app_of_ours_begins_with_them():
    begun = MigrationLoader(None).disk_migrations
    ours = {each.label for each in apps.get_app_configs() if each.name.startswith("amparo.")}
    first_of = {label: each for (label, name), each in begun.items() if name == "0001_initial"}
    assert ours & first_of.keys() >= {"core", "people", "cases"}
    assert [
        o for o in ours & first_of.keys() if not isinstance(first_of[o], InitialMigration)
    ] == []


def test_what_is_added_to_a_table_lies_in_it_from_the_beginning(empty):
    bed = migrations.AddField("shelter", "beds", models.IntegerField(default=0))
    rule = models.CheckConstraint(condition=models.Q(beds__gte=0), name="no_bed_is_missing")
    index = models.Index(fields=["beds"], name="by_beds")
    rules = migrations.AddConstraint("shelter", rule), migrations.AddIndex("shelter", index)
    state, told = built(first(shelters(), bed, *rules), empty)
    assert told.count("CREATE TABLE") == 1
    assert "ALTER TABLE" not in told
    assert "beds" in told
    assert "no_bed_is_missing" in told
    assert "by_beds" in told
    assert "beds" in state.models["somewhere", "shelter"].fields


def test_what_else_is_done_comes_after_them(empty):
    done = []
    fill = migrations.RunPython(
        lambda apps, editor: done.append(apps.get_model("somewhere", "Shelter"))
    )
    with empty.schema_editor() as editor:
        first(shelters(), fill).apply(ProjectState(), editor)
        editor.delete_model(done[0])
    assert [each.__name__ for each in done] == ["Shelter"]


def test_a_table_that_stood_before_is_changed_by_a_migration_of_its_own(empty):
    bed = migrations.AddField("shelter", "beds", models.IntegerField(default=0))
    with pytest.raises(ValueError, match="shelter was made by another migration"):
        built(first(migrations.CreateModel("Kitchen", [KEY]), bed), empty)
