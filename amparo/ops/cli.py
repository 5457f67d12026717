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
        "serve": "run Amparo on this machine, at http://localhost:8000",
        "worker": "run background jobs; serve starts a worker by itself",
        "migrate": "prepare a new database for this version",
        "upgrade": "upgrade an installation in use, after a backup",
        "demo": "fill an empty installation with invented data",
    },
    "Import data": {
        "load-codes": "load the reference lists",
        "import-register": "import a list of beneficiaries, from CSV or XLSX",
        "htcds": "import or export trafficking cases (HTCDS 2.0)",
    },
    "Share the directory": {
        "hsds": "export the directory, or import another one (HSDS 3)",
    },
    "Link records": {
        "linkage": "compare with another organization, without names",
    },
    "Maintain it": {
        "account": "create an account, also the first one",
        "keys": "encryption keys: list, new, rotate, retire, lock, move",
        "files": "check that every stored file is there and whole",
        "changepassword": "set a new password for somebody",
        "audit": "verify the audit log, seal it, notify its witnesses",
        "certificates": "list the keys that sign certificates, create a new one",
        "rebuild-search-index": "rebuild the index for finding people",
        "access-grants": "compare lists with access grants, and repair them",
        "clearsessions": "delete sessions that have ended",
        "doctor": "check what is safe, what is not, and what to do",
        "backup": "create an encrypted backup of the data or of the keys",
        "restore": "restore a backup into an empty installation, test it",
        "encrypt-database": "encrypt an SQLite database",
        "switch-database": "move from SQLite to PostgreSQL, or back",
        "check": "check settings for safety",
    },
    "Develop it": {
        "translations": "extract, check or compile translations",
        "makemigrations": "write a migration for changed models",
        "benchmark": "measure the pages people wait for",
        "registry": "list extension points and what is registered",
        "shell": "open a Python shell",
    },
}
# What works while a secret or a setting is bad: it says what is wrong.
REPAIR_COMMANDS = ("doctor", "help", "version", "--version")
HELP = """Amparo: for those who protect and assist migrants.

  amparo COMMAND            run a command
  amparo COMMAND --help     its options
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
