"""Accepts the audit log as it is, after a restored backup or a change that the administrator
confirms.

What is stored outside the database (checkpoint, witness files, how far each witness was told) is
aligned with it, and an audit entry records that for good. Nothing is deleted: a witness file that
no longer matches is kept under another name.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from ..encryption.key_ring import DecryptionError
from . import (
    account_bindings,
    append_only,
    blocks,
    checkpoint,
    entry_format,
    integrity,
    log,
    witnesses,
)
from .models import AuditBlock, AuditEntry, WitnessPosition
from .witnesses import KeptHeads

ACCEPTED, RESTORED, MOVED = "ledger.accepted", "house.restored", "house.moved"


@dataclass
class Accepted:
    """The result of an acceptance: the faults that were accepted, files set aside, number of
    accounts bound anew.
    """

    faults: list[str] = field(default_factory=list)
    set_aside: list[Path] = field(default_factory=list)
    accounts: int = 0


def accept() -> Accepted:
    """Makes the present audit log the reference: later verifications report none of the faults
    that it returns, but for entries and blocks that were changed, which stay faults.

    Installs the append-only triggers again, binds accounts that do not match, writes
    `ledger.accepted`, signs what is pending, and renews checkpoint and witnesses.
    """
    done = Accepted(integrity.shown())
    done.set_aside = list(_set_aside(_unfit_files()))
    append_only.install_append_only_triggers()
    with transaction.atomic():
        done.accounts = account_bindings.bind_all(account_bindings.unmatched())
        log.log_event(None, ACCEPTED, None, count=len(done.faults))
    _begin()
    return done


def resume_restored() -> bool:
    """Makes a restored audit log the reference. Returns False, and changes nothing, if this key
    ring did not sign it.
    """
    if not _has_its_keys():
        return False
    with transaction.atomic():
        account_bindings.bind_all(account_bindings.unbound())  # as older versions left them
        log.log_event(None, RESTORED, None)
    _begin()
    return True


def note_moved(target: BaseDatabaseWrapper) -> None:
    """Writes into the database to which records were moved that they come from another one.

    Only on SQLite, where a missing number is a deleted entry: PostgreSQL skips numbers.
    """
    if target.vendor == "sqlite":
        AuditEntry(event=MOVED).save(using=target.alias, force_insert=True)


def start_over() -> None:
    """Empties the outside state of the audit log (witness files, positions, checkpoint), for a
    demo that was reset.
    """
    list(_set_aside(path for _name, path in witnesses.witness_files()))
    WitnessPosition.objects.all().delete()
    checkpoint.write(checkpoint.Checkpoint())


def _begin() -> None:
    """Signs pending entries and writes the outside state anew."""
    blocks.sign_pending_entries(late=True)
    last = AuditBlock.objects.order_by("number").last()
    _reset_positions(last.number if last else 0)
    told = dict(WitnessPosition.objects.filter(number__gt=0).values_list("witness", "number"))
    checkpoint.write(checkpoint.Checkpoint.at(last, told))
    witnesses.publish_head("file")


def _reset_positions(newest: int) -> None:
    """Resets the position of each witness whose state does not match, so that the newest block is
    sent to it like a first one.
    """
    gone = [name for name, path in witnesses.witness_files() if not path.exists()]
    unfit = WitnessPosition.objects.filter(number__gt=newest)
    unfit |= WitnessPosition.objects.filter(witness__in=gone)
    unfit |= WitnessPosition.objects.filter(fault=witnesses.Contradicted.__name__)
    unfit.update(number=0, confirmed_at=None, failed_at=None, fault="", failures=0)


def _unfit_files() -> Iterator[Path]:
    """Yields witness files to which no head can be added, because they contradict the database."""
    newest = AuditBlock.objects.order_by("number").last()
    for name, path in witnesses.witness_files():
        position = WitnessPosition.objects.filter(witness=name).first() or WitnessPosition(
            witness=name
        )
        kept = KeptHeads()
        kept.add_file(path)
        try:
            witnesses.must_go_on(path, position, newest)
        except witnesses.Contradicted:
            yield path
        else:
            yield from [path] if kept.faults else []


def _set_aside(paths: Iterator[Path]) -> Iterator[Path]:
    for path in paths:
        if path.exists():
            aside = path.with_name(f"{path.name}-until-{timezone.now():%Y%m%dT%H%M%S}")
            yield path.rename(aside)


def _has_its_keys() -> bool:
    """Returns whether this key ring signed the audit log of this database; True where it
    is empty.
    """
    last = AuditBlock.objects.order_by("number").last()
    line = AuditEntry.objects.order_by("pk").first()
    try:
        if last is not None:
            return blocks.is_ours(last)
        return line is None or entry_format.entry_hmac(
            entry_format.canonical_bytes(line)
        ) == bytes(line.hmac)
    except DecryptionError:
        return False
