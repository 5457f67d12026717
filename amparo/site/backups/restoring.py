"""Bringing a copy back into an empty house: wholly or not at all, and only if it is unchanged."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.encryption.key_locks import secret
from amparo.foundation.core.encryption.secret_files import write_secret
from amparo.foundation.core.refusals import Refusal

from . import age, archive, folder, papers
from .archive import Part
from .plainly import plainly, refuse_an_unready_house, refuse_who_does_not_own
from .rows import FLEETING, FURNITURE, KEYS, Table, Tally, set_sequences, tables
from .taking import FORMAT, migrations

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
    refuse_an_unready_house(migrations(connections[DEFAULT_DB_ALIAS]))
    refuse_who_does_not_own(connections[DEFAULT_DB_ALIAS])
    back: list[Restored] = []
    with plainly(), _undone_on_failure(back), transaction.atomic():
        for path in filter(None, (keys, house)):
            with _opened(path, identities, passphrase) as parts:
                began = perf_counter()
                back.append(Restored(_manifest(next(parts, None))))
                if path == keys and not back[-1].is_keys:
                    raise Refusal(f"{path.name} is not a copy of keys (amparo backup --keys).")
                _bring_back(parts, back[-1], connections[DEFAULT_DB_ALIAS])
                back[-1].seconds = perf_counter() - began
    return back


@contextmanager
def _opened(path: Path, identities: list[str], passphrase: str) -> Iterator[Iterator[Part]]:
    try:
        with (
            path.open("rb") as file,
            age.opened(file, identities=identities, passphrase=passphrase) as clear,
        ):
            yield archive.parts(clear)
    except age.DoesNotOpen as error:
        raise Refusal(str(error)) from None


def _bring_back(
    parts: Iterator[Part], restored: Restored, connection: BaseDatabaseWrapper
) -> None:
    laid = _expected(restored.manifest)
    refuse_unless_empty(connection, only=KEYS if restored.is_keys else frozenset())
    clear_furniture(laid, connection)
    totals = _fill(parts, {table.label: table for table in laid}, restored, connection)
    set_sequences(laid, connection)
    connection.check_constraints()
    for table in laid:
        compare(table, totals["tables"][table.label], connection)
        restored.rows += totals["tables"][table.label]["rows"]
    if restored.files.told() != totals["files"]:
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
                totals = part.told()
            else:
                _lay(part, restored)
    if not totals:
        raise Refusal(CUT_SHORT)
    return totals


def _lay(part: Part, restored: Restored) -> None:
    kind, _, name = part.name.partition("/")
    if kind == "files":
        if papers.put(name, part.file):
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
    found = table.tally(connection).told()
    if found != expected:
        raise Refusal(
            f"{table.label} did not come over whole: {expected['rows']} rows were there and "
            f"{found['rows']} are here, or one of them differs. Nothing was kept."
        )


def refuse_unless_empty(connection: BaseDatabaseWrapper, *, only: frozenset[str]) -> None:
    """Nobody's work is ever written over."""
    for table in tables(only=only, without=FLEETING | FURNITURE | KEYS):
        if not table.is_empty(connection):
            raise Refusal(
                f"This house is not empty ({table.label}). A copy is brought back into an empty "
                "one: another AMPARO_HOME or DATABASE_URL, then amparo migrate."
            )


def clear_furniture(laid: list[Table], connection: BaseDatabaseWrapper) -> None:
    """What an empty house was given by its migrations comes from the copy instead."""
    for table in reversed(laid):
        if table.label in FURNITURE:
            table.model._base_manager.using(connection.alias).all()._raw_delete(connection.alias)


def _manifest(part: Part | None) -> dict:
    if part is None or part.name != archive.MANIFEST:
        raise Refusal("This is not a copy of a house.")
    manifest = part.told()
    if manifest["format"] != FORMAT:
        raise Refusal(f"This copy was made by a newer version ({manifest['version']}).")
    return manifest


def _expected(manifest: dict) -> list[Table]:
    is_keys = manifest["kind"] == folder.KEYS
    laid = tables(only=KEYS) if is_keys else tables(without=FLEETING | KEYS)
    here = {table.label: [column.name for column in table.columns] for table in laid}
    if here != manifest["tables"]:
        differing = sorted(
            label
            for label in here | manifest["tables"]
            if here.get(label) != manifest["tables"].get(label)
        )
        raise Refusal(
            f"This copy is of version {manifest['version']}, whose tables differ "
            f"({', '.join(differing[:5])}). Bring it back with that version, then update."
        )
    return laid


def _set_keys_aside(restored: Restored) -> None:
    """The keys of the empty house opened nothing; they are kept all the same."""
    for path in (settings.HOME / "keys", Path(settings.AMPARO_RING_FILE)):
        if path.exists():
            aside = path.with_name(f"{path.name}-before-{os.getpid()}")
            path.rename(aside)
            restored.set_aside[path] = aside


def _put_key(name: str, part: Part) -> Path:
    if "/" in name or name.startswith("."):
        raise Refusal("A key in this copy has a name that no key has.")
    path = settings.HOME / "keys" / name
    if name == "ring":
        path = Path(settings.AMPARO_RING_FILE)
        _refuse_a_missing_device()
        secret.forget()  # what opened the ring of the empty house is not what opens this one
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
            _take_away(restored)
        raise


def _take_away(restored: Restored) -> None:
    for name in restored.laid:
        EncryptedFile.delete(name)
    for path in restored.keys:
        path.unlink(missing_ok=True)
    for path, aside in restored.set_aside.items():
        if path.is_dir():
            path.rmdir()
        aside.rename(path)
