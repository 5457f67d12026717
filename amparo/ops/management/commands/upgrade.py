"""Upgrades an installation to the version of this program, after it was copied."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.core.refusals import Refusal
from amparo.ops.backups import folder
from amparo.ops.backups.errors import readable_errors
from amparo.ops.upgrade import lock, plan, postgresql, sqlite
from amparo.ops.upgrade.database_version import is_closed
from amparo.ops.upgrade.language import terminal_language
from amparo.site import startup_checks

from .backup import read_passphrase


class Command(BaseCommand):
    """Nobody works meanwhile. It may be stopped at any moment, and begun again."""

    help = __doc__
    requires_system_checks = ()  # they ask the database, which is of another version

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="of the backup of the data")
        parser.add_argument("--keys-to", type=Path, metavar="FOLDER", help="of that of the keys")
        parser.add_argument(
            "--recipient", action="append", metavar="AGE1…", help="instead of those of settings"
        )
        parser.add_argument("--passphrase-file", type=Path, metavar="FILE")
        parser.add_argument(
            "--copied",
            action="store_true",
            help="PostgreSQL: no backups, because you made and tried them by other means",
        )

    def handle(self, **options):
        with override(terminal_language()):
            try:
                with readable_errors():
                    self._upgrade(_target(options), copied=options["copied"])
            except (Refusal, DecryptionError) as refused:
                raise CommandError(str(refused)) from None

    def _upgrade(self, sealed: plan.BackupTarget, *, copied: bool) -> None:
        lock.take_alone()
        startup_checks.lock_installation()
        plan.refuse_uninstalled()
        key_ring.current_key_ring().names()  # here, where somebody can be asked to unlock it
        if not plan.open_migrations() and not is_closed():
            if connection.vendor == "sqlite":
                sqlite.remove_unfinished(sqlite.database_path())
            plan.migrate(self._say)
            self._say(_("The database is of this version already."))
        elif connection.vendor == "sqlite":
            sqlite.upgrade(self._say)
        else:
            postgresql.upgrade(self._say, sealed, copied=copied)
        self._say(_("Done. Start Amparo again: amparo serve"))

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def _target(options: dict) -> plan.BackupTarget:
    to = options["to"] or folder.default_folder()
    secret = options["passphrase_file"]
    return plan.BackupTarget(
        recipients=[] if secret else options["recipient"] or folder.recipients(),
        passphrase=read_passphrase(secret) if secret else "",
        folder=to,
        keys_folder=options["keys_to"] or to,
    )
