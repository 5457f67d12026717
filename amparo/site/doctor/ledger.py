"""Whether the past could be written anew without anybody noticing."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings

from amparo.foundation.core.audit import checkpoint, integrity
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Block, Entry, WitnessMark

from .findings import Finding, check, danger, grave, ok, warn

LATE = timedelta(minutes=10)
MOST = 10


@check("ledger")
def sealed() -> Iterator[Finding]:
    if not Entry.objects.exists():
        return
    last = Block.objects.order_by("-number").first()
    if last is None:
        yield grave("No line of the ledger was ever sealed: amparo worker must run.")
        return
    waiting = Entry.objects.filter(pk__gt=last.highest, at__lt=now() - LATE).exists()
    if waiting:
        yield danger(f"The ledger was last sealed {last.sealed_at:%Y-%m-%d %H:%M}: amparo worker")
    else:
        yield ok("Every line of the ledger older than ten minutes is sealed.")


@check("ledger")
def witnessed() -> Iterator[Finding]:
    elsewhere = [each for each in settings.AMPARO_WITNESSES if not _is_here(each)]
    if not elsewhere:
        yield grave("Nobody outside this house knows the ledger's head: AMPARO_WITNESSES")
    failing = WitnessMark.objects.filter(failures__gt=0).count()
    stale = WitnessMark.objects.filter(told_at__lt=now() - timedelta(days=1)).exists()
    if failing or stale:
        yield warn("A witness was not told lately: amparo audit witness says why.")
    elif elsewhere:
        yield ok("The ledger's head is known outside this house.")


@check("ledger")
def whole() -> Iterator[Finding]:
    """All that `amparo audit verify` looks at but the lines: quick, however many there are."""
    faults = integrity.shown()
    yield from map(danger, faults[:MOST])
    if len(faults) > MOST:
        yield danger(f"and {len(faults) - MOST} more faults of the ledger: amparo audit verify")
    if not faults:
        yield ok("The ledger, its checkpoint and its witnesses go together (amparo audit verify).")
        yield ok("The database refuses changes to lines of the ledger.")


@check("ledger")
def remembered() -> Iterator[Finding]:
    """Where the worker runs, the checkpoint goes along with the ledger."""
    last = Block.objects.order_by("-number").first()
    try:
        kept = checkpoint.read()
    except checkpoint.NoCheckpoint:
        return
    if last and kept.number < last.number and last.sealed_at < now() - LATE:
        yield warn(
            f"The checkpoint of the ledger is older than its last block: if the worker runs on "
            f"this machine, {checkpoint.path()} cannot be written."
        )


def _is_here(address: str) -> bool:
    return address.startswith("file:") and str(settings.HOME) in address


@check("ledger")
def the_clock() -> Iterator[Finding]:
    """A clock that went back puts lines in the wrong order; one ahead closes sessions early."""
    newest = Entry.objects.order_by("-pk").first()
    if newest and newest.at > now() + timedelta(minutes=1):
        yield danger("This machine's clock is behind the ledger: set it by NTP.")
    else:
        yield ok("The clock goes on from where the ledger is.")
