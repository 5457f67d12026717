"""Switches an installation from SQLite to PostgreSQL, or back, and compares every row."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from amparo.foundation.core.refusals import Refusal
from amparo.ops.backups.switch_database import DatabaseSwitch, switch_database
from amparo.site.environment import database_settings

NEXT = """
  1. Set DATABASE_URL to the new database, wherever the installation is started.
  2. amparo serve. Everybody signs in again.
  3. Take a copy: amparo backup, amparo backup --keys. Files and keys stay where they are."""


class Command(BaseCommand):
    """Nobody can work meanwhile. All of it arrives, or nothing does; begin again then."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to",
            metavar="URL",
            default=os.environ.get("AMPARO_SWITCH_TO"),
            help="postgres://… or sqlite:///path; from AMPARO_SWITCH_TO if it holds a password",
        )

    def handle(self, *, to, **options):
        if not to:
            raise CommandError("Where to? amparo switch-database --to postgres://…")
        try:
            self._tell(switch_database(database_settings(to, settings.HOME)))
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None

    def _tell(self, moved: DatabaseSwitch) -> None:
        speed = moved.rows / max(moved.seconds, 0.001)
        done = "was there already" if moved.was_there else "arrived"
        self.stdout.write(
            f"{moved.rows} rows of {len(moved.tables)} tables: all of it {done} at {moved.where}, "
            f"compared row by row, in {moved.seconds:.1f} s ({speed:,.0f} rows/s)."
        )
        self.stdout.write(f"{moved.aside}{NEXT}")
