"""The 34 tries of an attack on the ledger in November 2026, and those that the mends suggest.

Whoever tries owns the database and, where the try says so, the folder of the installation; takes
the bolt off and puts it back. The key ring is used only where the try says so. Each try names
what `amparo audit verify` must say of it, or the limit of `KNOWN_LIMITS` that it shows;
`docs/threat-model.md` lists the same limits.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.db.models import F

from amparo.foundation.core.audit import append_only, blocks, checkpoint, entry_format, witnesses
from amparo.foundation.core.models import AuditBlock, AuditEntry, User, WitnessPosition
from amparo.foundation.core.records import new_reference
from amparo.pillars.assistance.cases.models import Case

from .sample_audit_log import SampleAuditLog

KNOWN_LIMITS = {
    "old copies": "An older database together with its own older checkpoint and witnesses.",
    "cut before sealing": (
        "Entries deleted within seconds, before a block holds them, on PostgreSQL."
    ),
    "numbering put back": "On SQLite the newest such entries, where the numbering is reset too.",
    "refs of older cases": "The references of two cases exchanged that an earlier version opened.",
}


type Attack = Callable[[SampleAuditLog], None]


@dataclass(frozen=True)
class Try:
    """`says` is part of a sentence of the check, `limit` a key of `KNOWN_LIMITS`."""

    number: int
    name: str
    do: Attack
    says: str = ""
    limit: str = ""
    on_postgresql: str = ""  # the limit there, where SQLite sees it
    only_on: str = ""
    needs: str = ""  # a fixture

    def limit_on(self, vendor: str) -> str:
        return self.on_postgresql if vendor == "postgresql" and self.on_postgresql else self.limit


TRIES: list[Try] = []


def _try(number: int, name: str, **expected: str) -> Callable[[Attack], Attack]:
    def add(attack: Attack) -> Attack:
        TRIES.append(Try(number, name, attack, **expected))
        return attack

    return add


def _set(entry: AuditEntry, **values) -> None:
    AuditEntry.objects.filter(pk=entry.pk).update(**values)


def _sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def _without_lines(block: AuditBlock) -> None:
    for first, last in block.ranges:
        AuditEntry.objects.filter(pk__range=(first, last)).delete()
    AuditBlock.objects.filter(pk=block.pk).delete()


def _last() -> AuditBlock:
    return AuditBlock.objects.order_by("number").last()


# Inside what is sealed: seen from the beginning.


@_try(1, "another deed", says="was changed (block 2)")
def _(ledger):
    _set(ledger.sealed(), event="note.unwritten")


@_try(2, "another colleague", says="was changed (block 2)")
def _(ledger):
    _set(ledger.sealed(), by=ledger.colleagues[1])


@_try(3, "another time", says="was changed (block 2)")
def _(ledger):
    _set(ledger.sealed(), at=ledger.sealed(0).at)


@_try(4, "another file", says="was changed (block 2)")
def _(ledger):
    _set(ledger.sealed(), file_ref=new_reference(), record_ref=new_reference())


@_try(5, "other details", says="was changed (block 2)")
def _(ledger):
    _set(ledger.sealed(), details={"count": 99})


@_try(6, "another mark", says="was changed (block 2)")
def _(ledger):
    _set(ledger.sealed(), hmac=bytes(32))


@_try(7, "a line deleted", says="is missing: block 2 sealed")
def _(ledger):
    ledger.sealed().delete()


@_try(8, "two lines exchanged with their marks", says="are not those that it sealed")
def _(ledger):
    one, other = ledger.sealed(0), ledger.sealed(1)
    spare = 10**9
    for number, moved in ((one.pk, spare), (other.pk, one.pk), (spare, other.pk)):
        AuditEntry.objects.filter(pk=number).update(id=moved)


@_try(9, "a line copied", says="is in no block, and Amparo did not write it")
def _(ledger):
    twin = ledger.sealed()
    mark = bytes(twin.hmac)
    twin.pk, twin.ref = None, new_reference()
    twin.save(force_insert=True)
    _set(twin, hmac=mark)


@_try(10, "a line invented", says="is in no block, and Amparo did not write it")
def _(ledger):
    AuditEntry(by=ledger.colleagues[0], event="case.seen", hmac=b"\1" * 32).save(force_insert=True)


@_try(11, "a waiting line changed", says="is in no block, and Amparo did not write it")
def _(ledger):
    _set(ledger.waiting()[0], by=ledger.colleagues[1])


@_try(12, "a block deleted", says="Block 2 is missing")
def _(ledger):
    AuditBlock.objects.filter(number=2).delete()


@_try(13, "a block deleted with its lines", says="Block 2 is missing")
def _(ledger):
    _without_lines(AuditBlock.objects.get(number=2))


@_try(14, "the last block deleted with its lines", says="was told of block 3: the last one here")
def _(ledger):
    _without_lines(_last())


@_try(15, "another count of a block", says="does not count on")
def _(ledger):
    AuditBlock.objects.filter(number=2).update(total=F("total") - 1)


@_try(16, "a block made anew over changed lines", says="was changed (block 3)")
def _(ledger):
    block = _last()
    _set(AuditEntry(pk=block.ranges[0][0]), event="note.unwritten")
    _seal_anew(block, Ed25519PrivateKey.generate())


@_try(17, "another block before", says="they do not chain")
def _(ledger):
    AuditBlock.objects.filter(number=2).update(previous=b"\7" * 32)


@_try(18, "every block signed with another key", says="was not signed by this installation")
def _(ledger):
    key, before = Ed25519PrivateKey.generate(), blocks.GENESIS
    for block in AuditBlock.objects.order_by("number"):
        block.previous = before
        before = _seal_anew(block, key).head


def _seal_anew(block: AuditBlock, key: Ed25519PrivateKey) -> AuditBlock:
    leaves = [entry_format.merkle_leaf(line) for _number, line in blocks.read(block.ranges)]
    block.root = entry_format.merkle_root(leaves)
    block.__dict__.pop("head", None)
    block.signature = key.sign(block.signed_bytes)
    AuditBlock.objects.filter(pk=block.pk).update(
        root=block.root, previous=block.previous, signature=block.signature
    )
    return block


# What ended in “Nothing was changed”.


@_try(19, "blocks, one file's lines and the witness deleted", says="checkpoint knows of block 3")
def _(ledger):
    file = ledger.sealed_file
    AuditBlock.objects.all().delete()
    AuditEntry.objects.filter(file_ref=file).delete()
    ledger.witness.unlink()


@_try(
    20,
    "every line and block deleted",
    says="The audit log is empty, although there are 2 accounts",
)
def _(ledger):
    AuditBlock.objects.all().delete()
    AuditEntry.objects.all().delete()
    WitnessPosition.objects.all().delete()
    ledger.witness.unlink()
    ledger.checkpoint.unlink()


@_try(21, "blocks deleted, and made anew by the worker", says="checkpoint knows of block 3")
def _(ledger):
    file = ledger.sealed_file
    AuditBlock.objects.all().delete()
    AuditEntry.objects.filter(file_ref=file).delete()
    WitnessPosition.objects.all().delete()
    ledger.witness.unlink()
    blocks.sign_pending_entries(late=True)
    checkpoint.advance(_last())
    witnesses.publish_head("file")


@_try(22, "names of two colleagues exchanged", says="its name or e-mail is not the one that line")
def _(ledger):
    one, other = ledger.colleagues
    User.objects.filter(pk=one.pk).update(email="nobody@example.org")
    User.objects.filter(pk=other.pk).update(email=one.email, name=one.name)
    User.objects.filter(pk=one.pk).update(email=other.email, name=other.name)


@_try(23, "the witness cut", says="was cut: it was told of block 3")
def _(ledger):
    _cut(ledger.witness)


@_try(24, "the witness emptied", says="was emptied: it was told of block 3")
def _(ledger):
    ledger.witness.write_text("")


@_try(25, "the last block deleted, the witness cut", says="checkpoint knows of block 3")
def _(ledger):
    _without_lines(_last())
    _cut(ledger.witness)
    WitnessPosition.objects.update(number=2)


@_try(26, "the last block and the witness deleted", says="is gone: it was told of block 3")
def _(ledger):
    _without_lines(_last())
    ledger.witness.unlink()
    WitnessPosition.objects.update(number=2)


@_try(27, "the newest waiting line cut", says="is missing: in no block",
      on_postgresql="cut before sealing")  # fmt: skip
def _(ledger):
    ledger.waiting()[-1].delete()


@_try(28, "a waiting line cut from the middle", says="is missing: in no block",
      on_postgresql="cut before sealing")  # fmt: skip
def _(ledger):
    ledger.waiting()[0].delete()


@_try(29, "every waiting line cut", says="are missing: in no block",
      on_postgresql="cut before sealing")  # fmt: skip
def _(ledger):
    AuditEntry.objects.filter(pk__in=[line.pk for line in ledger.waiting()]).delete()


@_try(30, "an old database with its old witness", limit="old copies")
def _(ledger):
    AuditEntry.objects.filter(pk__in=[line.pk for line in ledger.waiting()]).delete()
    _without_lines(_last())
    WitnessPosition.objects.update(number=2)
    for path, old in ledger.old_copies.items():
        shutil.copyfile(old, path)
    _put_numbering_back()


@_try(
    31, "the bolt off", says="would let lines be changed: none refuses to update core_auditentry"
)
def _(ledger):
    for table in append_only.TABLES:
        for deed in append_only.actions_of(connection.vendor):
            _drop_trigger(table, deed)


@_try(32, "triggers replaced by others of the same name", says="_update was replaced")
def _(ledger):
    for table in append_only.TABLES:
        for deed in append_only.actions_of(connection.vendor):
            _drop_trigger(table, deed)
            _sql(_WITHOUT_EFFECT[connection.vendor].format(table=table, deed=deed))


@_try(33, "references of two cases exchanged", needs="two_cases",
      says="its reference is not the one that line")  # fmt: skip
def _exchange_references(_ledger):
    one, other = Case.objects.order_by("pk")[:2]
    for case, ref in ((one, new_reference()), (other, one.ref), (one, other.ref)):
        Case.objects.filter(pk=case.pk).update(ref=ref)


@_try(34, "a unique index lost", says="no longer keeps core_auditblock.number unique")
def _(ledger):
    if connection.vendor == "postgresql":
        _sql("ALTER TABLE core_auditblock DROP CONSTRAINT core_auditblock_number_key")
        return
    _sql("ALTER TABLE core_auditblock RENAME TO core_auditblock_before")
    _sql("CREATE TABLE core_auditblock AS SELECT * FROM core_auditblock_before")
    _sql("DROP TABLE core_auditblock_before")
    append_only.install_append_only_triggers()


# Beyond the 34.


@_try(35, "a witness told two stories, with the keys", says="was told no more: it keeps another")
def _(ledger):
    block = _last()
    line = AuditEntry.objects.get(pk=block.ranges[0][0])
    line.by = ledger.colleagues[1]
    _set(line, by=line.by, hmac=entry_format.entry_hmac(entry_format.canonical_bytes(line)))
    _seal_anew(block, blocks.signing_key())
    WitnessPosition.objects.update(number=2, confirmed_at=None)
    witnesses.publish_head("file")


@_try(36, "two heads of one block in a witness", says="holds two different heads of block 3")
def _(ledger):
    _number, told = ledger.witness.read_text().strip().rsplit("amparo head 3 ", 1)
    with ledger.witness.open("a") as file:
        file.write(f"amparo head 3 {'0' * 64}{told[64:]}\n")


@_try(37, "the checkpoint deleted", says="There is no checkpoint of the audit log at")
def _(ledger):
    ledger.checkpoint.unlink()


@_try(38, "the checkpoint changed", says="was changed, or is not of this audit log")
def _(ledger):
    text = ledger.checkpoint.read_text().replace('"number": 3', '"number": 2')
    ledger.checkpoint.chmod(0o600)
    ledger.checkpoint.write_text(text)


@_try(39, "what the witness was told put back", says="was told of block 3: the database says 2")
def _(ledger):
    WitnessPosition.objects.update(number=2)


@_try(40, "an account put in by hand", says="no line of the audit log says whose account it is")
def _(ledger):
    User.objects.create_user("nobody@example.org", "Nobody")


@_try(41, "a trigger added", says="is not one of Amparo")
def _(ledger):
    _sql(_ADDED[connection.vendor])


@_try(42, "the newest lines cut, and the numbering put back", limit="numbering put back",
      only_on="sqlite")  # fmt: skip
def _(ledger):
    AuditEntry.objects.filter(pk__in=[line.pk for line in ledger.waiting()]).delete()
    _put_numbering_back()


_try(43, "references of two older cases exchanged", needs="two_older_cases",
     limit="refs of older cases")(_exchange_references)  # fmt: skip


@_try(44, "an account deleted", says="made is gone: Amparo deletes none")
def _(ledger):
    _sql("DELETE FROM core_user WHERE id = %s", ledger.colleagues[1].pk)


def _cut(path: Path) -> None:
    kept = path.read_text().splitlines(keepends=True)
    path.write_text("".join(kept[:-1]))


def _put_numbering_back() -> None:
    if connection.vendor == "sqlite":
        _sql(
            "UPDATE sqlite_sequence SET seq = (SELECT max(id) FROM core_auditentry) "
            "WHERE name = 'core_auditentry'"
        )


def _drop_trigger(table: str, deed: str) -> None:
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    _sql(f"DROP TRIGGER {table}_only_added_{deed}{on}")


_WITHOUT_EFFECT = {
    "sqlite": "CREATE TRIGGER {table}_only_added_{deed} BEFORE {deed} ON {table} "
    "WHEN 0 BEGIN SELECT RAISE(ABORT, 'The ledger is only ever added to.'); END",
    "postgresql": "CREATE TRIGGER {table}_only_added_{deed} BEFORE {deed} ON {table} "
    "FOR EACH STATEMENT WHEN (false) EXECUTE FUNCTION core_only_added()",
}
_ADDED = {
    "sqlite": "CREATE TRIGGER quiet BEFORE INSERT ON core_auditentry WHEN NEW.event = 'case.seen' "
    "BEGIN SELECT RAISE(IGNORE); END",
    "postgresql": "CREATE RULE quiet AS ON INSERT TO core_auditentry "
    "WHERE NEW.event = 'case.seen' DO INSTEAD NOTHING",
}
