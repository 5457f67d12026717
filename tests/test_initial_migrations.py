"""First migrations are written from the models alone, and never where a release froze them."""

import pytest
from django.apps import apps
from django.db import migrations

from bin import initial_migrations

FILL = migrations.RunPython(migrations.RunPython.noop)
DROP = migrations.DeleteModel("Nothing")


@pytest.fixture(scope="module")
def fresh():
    return initial_migrations.fresh_migrations()


@pytest.fixture
def later(monkeypatch):
    """Makes the loader find migrations of `links` that come after its first one."""

    class Loader:
        disk_migrations = {}

    def find(**operations):
        for name, steps in operations.items():
            migration = migrations.Migration(name, "links")
            migration.operations = steps
            Loader.disk_migrations["links", name] = migration

    monkeypatch.setattr(initial_migrations, "MigrationLoader", lambda connection: Loader)
    return find


def test_running_it_twice_writes_the_same(fresh):
    again = initial_migrations.fresh_migrations()
    for label, migration in fresh.items():
        text = initial_migrations.in_our_shape(migration, "")
        assert initial_migrations.in_our_shape(again[label], "") == text
        names = {model._meta.object_name for model in apps.get_app_config(label).get_models()}
        assert [name for name in names if f"name='{name}'" not in text] == []
    assert fresh.keys() >= {"core", "people", "cases"}


def test_the_comment_before_its_dependencies_stays(fresh):
    said = "    # Because of this.\n    # And of that.\n"
    text = initial_migrations.in_our_shape(fresh["links"], f"{said}    dependencies = [")
    assert f"{said}    dependencies = [" in text
    assert "class Migration(InitialMigration):" in text


def test_a_later_change_of_the_schema_is_removed_and_one_of_data_stays(
    fresh, later, tmp_path, monkeypatch
):
    monkeypatch.setattr(initial_migrations, "our_apps", lambda: {"links": tmp_path})
    for name in ("0002_column", "0003_fill"):
        (tmp_path / f"{name}.py").touch()
    later(**{"0002_column": [DROP], "0003_fill": [FILL]})
    initial_migrations.write("links", fresh["links"])
    assert {path.name for path in tmp_path.glob("0*.py")} == {"0001_initial.py", "0003_fill.py"}


def test_one_that_changes_schema_and_data_is_not_guessed_about(
    fresh, later, tmp_path, monkeypatch
):
    monkeypatch.setattr(initial_migrations, "our_apps", lambda: {"links": tmp_path})
    later(**{"0002_both": [DROP, FILL]})
    with pytest.raises(ValueError, match="0002_both"):
        initial_migrations.schema_migrations("links", tmp_path)


def test_what_was_released_is_frozen(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(initial_migrations, "RELEASES", tmp_path)
    initial_migrations.refuse_frozen()
    (tmp_path / "0.2.0").mkdir()
    (tmp_path / "0.2.0" / "manifest.json").touch()
    monkeypatch.setattr(initial_migrations, "write", pytest.fail)
    assert initial_migrations.main(["links"]) == 1
    assert "release 0.2.0 are frozen" in capsys.readouterr().err
