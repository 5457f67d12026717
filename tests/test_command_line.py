"""Somebody at the command line finds what they need by asking for help."""

import pytest
from django.core.management import get_commands
from django.db import connection, transaction

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
