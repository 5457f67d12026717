"""Creates a backup while people work: one moment of the database, encrypted as it is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal

from . import age, archive, folder
from .errors import readable_errors, refuse_unmigrated_database
from .rows import KEYS, NOT_COPIED, Table, Tally, snapshot, tables

FORMAT = 1


@dataclass
class Backup:
    """What went into a copy."""

    kind: str
    path: Path = Path()
    size: int = 0
    seconds: float = 0.0
    tables: dict[str, Tally] = field(default_factory=dict)
    files: Tally = field(default_factory=Tally)
    gone: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.tables.values())

    def as_dict(self) -> dict:
        return {
            "tables": {label: tally.as_dict() for label, tally in self.tables.items()},
            "files": self.files.as_dict(),
        }


def create_backup(kind: str, to: Path, *, recipients: list[str], passphrase: str = "") -> Backup:
    """One sealed file of everything (`house`), or of what opens it (`keys`)."""
    taken = write_backup(kind, to, recipients=recipients, passphrase=passphrase)
    record(taken)
    return taken


def write_backup(
    kind: str, to: Path, *, recipients: list[str], passphrase: str = "", registry: Apps = apps
) -> Backup:
    """The file alone; `registry` holds the models as the database has them."""
    if not recipients and not passphrase:
        raise Refusal("A copy is always sealed: say to whom, or with which passphrase.")
    began = perf_counter()
    taken = Backup(kind)
    seal = partial(age.seal_to, recipients) if recipients else partial(age.seal_with, passphrase)
    refuse_unmigrated_database(migrations(connections[DEFAULT_DB_ALIAS]))
    key_ring.current_key_ring().names()  # a copy leaves an entry, which needs the ring
    with (
        readable_errors(),
        snapshot(connections[DEFAULT_DB_ALIAS]) as moment,
        folder.new_copy(kind, to) as (taken.path, file),
    ):
        seal(_pieces(moment, taken, registry), file)
    taken.size = taken.path.stat().st_size
    taken.seconds = perf_counter() - began
    return taken


def _pieces(moment: BaseDatabaseWrapper, taken: Backup, registry: Apps) -> Iterator[bytes]:
    is_keys = taken.kind == folder.KEYS
    chosen = {"only": KEYS} if is_keys else {"without": NOT_COPIED | KEYS}
    laid = tables(**chosen, registry=registry)
    yield from archive.json_member(archive.MANIFEST, _manifest(moment, taken.kind, laid))
    for table in laid:
        tally = taken.tables[table.label] = Tally()
        yield from archive.row_members(table.label, _counted(table, moment, tally))
    yield from _key_ring() if is_keys else _stored_files(taken)
    yield from archive.json_member(archive.TOTALS, taken.as_dict())
    yield archive.end_of_archive()


def _counted(table: Table, moment: BaseDatabaseWrapper, tally: Tally) -> Iterator[bytes]:
    for line, digested in table.lines(moment):
        tally.add(digested)
        yield line


def _stored_files(taken: Backup) -> Iterator[bytes]:
    """Looked for after the rows were: a paper is on the disk before the row that names it."""
    for name in archive.file_names():
        try:
            file = archive.open_sealed_file(name)
        except FileNotFoundError:  # removed by somebody while the copy was taken
            taken.gone.append(name)
            continue
        with file:
            taken.files.add(name.encode())
            yield from archive.file_member(f"files/{name}", file)


def _key_ring() -> Iterator[bytes]:
    """The keys that lie in files, the ring on another device too, as locked as it lies there.

    A ring that comes from the environment or a provider is kept where it is kept.
    """
    for name, path in _key_files().items():
        with path.open("rb") as file:
            yield from archive.file_member(f"keys/{name}", file)


def _key_files() -> dict[str, Path]:
    folder = settings.HOME / "keys"
    found = [path for path in folder.glob("*") if path.is_file() and path.name[0] != "."]
    files = {path.name: path for path in sorted(found)}
    if key_ring.protection()["kept"] == "file":
        files["ring"] = settings.AMPARO_KEY_RING_FILE
    return files


def _manifest(moment: BaseDatabaseWrapper, kind: str, laid: list[Table]) -> dict:
    return {
        "format": FORMAT,
        "kind": kind,
        "taken_at": now().isoformat(timespec="seconds"),
        "version": version("amparo"),
        "database": moment.vendor,
        "papers": "here" if archive.are_files_local() else "elsewhere",
        "migrations": migrations(moment),
        "ledger": _ledger_head(moment),
        "ring": key_ring.protection(),
        "tables": {table.label: [column.name for column in table.columns] for table in laid},
    }


def migrations(connection: BaseDatabaseWrapper) -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _ledger_head(moment: BaseDatabaseWrapper) -> dict:
    """Where the audit log ended at that moment."""
    table = connections[DEFAULT_DB_ALIAS].ops.quote_name(AuditEntry._meta.db_table)
    with moment.cursor() as cursor:
        cursor.execute(f"SELECT count(*), max(id) FROM {table}")  # noqa: S608
        lines, last = cursor.fetchone()
    return {"lines": lines, "last": last}


def record(taken: Backup) -> None:
    """Logs the backup in the audit log, as opening one case does."""
    log.log_event(None, "house.copied", None, what=taken.kind, count=taken.rows)
    folder.record_copy(taken.kind, rows=taken.rows, size=taken.size, file=taken.path.name)
