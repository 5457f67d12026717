"""Labels stand in no migration, and changing one needs none."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

import amparo

from ..database.autodetector import SchemaAutodetector

MIGRATIONS = sorted(Path(amparo.__file__).parent.rglob("migrations/0*.py"))
LABELS = {"verbose_name", "verbose_name_plural", "help_text", "choices"}


def state(name="", **length):
    """One model with one field; a `name` labels all that can be labelled."""
    labels = {"verbose_name": name, "help_text": name, "choices": [("a", name)]} if name else {}
    field = models.CharField(**{"max_length": 10} | length, **labels)
    options = {"verbose_name": name, "verbose_name_plural": name} if name else {}
    project = ProjectState()
    project.add_model(ModelState("core", "Kiosk", [("code", field)], options))
    return project


def changes(before, after):
    operations = SchemaAutodetector(before, after)._detect_changes()
    return [each for migration in operations.get("core", ()) for each in migration.operations]


def test_a_changed_label_needs_no_migration():
    assert changes(state(), state("Kiosk")) == []
    assert changes(state("Kiosk"), state("Stall")) == []


def test_a_changed_column_needs_one_without_labels():
    (operation,) = changes(state("Kiosk"), state("Stall", max_length=20))
    assert operation.field.deconstruct()[3] == {"max_length": 20}


def test_a_new_table_is_written_without_labels():
    (operation,) = changes(ProjectState(), state("Kiosk"))
    assert dict(operation.fields)["code"].deconstruct()[3] == {"max_length": 10}
    assert not LABELS & set(operation.options)


def everything(word=""):
    """Every model of every app, those of others too; a `word` labels each model and field."""
    project = ProjectState.from_apps(apps)
    for model in project.models.values() if word else ():
        model.options |= {"verbose_name": word, "verbose_name_plural": word}
        for field in model.fields.values():
            field._verbose_name = field.help_text = word
            if field.choices:
                field.choices = [(value, word) for value, _ in field.flatchoices]
    return project


def test_no_label_of_any_model_needs_a_migration():
    assert SchemaAutodetector(everything(), everything("Changed"))._detect_changes() == {}
    longer = everything("Changed")
    longer.models["core", "user"].fields["name"].max_length += 1
    (migration,) = SchemaAutodetector(everything(), longer)._detect_changes()["core"]
    assert [each.name for each in migration.operations] == ["name"]


def test_both_commands_leave_labels_out():
    for name in ("makemigrations", "migrate"):
        command = load_command_class(get_commands()[name], name)
        assert command.autodetector is SchemaAutodetector


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_no_migration_holds_a_label(path):
    tree = ast.walk(ast.parse(path.read_text()))
    named = {node.arg for node in tree if isinstance(node, ast.keyword)}
    assert not LABELS & named
