"""Restores a backup into an empty installation, and checks whether what was restored decrypts.

Wholly or not at all, and only if it is unchanged.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from time import perf_counter

from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.files import CorruptFileError, EncryptedFile
from amparo.foundation.core.encryption.key_locks import secret
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.core.encryption.secret_files import write_secret
from amparo.foundation.core.encryption.values import EncryptedValue
from amparo.foundation.core.models import DataKey
from amparo.foundation.core.refusals import Refusal

from . import age, archive, database_key, folder
from .archive import Part
from .backup import FORMAT, migrations
from .errors import readable_errors, refuse_role_without_ownership, refuse_unmigrated_database
from .rows import KEYS, NOT_COPIED, REFERENCE_TABLES, Table, Tally, set_sequences, tables

CUT_SHORT = "This copy was cut short: its end is missing. Nothing was brought back."


@dataclass
class Restored:
    """What came back."""

    manifest: dict
    rows: int = 0
    files: Tally = field(default_factory=Tally)
    seconds: float = 0.0
    laid: list[str] = field(default_factory=list)
    keys: list[Path] = field(default_factory=list)
    set_aside: dict[Path, Path] = field(default_factory=dict)

    @property
    def is_keys(self) -> bool:
        return self.manifest["kind"] == folder.KEYS


def restore(
    keys: Path | None, house: Path, *, identities: list[str], passphrase: str = ""
) -> list[Restored]:
    """The keys first, if they come along, then what they open: both, or neither."""
    database = connections[DEFAULT_DB_ALIAS]
    back: list[Restored] = []
    with readable_errors():
        database_key.finish_interrupted_restore(database)
        refuse_unmigrated_database(migrations(database))
        refuse_role_without_ownership(database)
        with (
            database_key.follow_key_ring(database),
            _undone_on_failure(back),
            transaction.atomic(),
        ):
            for path in filter(None, (keys, house)):
                _restore_copy(path, keys, back, identities, passphrase)
            database_key.refuse_closed_ring(database)
    return back


def _restore_copy(
    path: Path, keys: Path | None, back: list[Restored], identities: list[str], passphrase: str
) -> None:
    with _open(path, identities, passphrase) as parts:
        began = perf_counter()
        back.append(Restored(_manifest(next(parts, None))))
        if path == keys and not back[-1].is_keys:
            raise Refusal(f"{path.name} is not a copy of keys (amparo backup --keys).")
        _restore_one(parts, back[-1], connections[DEFAULT_DB_ALIAS])
        back[-1].seconds = perf_counter() - began


@contextmanager
def _open(path: Path, identities: list[str], passphrase: str) -> Iterator[Iterator[Part]]:
    try:
        with (
            path.open("rb") as file,
            age.opened(file, identities=identities, passphrase=passphrase) as clear,
        ):
            yield archive.read_parts(clear)
    except age.DoesNotOpen as error:
        raise Refusal(str(error)) from None


def _restore_one(
    parts: Iterator[Part], restored: Restored, connection: BaseDatabaseWrapper
) -> None:
    laid = _expected(restored.manifest)
    refuse_unless_empty(connection, only=KEYS if restored.is_keys else frozenset())
    clear_reference_tables(laid, connection)
    totals = _fill(parts, {table.label: table for table in laid}, restored, connection)
    set_sequences(laid, connection)
    connection.check_constraints()
    for table in laid:
        compare(table, totals["tables"][table.label], connection)
        restored.rows += totals["tables"][table.label]["rows"]
    if restored.files.as_dict() != totals["files"]:
        raise Refusal("Papers are missing from this copy. Nothing was brought back.")


def _fill(parts: Iterator[Part], laid: dict[str, Table], restored: Restored, connection) -> dict:
    """Each part goes where it belongs, as it comes; the totals, when the copy is whole."""
    totals: dict = {}
    for label, group in groupby(parts, key=lambda part: part.table):
        if label:
            laid[label].write(_rows(group), connection)
            continue
        for part in group:
            if part.name == archive.TOTALS:
                totals = part.as_json()
            else:
                _store(part, restored)
    if not totals:
        raise Refusal(CUT_SHORT)
    return totals


def _store(part: Part, restored: Restored) -> None:
    kind, _, name = part.name.partition("/")
    if kind == "files":
        if archive.store_file(name, part.file):
            restored.laid.append(name)
        restored.files.add(name.encode())
    elif kind == "keys":
        if not restored.keys:
            _set_keys_aside(restored)
        restored.keys.append(_put_key(name, part))


def _rows(parts: Iterator[Part]) -> Iterator[list]:
    for part in parts:
        for line in part.file:
            yield json.loads(line)


def compare(table: Table, expected: dict, connection: BaseDatabaseWrapper) -> None:
    """What is there now is what was there then, to the last bit."""
    found = table.tally(connection).as_dict()
    if found != expected:
        raise Refusal(
            f"{table.label} did not come over whole: {expected['rows']} rows were there and "
            f"{found['rows']} are here, or one of them differs. Nothing was kept."
        )


def refuse_unless_empty(connection: BaseDatabaseWrapper, *, only: frozenset[str]) -> None:
    """Nobody's work is ever written over."""
    for table in tables(only=only, without=NOT_COPIED | REFERENCE_TABLES | KEYS):
        if not table.is_empty(connection):
            raise Refusal(
                f"This installation is not empty ({table.label}). A copy goes into an empty "
                "one: another AMPARO_HOME or DATABASE_URL, then amparo migrate."
            )


def clear_reference_tables(laid: list[Table], connection: BaseDatabaseWrapper) -> None:
    """What an empty installation was given by its migrations comes from the copy instead."""
    for table in reversed(laid):
        if table.label in REFERENCE_TABLES:
            table.model._base_manager.using(connection.alias).all()._raw_delete(connection.alias)


def _manifest(part: Part | None) -> dict:
    if part is None or part.name != archive.MANIFEST:
        raise Refusal("This is not a copy of an installation.")
    manifest = part.as_json()
    if manifest["format"] != FORMAT:
        raise Refusal(f"This copy was made by a newer version ({manifest['version']}).")
    return manifest


def _expected(manifest: dict) -> list[Table]:
    is_keys = manifest["kind"] == folder.KEYS
    laid = tables(only=KEYS) if is_keys else tables(without=NOT_COPIED | KEYS)
    here = {table.label: {column.name for column in table.columns} for table in laid}
    there = {label: set(names) for label, names in manifest["tables"].items()}
    if here != there:
        differing = sorted(label for label in here | there if here.get(label) != there.get(label))
        raise Refusal(
            f"This copy is of version {manifest['version']}, whose tables differ "
            f"({', '.join(differing[:5])}). Bring it back with that version, then update."
        )
    return [table.in_order(manifest["tables"][table.label]) for table in laid]


def _set_keys_aside(restored: Restored) -> None:
    """The keys of the empty installation decrypted nothing; they are kept all the same."""
    for path in (settings.HOME / "keys", Path(settings.AMPARO_KEY_RING_FILE)):
        if path.exists():
            aside = path.with_name(f"{path.name}-before-{os.getpid()}")
            path.rename(aside)
            restored.set_aside[path] = aside


def _put_key(name: str, part: Part) -> Path:
    if "/" in name or name.startswith("."):
        raise Refusal("A key in this copy has a name that no key has.")
    path = settings.HOME / "keys" / name
    if name == "ring":
        path = Path(settings.AMPARO_KEY_RING_FILE)
        _refuse_a_missing_device()
        secret.forget()  # the passphrase of the replaced key ring does not open this one
    if not write_secret(path, part.file.read(), over=False):
        raise Refusal(f"This copy holds the key {name} twice. Nothing was brought back.")
    return path


def _refuse_a_missing_device() -> None:
    try:
        key_ring.FileKeyRing().must_have_its_device()
    except key_ring.DecryptionError as away:
        raise Refusal(f"{away} Nothing was brought back.") from None


@contextmanager
def _undone_on_failure(back: list[Restored]) -> Iterator[None]:
    """The database forgets by itself what was not finished; the folder must be told."""
    try:
        yield
    except BaseException:
        for restored in back:
            _remove(restored)
        raise


def _remove(restored: Restored) -> None:
    for name in restored.laid:
        EncryptedFile.delete(name)
    for path in restored.keys:
        path.unlink(missing_ok=True)
    for path, aside in restored.set_aside.items():
        if path.is_dir():
            path.rmdir()
        aside.rename(path)


# Checks of what was restored: rows that do not decrypt are no help to anybody.

SAMPLE = 20


@dataclass
class DecryptionCheck:
    """How much of what was tried opens; what was erased has no key, and rightly does not."""

    tried: int = 0
    opened: int = 0
    keyless: int = 0

    @property
    def is_well(self) -> bool:
        return self.tried == self.opened + self.keyless and (self.opened > 0 or not self.tried)

    def __str__(self):
        keyless = f" ({self.keyless} have no key here)" if self.keyless else ""
        return f"{self.opened} of {self.tried}{keyless}"


def check_values() -> DecryptionCheck:
    """Personal values of every kind: the oldest and the newest of each table."""
    found = DecryptionCheck()
    for record, name in _sample_values():
        sealed = record.__dict__[name]
        if not isinstance(sealed, EncryptedValue) or not sealed:
            continue
        found.tried += 1
        try:
            getattr(record, name)
            found.opened += 1
        except DecryptionError:
            is_known = DataKey.objects.filter(number=sealed.key_number).exists()
            found.keyless += not is_known
    return found


def check_stored_files() -> DecryptionCheck:
    found = DecryptionCheck()
    for name, _ in zip(archive.file_names(), range(SAMPLE), strict=False):
        found.tried += 1
        try:
            with EncryptedFile.open(name) as file:
                file.read(1)
            found.opened += 1
        except DecryptionError:
            found.keyless += 1
        except CorruptFileError:
            continue
    return found


def check_audit_log(**told) -> bool | None:
    """Whether the audit log's past is unchanged; None in a version whose ledger is not chained."""
    if "audit" not in get_commands():
        return None
    try:
        call_command("audit", "verify", **told)
    except SystemExit as ended:
        return not ended.code
    return True


def _sample_values() -> Iterator[tuple[models.Model, str]]:
    for model in apps.get_models():
        columns = model._meta.concrete_fields
        names = [column.name for column in columns if isinstance(column, PersonalField)]
        if not names:
            continue
        records = model._base_manager.order_by("pk")
        for record in [*records[:SAMPLE], *records.reverse()[:SAMPLE]]:
            yield from ((record, name) for name in names)
