"""What an upgrade has to do, does and checks, whatever the database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _
from django.utils.translation import override

from amparo.foundation.core.audit import integrity
from amparo.foundation.core.refusals import Refusal
from amparo.ops.backups.restore import check_stored_files, check_values
from amparo.ops.doctor.checks import DANGER, run_checks

from .database_version import is_there

type Say = Callable[[str], object]
MEGABYTE = 1024 * 1024
# What the doctor looks at afterwards: what an upgrade may have broken.
THEMES = ("database", "ledger", "keys")


@dataclass(frozen=True)
class BackupTarget:
    """How backups are encrypted, and where they go; only PostgreSQL needs it."""

    recipients: list[str] = field(default_factory=list)
    passphrase: str = ""
    folder: Path = Path()
    keys_folder: Path = Path()

    @property
    def is_named(self) -> bool:
        return bool(self.recipients or self.passphrase)


def open_migrations() -> list[tuple[str, str]]:
    """App and name of each migration that this database still lacks, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [(migration.app_label, migration.name) for migration, _backwards in plan]


def refuse_uninstalled() -> None:
    """Raises Refusal where no version was here yet: that is for `amparo migrate`."""
    if not is_there() or not MigrationRecorder(connection).applied_migrations():
        raise Refusal(_("There is nothing to upgrade yet. Create the database: amparo migrate"))


def refuse_without_room(needed: int, free: int, where: Path) -> None:
    if free < needed:
        raise Refusal(
            _(
                "The upgrade needs %(needed)s MB on the disk of %(where)s, and %(free)s MB are "
                "free. Make room, then begin again. Nothing was changed."
            )
            % {"needed": needed // MEGABYTE + 1, "free": free // MEGABYTE, "where": where}
        )


def migrate(say: Say) -> None:
    """Migrates app by app in the order of their dependencies, each migration in a transaction of
    its own; then brings the code lists of this version.
    """
    planned = open_migrations()
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    if left := open_migrations():
        raise Refusal(_("This migration was not applied: %(name)s") % {"name": ".".join(left[0])})
    apps = list(dict.fromkeys(app for app, _name in planned))
    if apps:
        say(
            _("Migrated: %(migrations)s migrations of %(apps)s.")
            % {"migrations": len(planned), "apps": ", ".join(apps)}
        )
    call_command("load_codes", verbosity=0, skip_checks=True)
    say(_("The code lists are those of this version."))


def check(say: Say) -> list[str]:
    """Decrypts samples of what is stored and checks the audit log; returns what is wrong."""
    values, files = check_values(), check_stored_files()
    say(
        _("Personal values that decrypt: %(values)s. Documents that decrypt: %(files)s.")
        % {"values": values, "files": files}
    )
    return [] if values.is_well and files.is_well else [_("Some of it does not decrypt.")]


def advise(say: Say) -> None:
    """Says what the doctor calls dangerous, in its own words."""
    with override("en"):
        found = [each.what for each in run_checks(*THEMES) if each.level == DANGER]
        found = list(dict.fromkeys([*integrity.shown(), *found]))
    if not found:
        say(_("The audit log and the database are in order (amparo doctor)."))
        return
    say(_("amparo doctor calls this dangerous; it may have been so before the upgrade:"))
    for sentence in found:
        say(f"  - {sentence}")
