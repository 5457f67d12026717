"""Beginning again from the ledger as it is: after a backup, or when its keeper accepts a change.

What lies outside the database (checkpoint, files that are witnesses, how far each was told) is
put in step with it, and a line of the ledger says so for ever. Nothing is deleted: a witness's
file that no longer fits is kept under another name.
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
from .models import Block, Entry, WitnessMark
from .witnesses import KeptHeads

ACCEPTED, RESTORED, MOVED = "ledger.accepted", "house.restored", "house.moved"


@dataclass
class Accepted:
    """What was accepted, and what was done about it."""

    faults: list[str] = field(default_factory=list)
    set_aside: list[Path] = field(default_factory=list)
    accounts: int = 0


def accept() -> Accepted:
    """Takes the ledger as it is for right; lines and blocks that were changed stay faults."""
    done = Accepted(integrity.shown())
    done.set_aside = list(_set_aside(_unfit_files()))
    append_only.install_append_only_triggers()
    with transaction.atomic():
        done.accounts = account_bindings.bind_all(account_bindings.unmatched())
        log.log_event(None, ACCEPTED, None, count=len(done.faults))
    _begin()
    return done


def resume_restored() -> bool:
    """Begins from a backup that was just brought back; False without the keys of its ledger."""
    if not _has_its_keys():
        return False
    with transaction.atomic():
        account_bindings.bind_all(account_bindings.unbound())  # as older versions left them
        log.log_event(None, RESTORED, None)
    _begin()
    return True


def note_moved(target: BaseDatabaseWrapper) -> None:
    """Says in the database to which a ledger was moved that it came from another one.

    PostgreSQL leaves out numbers of lines; on SQLite a missing number is a line that was cut.
    """
    if target.vendor == "sqlite":
        Entry(deed=MOVED).save(using=target.alias, force_insert=True)


def start_over() -> None:
    """Begins the ledger of an installation that was emptied: that of the demo."""
    list(_set_aside(path for _name, path in witnesses.witness_files()))
    WitnessMark.objects.all().delete()
    checkpoint.write(checkpoint.Checkpoint())


def _begin() -> None:
    """Seals what waits, and writes down outside the database how far it goes."""
    blocks.sign_pending_entries(late=True)
    last = Block.objects.order_by("number").last()
    _reset_marks(last.number if last else 0)
    told = dict(WitnessMark.objects.filter(number__gt=0).values_list("witness", "number"))
    checkpoint.write(checkpoint.Checkpoint.at(last, told))
    witnesses.publish_head("file")


def _reset_marks(newest: int) -> None:
    """A witness that is not as it was left hears of the newest block as if it were its first."""
    gone = [name for name, path in witnesses.witness_files() if not path.exists()]
    unfit = WitnessMark.objects.filter(number__gt=newest)
    unfit |= WitnessMark.objects.filter(witness__in=gone)
    unfit |= WitnessMark.objects.filter(fault=witnesses.Contradicted.__name__)
    unfit.update(number=0, told_at=None, failed_at=None, fault="", failures=0)


def _unfit_files() -> Iterator[Path]:
    """Files of witnesses to which nothing more could be added."""
    newest = Block.objects.order_by("number").last()
    for name, path in witnesses.witness_files():
        mark = WitnessMark.objects.filter(witness=name).first() or WitnessMark(witness=name)
        kept = KeptHeads()
        kept.add_file(path)
        try:
            witnesses.must_go_on(path, mark, newest)
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
    """Whether the ring that is here wrote the ledger that is here."""
    last = Block.objects.order_by("number").last()
    line = Entry.objects.order_by("pk").first()
    try:
        if last is not None:
            return blocks.is_ours(last)
        return line is None or entry_format.entry_hmac(
            entry_format.canonical_bytes(line)
        ) == bytes(line.mark)
    except DecryptionError:
        return False
