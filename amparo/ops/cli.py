"""The `amparo` command: its help, and what it refuses to start with."""

import gc
import os
import sys
from contextlib import suppress

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line, get_commands
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.utils.translation import override

from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.core.refusals import Refusal
from amparo.site import startup_checks

from . import logging, translations
from .server.stack import call_with_room
from .upgrade import lock
from .upgrade.language import terminal_language

# What is worth knowing, for whom. The rest of Django's commands work too: `amparo help`.
GROUPS = {
    "Run it": {
        "serve": "open the installation on this machine, at http://localhost:8000",
        "worker": "work in the background; serve starts one by itself",
        "migrate": "make a new database ready for this version",
        "upgrade": "bring an installation that is in use to this version, after a copy",
        "demo": "fill an empty installation with made-up people, to look around in",
    },
    "Bring data in": {
        "load-codes": "bring in the lists that people and cases are described with",
        "import-register": "bring in a register of people, from CSV or XLSX",
        "htcds": "bring in, or take out, cases of trafficking (HTCDS 2.0)",
    },
    "Give the directory to others": {
        "hsds": "export it, or import one of others (HSDS 3)",
    },
    "Learn whom a partner knows too": {
        "linkage": "compare with another organization, without names",
    },
    "Look after it": {
        "account": "make an account, the first one of an empty installation too",
        "keys": "look after the keys: list, new, rotate, retire, lock, move",
        "files": "see that every paper is there and whole",
        "changepassword": "give somebody a new password",
        "audit": "verify the audit log, seal it, tell its witnesses",
        "certificates": "list the keys that sign certificates, make a new one",
        "rebuild-search-index": "rebuild the index that people are found by",
        "access-grants": "compare what lists show with what was decided, and mend it",
        "clearsessions": "forget sessions that have ended",
        "doctor": "say what is safe in this installation, what is not, and what to do",
        "backup": "take a sealed copy of the installation or of its keys",
        "restore": "bring a copy back into an empty installation, and try it",
        "encrypt-database": "encrypt an SQLite database that still lies in clear",
        "switch-database": "take an office from SQLite to PostgreSQL, or back",
        "check": "look for settings that would not be safe",
    },
    "Build it": {
        "translations": "find, check or compile what is said in each language",
        "makemigrations": "write down a change of the models",
        "benchmark": "measure the pages people wait for",
        "registry": "list what apps add to each other, and how",
        "shell": "talk to the installation in Python",
    },
}
# What works while a secret or a setting is bad: it says what is wrong.
REPAIR_COMMANDS = ("doctor", "help", "version", "--version")
HELP = """Amparo: for those who protect and assist migrants.

  amparo COMMAND            do something
  amparo COMMAND --help     what it can be told
"""


def main(arguments: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.site.settings")
    if not os.environ.get("AMPARO_DEBUG"):
        logging.redact_uncaught_exceptions()
    if arguments[:1] == ["translations"]:
        return translations.main(arguments[1:])
    try:
        call_with_room(run, arguments)
    except (ImproperlyConfigured, DecryptionError, Refusal) as fault:
        return _print_fault(str(fault))
    except (InconsistentMigrationHistory, DatabaseError, OSError) as error:
        if said := startup_checks.explain(error):
            return _print_fault(said)
        raise
    return 0


def run(arguments: list[str]) -> None:
    """One command; with a damaged secret, only what says so or mends it."""
    if arguments[:1] in ([], ["-h"], ["--help"]):
        print(help_text())
        return
    if arguments[0] not in REPAIR_COMMANDS and arguments[:2] != ["keys", "secret"]:
        startup_checks.refuse_faults()
        _load_apps()
        with override(terminal_language()):
            _refuse_other_versions(module_of(arguments[0]))
    execute_from_command_line(["amparo", module_of(arguments[0]), *arguments[1:]])


def _refuse_other_versions(command: str) -> None:
    """Keeps a command away from an upgrade that is under way, and from a newer database."""
    from .upgrade import database_version  # its models want the apps to be loaded

    if command != "upgrade":
        lock.share()
    if command in database_version.ANY_VERSION:
        return
    unreadable: tuple[type[Exception], ...] = (OperationalError,)  # some wait for it to answer
    if command == "restore":  # finishes one that was killed before its keys opened the database
        unreadable += (DecryptionError,)
    with suppress(*unreadable):
        database_version.refuse_other_versions(is_upgrade=command == "upgrade")
    connection.close()  # each process that is forked from this one opens its own


def _load_apps() -> None:
    """Loads what stays until the end, and keeps the garbage collector from looking through it,
    now and later: a fifth of the time in which a command starts.
    """
    gc.disable()
    try:
        django.setup()
    finally:
        gc.enable()
    gc.freeze()


def _print_fault(fault: str) -> int:
    print(f"Amparo: {fault}", file=sys.stderr)
    return 1


def module_of(name: str) -> str:
    """A command of two words is a module, and those are written otherwise."""
    return name if name.startswith("-") else name.replace("-", "_")


def help_text() -> str:
    """Every command of this installation, a line each, in the order one needs them."""
    django.setup()
    known = {*get_commands(), "translations"}
    lines = [HELP]
    for title, commands in GROUPS.items():
        here = [_line(name, what) for name, what in commands.items() if module_of(name) in known]
        lines += [title, *here, ""] if here else []
    return "\n".join([*lines, "Every other command of Django works too: amparo help"])


def _line(name: str, what: str) -> str:
    return f"  {name:<17} {what}"
