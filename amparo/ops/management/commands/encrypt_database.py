"""Encrypts a database that lies in clear, from before databases were encrypted."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from amparo.foundation.core.database.sqlite.conversion import Conversion, encrypt_file
from amparo.foundation.core.database.sqlite.encrypted_file import database_key
from amparo.foundation.core.database.sqlite.file_state import clear_databases
from amparo.foundation.core.refusals import Refusal
from amparo.ops.backups.errors import readable_errors
from amparo.site import startup_checks

ON_A_SERVER = (
    "This database is one of a PostgreSQL server, whose files are the server's: encrypt the disk "
    "that they are on (docs/operations.md, “One country on a server”)."
)
WHAT_THE_DISK_KEPT = """  A disk may keep older blocks of what was overwritten (SSDs, snapshots).
  Encrypt the disk too, and destroy copies that were made of this folder."""


class Command(BaseCommand):
    """Nobody works meanwhile. It may be stopped at any moment, and begun again."""

    help = __doc__
    requires_system_checks = ()  # they ask the database, which does not open yet

    def handle(self, **options):
        if connection.vendor != "sqlite":
            raise CommandError(ON_A_SERVER)
        path = Path(str(connection.settings_dict["NAME"])).absolute()
        try:
            startup_checks.lock_installation()
            with readable_errors():
                done = encrypt_file(path, database_key())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self._tell(path, done)

    def _tell(self, path: Path, done: Conversion) -> None:
        if done.tables:
            self.stdout.write(
                f"{path} is encrypted: {done.rows} rows of {done.tables} tables, compared one by "
                f"one, in {done.seconds:.1f} s."
            )
        else:
            self.stdout.write(f"{path} is encrypted already.")
        if done.overwritten:
            self.stdout.write(
                f"  {len(done.overwritten)} clear files were overwritten and removed."
            )
            self.stdout.write(WHAT_THE_DISK_KEPT)
        for left in clear_databases(path.parent):
            self.stdout.write(f"  {left} is another database in clear: remove it.")
