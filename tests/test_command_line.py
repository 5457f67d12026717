"""Somebody at the command line finds what they need by asking for help."""

import pytest
from django.core.management import call_command, get_commands
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from amparo.ops import cli


def test_help_is_grouped_and_short(capsys):
    assert cli.main(["--help"]) == 0
    told = capsys.readouterr().out
    assert "Run it\n  serve " in told
    assert all(len(line) <= 80 for line in told.splitlines())


def test_every_command_of_our_own_is_in_the_help():
    ours = {name for name, app in get_commands().items() if str(app).startswith("amparo.")}
    told = {cli.module_of(name) for commands in cli.GROUPS.values() for name in commands}
    assert ours <= told, f"A line in amparo/ops/cli.py for: {ours - told}"


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_database_without_tables_is_answered_with_what_to_do(capsys, monkeypatch):
    def ask(arguments):
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute("SELECT 1 FROM not_there_yet")

    monkeypatch.setattr(cli, "run", ask)
    assert cli.main(["keys", "list"]) == 1
    assert "amparo migrate" in capsys.readouterr().err


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_database_of_other_migrations_is_left_as_it_is(capsys, monkeypatch):
    monkeypatch.setattr(cli, "run", lambda arguments: call_command(*arguments))
    applied = MigrationRecorder(connection)
    applied.record_unapplied("core", "0001_initial")  # on which people/0001 rests
    before = list(MigrationRecorder.Migration.objects.values_list("pk", flat=True))
    assert cli.main(["migrate"]) == 1
    assert "Begin with an empty folder" in capsys.readouterr().err
    assert list(MigrationRecorder.Migration.objects.values_list("pk", flat=True)) == before
