"""Checks the whole audit log, and everything outside it that would show that entries are gone.

Compares entries and blocks with each other (`verification`), with what is stored outside the
database (checkpoint, witness files), with the accounts that entries name, and with the triggers
and indexes that the database must have. `shown` leaves the entries out, so it is quick however
long the log is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import connection, models

from ..accounts.users import User
from ..extension_points import audit_comparisons
from . import account_bindings, append_only, checkpoint, witnesses
from .models import AuditBlock, AuditEntry, WitnessPosition
from .verification import Verdict, verify
from .witnesses import KeptHeads

# Models whose unique columns must be unique in the database itself.
UNIQUE: tuple[type[models.Model], ...] = (AuditEntry, AuditBlock, WitnessPosition, User)


@dataclass
class _Outside:
    """What is stored outside the database, read before the entries, so that what is written
    meanwhile counts as later.
    """

    kept: KeptHeads = field(default_factory=KeptHeads)
    positions: list[WitnessPosition] = field(default_factory=list)
    checkpoint: "checkpoint.Checkpoint | None" = None
    faults: list[str] = field(default_factory=list)

    @classmethod
    def read(cls) -> "_Outside":
        outside = cls()
        try:
            outside.checkpoint = checkpoint.read()
        except checkpoint.NoCheckpoint as missing:
            outside.faults.append(str(missing))
        outside.positions = list(WitnessPosition.objects.order_by("witness"))
        for name, path in witnesses.witness_files():
            outside.faults += outside._file(name, path)
        return outside

    @property
    def notified(self) -> dict[str, int]:
        return dict(self.checkpoint.notified) if self.checkpoint else {}

    def _file(self, name: str, path: Path) -> Iterator[str]:
        """Yields faults of one witness file: it must hold at least what the witness received."""
        confirmed = next((each.number for each in self.positions if each.witness == name), 0)
        notified = max(confirmed, self.notified.get(name, 0))
        try:
            newest = self.kept.add_file(path)
        except OSError as error:
            yield f"The witness {path} cannot be read: {error.strerror}."
            return
        if newest < notified:
            how = "is gone" if not path.exists() else "was emptied" if not newest else "was cut"
            yield f"The witness {path} {how}: it was told of block {notified}."


def check(more: Iterable[tuple[Path, bytes]] = ()) -> tuple[Verdict, KeptHeads]:
    """Verifies everything; returns the verdict and the heads of all witnesses. `more` are further
    files that witnesses kept, as path and content.
    """
    outside = _Outside.read()
    for path, text in more:
        outside.kept.add(text, str(path))
    verdict = verify(outside.kept)
    is_empty = not (verdict.blocks or verdict.lines or verdict.waiting)
    for fault in chain(_empty() if is_empty else (), _around(outside), _elsewhere()):
        verdict.add_fault(fault)
    return verdict, outside.kept


def shown() -> list[str]:
    """Returns the faults that show without reading every entry."""
    return list(_around(_Outside.read()))


def _around(outside: _Outside) -> Iterator[str]:
    last = AuditBlock.objects.order_by("number").last()
    is_begun = last is not None or AuditEntry.objects.exists() or _accounts() > 0
    if is_begun or outside.checkpoint:
        yield from outside.faults
    yield from outside.kept.faults
    if outside.checkpoint:
        yield from _checkpointed(outside.checkpoint, last)
    yield from _contradictions(outside, last)
    yield from account_bindings.faults()
    yield from append_only.faults()
    yield from _not_unique()


def _checkpointed(kept: "checkpoint.Checkpoint", last: AuditBlock | None) -> Iterator[str]:
    newest = last.number if last else 0
    if kept.number > newest:
        here = f"the last one here is {newest}" if last else "there is none here"
        yield (
            f"The checkpoint knows of block {kept.number} with {kept.lines:,} lines up to it: "
            f"{here}. Its end was cut off, or an older database was put in its place."
        )
    elif not kept.fits(kept.in_database):
        yield f"Block {kept.number} is not the one that the checkpoint knows."


def _contradictions(outside: _Outside, last: AuditBlock | None) -> Iterator[str]:
    """Yields faults of witness positions, which only ever go up."""
    newest = last.number if last else 0
    positions = {position.witness: position for position in outside.positions}
    for position in outside.positions:
        if position.number > newest:
            here = f"the last one here is {newest}" if last else "there is none here"
            yield f"Witness {position.witness} was told of block {position.number}: {here}."
        if position.fault == witnesses.Contradicted.__name__:
            yield f"Witness {position.witness} was told no more: it keeps another story."
    for name, number in outside.notified.items():
        noted = positions[name].number if name in positions else 0
        if noted < number:
            yield (
                f"Witness {name} was told of block {number}: the database says "
                f"{noted or 'that it was told of none'}."
            )


def _elsewhere() -> Iterator[str]:
    for comparison in (account_bindings.missing, *audit_comparisons):
        yield from comparison()


def _empty() -> Iterator[str]:
    if count := _accounts():
        yield f"The audit log is empty, although there are {count} accounts: lines were deleted."


def _accounts() -> int:
    return get_user_model().objects.count()


def _not_unique() -> Iterator[str]:
    """Yields unique columns that have lost their index; a partial index does not count."""
    with connection.cursor() as cursor:
        for model in UNIQUE:
            table = model._meta.db_table
            for field in model._meta.concrete_fields:
                if not field.unique or field.primary_key:
                    continue
                cursor.execute(_INDEX[connection.vendor], [table, field.column])
                if not cursor.fetchone()[0]:
                    yield (
                        f"The database no longer keeps {table}.{field.column} unique: CREATE "
                        f"UNIQUE INDEX {table}_{field.column}_again ON {table} ({field.column})"
                    )


_INDEX = {
    "sqlite": (
        'SELECT count(*) FROM pragma_index_list(%s) i WHERE i."unique" AND NOT i.partial '
        "AND (SELECT group_concat(name) FROM pragma_index_info(i.name)) = %s"
    ),
    "postgresql": (
        "SELECT count(*) FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid "
        "AND a.attnum = i.indkey[0] WHERE i.indrelid = %s::regclass AND i.indisunique "
        "AND i.indisvalid AND i.indpred IS NULL AND i.indnkeyatts = 1 AND a.attname = %s"
    ),
}
