"""Creates a backup of a database of an earlier version, and reads all of it again.

It is written as the migrations left the tables, so that the version they are of can restore it.
Backups are encrypted to recipients whose identities are not here: to read it again it is encrypted
to a further one, which lives only until then and is written nowhere.
"""

import json
from contextlib import suppress
from pathlib import Path

import pyrage
from django.apps import apps
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal

from . import age, archive
from .backup import Backup, write_backup
from .rows import Table, Tally, tables


def create_verified_backup(
    kind: str, to: Path, *, recipients: list[str], passphrase: str = ""
) -> Backup:
    """Raises Refusal, and removes the file, where it does not hold what was read."""
    registry = migrated_models()
    once = pyrage.x25519.Identity.generate()
    sealed_to = [*recipients, str(once.to_public())] if recipients else []
    taken = write_backup(kind, to, recipients=sealed_to, passphrase=passphrase, registry=registry)
    by_label = {table.label: table for table in tables(without=frozenset(), registry=registry)}
    found = None
    with suppress(age.DoesNotOpen):
        found = _read_again(taken.path, [str(once)] if recipients else [], passphrase, by_label)
    if found != taken.as_dict():
        taken.path.unlink()
        raise Refusal(_("The backup does not hold what was read, and was removed. Begin again."))
    return taken


def migrated_models() -> Apps:
    """The models as the migrations left them that this database has had."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return apps
    loader = executor.loader
    applied = [key for key in loader.applied_migrations if key in loader.graph.nodes]
    return loader.project_state(applied).apps


def _read_again(
    path: Path, identities: list[str], passphrase: str, by_label: dict[str, Table]
) -> dict | None:
    """Rows, digests and documents as they are counted now; None where its end is missing."""
    counted: dict[str, Tally] = {}
    files, totals = Tally(), None
    with (
        path.open("rb") as file,
        age.opened(file, identities=identities, passphrase=passphrase) as clear,
    ):
        for part in archive.read_parts(clear):
            if part.name == archive.MANIFEST:
                counted = {label: Tally() for label in part.as_json()["tables"]}
            elif part.table:
                for line in part.file:
                    counted[part.table].add(by_label[part.table].canonical(json.loads(line)))
            elif part.name == archive.TOTALS:
                totals = part.as_json()
            elif part.name.startswith("files/"):
                files.add(part.name.removeprefix("files/").encode())
    found = {
        "tables": {label: tally.as_dict() for label, tally in counted.items()},
        "files": files.as_dict(),
    }
    return found if found == totals else None
