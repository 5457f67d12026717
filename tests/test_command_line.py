"""Somebody at the command line finds what they need by asking for help."""

from django.core.management import get_commands

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
