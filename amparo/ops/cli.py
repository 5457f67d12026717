"""The `amparo` command: its help, and what it refuses to start with."""

import gc
import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line, get_commands
from django.db import DatabaseError
from django.db.migrations.exceptions import InconsistentMigrationHistory

from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.site import startup_checks

from . import logging, translations
from .server.stack import call_with_room

# What is worth knowing, for whom. The rest of Django's commands work too: `amparo help`.
GROUPS = {
    "Run it": {
        "serve": "open the house on this machine, at http://localhost:8000",
        "worker": "work in the background; serve starts one by itself",
        "migrate": "make the database ready for this version",
        "demo": "fill an empty house with made-up people, to look around in",
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
        "account": "make an account, the first one of an empty house too",
        "keys": "look after the keys: list, new, rotate, retire, lock, move",
        "files": "see that every paper is there and whole",
        "changepassword": "give somebody a new password",
        "audit": "verify the ledger, seal it, tell its witnesses",
        "certificates": "list the keys that sign certificates, make a new one",
        "rebuild-search-index": "rebuild the index that people are found by",
        "access-grants": "compare what lists show with what was decided, and mend it",
        "clearsessions": "forget sessions that have ended",
        "doctor": "say what is safe in this house, what is not, and what to do",
        "backup": "take a sealed copy of the house or of its keys",
        "restore": "bring a copy back into an empty house, and try it",
        "encrypt-database": "encrypt an SQLite database that still lies in clear",
        "switch-database": "take an office from SQLite to PostgreSQL, or back",
        "check": "look for settings that would not be safe",
    },
    "Build it": {
        "translations": "find, check or compile what is said in each language",
        "makemigrations": "write down a change of the models",
        "benchmark": "measure the pages people wait for",
        "registry": "list what apps add to each other, and how",
        "shell": "talk to the house in Python",
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
    except (ImproperlyConfigured, DecryptionError) as fault:
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
    execute_from_command_line(["amparo", module_of(arguments[0]), *arguments[1:]])


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
