"""Refuses a database that this version must not work in: a newer one, or one amid an upgrade."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from amparo.foundation.core.database.sqlite.file_state import is_new
from amparo.foundation.core.refusals import Refusal
from amparo.ops.backups.switch_database import refuse_database_left
from amparo.site.startup_checks import OTHER_MIGRATIONS

type Key = tuple[str, str]
# What works in the database whatever its version is: what looks, and what brings it to this one.
ANY_VERSION = ("doctor", "check", "keys", "makemigrations", "registry", "encrypt_database")


def refuse_other_versions(*, is_upgrade: bool = False) -> None:
    """Raises Refusal, before anything is written, in a database that a newer version made or that
    an upgrade did not finish; an upgrade may finish it.
    """
    if not is_there():
        return
    refuse_database_left()
    refuse_newer_database()
    if not is_upgrade and is_closed():
        raise Refusal(
            _(
                "An upgrade of this database is under way, or was interrupted: until it is done "
                "nothing can be written. Finish it: amparo upgrade"
            )
        )


def refuse_newer_database() -> None:
    if said := newer_database():
        raise Refusal(said)


def newer_database() -> str:
    """What to do where a newer version of Amparo was here; "" where none was."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    known = set(_known_migrations())
    strange = applied - known
    if strange:  # read whole only now: it takes a second
        loaded = MigrationLoader(None, replace_migrations=False).disk_migrations.values()
        strange -= {key for migration in loaded for key in migration.replaces}
    if not strange:
        return ""
    if known - applied:
        return OTHER_MIGRATIONS
    app, name = min(strange)
    return _(
        "A newer version of Amparo has upgraded this database (this one does not know %(name)s). "
        "Nothing was changed. Use the newer version again. To go back to this one, bring back the "
        "database from before the upgrade, without what was written since: see "
        "docs/operations.md, “Upgrade”."
    ) % {"name": f"{app}.{name}"}


def is_closed() -> bool:
    """Whether an upgrade closed this PostgreSQL database to writers, and did not open it again."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'default_transaction_read_only=on' = ANY(setconfig) FROM pg_db_role_setting"
            " JOIN pg_database d ON d.oid = setdatabase"
            " WHERE datname = current_database() AND setrole = 0"
        )
        found = cursor.fetchone()
    return bool(found and found[0])


def is_there() -> bool:
    """Whether there is a database: looking for one on SQLite would begin it."""
    return connection.vendor != "sqlite" or not is_new(Path(str(connection.settings_dict["NAME"])))


def _known_migrations() -> Iterator[Key]:
    """The migrations of this version by the names of their files: none is imported."""
    for config in apps.get_app_configs():
        place, _is_set = MigrationLoader.migrations_module(config.label)
        try:
            folder = import_module(place or "").__path__
        except (ImportError, ValueError, AttributeError):
            continue  # an app without tables
        for module in pkgutil.iter_modules(folder):
            if not module.ispkg and module.name[0] not in "_~":
                yield config.label, module.name
