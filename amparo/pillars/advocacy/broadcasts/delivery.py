"""Delivers a broadcast batch by batch, from the batch at which it stands.

One transaction notes that the last batch was handed over and takes the next one: it reads whether
the broadcast still goes on, and who is still subscribed. Between two transactions a batch is
handed over. Whoever is killed there leaves a batch that is taken: the next attempt hands it over
again under the same key. So many are sent in a minute as the settings say; then the job ends, and
another goes on in the next minute.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Min

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.columns import decrypt_column
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.core.jobs import checkpoint
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.messaging.providers import MANY
from amparo.foundation.people.messaging.recipients import (
    hash_number,
    is_safe_time,
    next_safe_time,
)
from amparo.foundation.people.models import OptedOutNumber

from ..message_bank.models import KeyMessageState, MaterialRules
from .addresses import Channel
from .audience import fix_audience, in_batch
from .batch_delivery import Outcome, Reader, ReadyBatch, hand_over
from .models import Batch, Broadcast, Subscription
from .models.batches import BatchState
from .models.progress import EndReason, Halt
from .texts import BroadcastText, broadcast_text
from .time_zones import zones

MINUTE = timedelta(minutes=1)
# Rows of batches that are read together.
READ_AT_ONCE = 50
# Not limited: so many batches by one job.
MOST_BATCHES = 5_000


def send_broadcast(ref: str, run: int) -> None:
    """Goes on with a broadcast until its minute, its audience or its hours are over, or somebody
    or the gateway stops it.
    """
    started = start_run(ref, run)
    if started is None:
        return
    outcome: Outcome | None = None
    while True:
        ready = started.take_next_batch(outcome)
        if ready is None:
            return
        outcome = hand_over(ready)


def start_run(ref: str, run: int) -> "DeliveryRun | None":
    """Fixes the audience where that is not done; returns nothing where nothing is to be done."""
    with transaction.atomic():
        checkpoint()
        broadcast = _locked(ref, run)
        if broadcast is None or broadcast.state not in Broadcast.UNDER_WAY:
            return None
        if now() < broadcast.opens_at:
            broadcast.ask_to_continue(broadcast.opens_at)
            return None
        if broadcast.frozen_at is None:
            fix_audience(broadcast)
        elif broadcast.state != Broadcast.State.SENDING:
            broadcast.state = Broadcast.State.SENDING
            broadcast.save(update_fields=["state"])
        total = broadcast.batches.count()
    return DeliveryRun(ref, run, total)


def _locked(ref: str, run: int) -> Broadcast | None:
    """As it is now, until this transaction ends; nothing where another job goes on with it."""
    broadcast = _locked_of_any_run(ref)
    return broadcast if broadcast and broadcast.run == run else None


def _locked_of_any_run(ref: str) -> Broadcast | None:
    rows = Broadcast.objects.select_related("message", "office").select_for_update(of=("self",))
    return rows.filter(ref=ref).first()


@dataclass
class DeliveryRun:
    """One job's work on a broadcast, in this process."""

    ref: str
    run: int
    total: int
    taken: Batch | None = None
    done: int = 0
    broadcast: Broadcast | None = None
    _texts: dict[tuple[str, str], BroadcastText] = field(default_factory=dict)
    _rows: Iterator[Batch] = field(default_factory=lambda: iter(()))

    def take_next_batch(self, outcome: Outcome | None) -> ReadyBatch | None:
        """Notes what came of the batch in hand, and takes the next; None where the job ends."""
        with transaction.atomic():
            checkpoint(self.taken.number if self.taken else 0, of=self.total)
            broadcast = _locked_of_any_run(self.ref)
            if broadcast is None:
                return None
            self._prefetch_parts(broadcast)
            # Also where another job goes on with it by now: what was handed over was.
            if self.taken is not None and outcome is not None:
                self._note(self.taken, outcome)
                if outcome.halted:
                    self._halt(broadcast, outcome.halted)
                    return None
            if broadcast.run != self.run or not self._may_continue(broadcast):
                return None
            batch = self._next_batch(broadcast)
            return None if batch is None else self._take_or_halt(broadcast, batch)

    def _prefetch_parts(self, broadcast: Broadcast) -> None:
        """Places and wordings do not change on the way: they are read once."""
        if self.broadcast is None:
            prefetched = Broadcast.objects.prefetch_related(
                "places", "message__wordings", "message__channel_wordings"
            )
            self.broadcast = prefetched.select_related("message", "office").get(pk=broadcast.pk)

    @property
    def _prefetched(self) -> Broadcast:
        assert self.broadcast is not None  # noqa: S101 - read with the first batch
        return self.broadcast

    # Whether and when.

    def _may_continue(self, broadcast: Broadcast) -> bool:
        if broadcast.state not in Broadcast.UNDER_WAY:
            return False
        if broadcast.message.state != KeyMessageState.APPROVED:
            broadcast.stop(by=None, reason=EndReason.WITHDRAWN)
            return False
        if broadcast.is_past_window:
            broadcast.stop(by=None, reason=EndReason.WINDOW)
            return False
        if self.done >= _batches_a_minute():
            broadcast.ask_to_continue(now() + MINUTE)
            return False
        return True

    def _time_zones_now(self) -> frozenset[str]:
        """In which time zones it is a good hour now."""
        moment, hours = now(), self._prefetched.hours
        left = self._prefetched.batches.left().order_by()
        names = left.values_list("time_zones", flat=True).distinct()
        return frozenset(
            each for each in names if is_safe_time(moment, hours, self._zones_of(each))
        )

    def _zones_of(self, time_zones: str) -> list:
        return zones(self._prefetched.office.time_zone, time_zones)

    def _next_batch(self, broadcast: Broadcast) -> Batch | None:
        """The next batch for whom it is a good hour. Where there is none, it waits or is sent."""
        for batch in self._remaining_batches():
            if is_safe_time(now(), self._prefetched.hours, self._zones_of(batch.time_zones)):
                return batch
        waits = broadcast.batches.left().order_by().values_list("time_zones", flat=True).distinct()
        times = [self._next_safe_time(time_zones) for time_zones in waits]
        if not times:
            self._end(broadcast)
            return None
        found = [each for each in times if each]
        broadcast.ask_to_continue(min(found) if found else now() + timedelta(hours=1))
        return None

    def _next_safe_time(self, time_zones: str) -> datetime | None:
        return next_safe_time(now(), self._prefetched.hours, self._zones_of(time_zones))

    def _remaining_batches(self) -> Iterator[Batch]:
        """What is left and may leave in its time zones, in order; some rows are read together."""
        while True:
            yield from self._rows
            left = self._prefetched.batches.left().filter(time_zones__in=self._time_zones_now())
            rows = list(left[:READ_AT_ONCE])
            if not rows:
                return
            self._rows = iter(rows)

    def _end(self, broadcast: Broadcast) -> None:
        broadcast.ended_at, broadcast.state = now(), Broadcast.State.SENT
        broadcast.save(update_fields=["ended_at", "state"])
        log.log_event(None, "broadcast.sent", broadcast)

    # One batch.

    def _take_or_halt(self, broadcast: Broadcast, batch: Batch) -> ReadyBatch | None:
        try:
            return self._take(batch)
        except DecryptionError:
            self._halt(broadcast, Halt.UNREADABLE)
            return None

    def _take(self, batch: Batch) -> ReadyBatch:
        tried_at = batch.taken_at if batch.state == BatchState.TAKEN else None
        batch.state, batch.taken_at = BatchState.TAKEN, tried_at or now()
        Batch.objects.filter(pk=batch.pk).update(state=batch.state, taken_at=batch.taken_at)
        self.taken = batch
        return ReadyBatch(
            batch.ref, batch.channel, batch.language, self._text(batch),
            self._readers(batch), tried_at,
        )  # fmt: skip

    def _text(self, batch: Batch) -> BroadcastText:
        key = (batch.language, batch.channel)
        if key not in self._texts:
            rules = MaterialRules.of(self._prefetched.office)
            found = broadcast_text(self._prefetched.message, rules, *key)
            assert found is not None  # noqa: S101 - without a wording no batch was laid out
            self._texts[key] = found
        return self._texts[key]

    def _readers(self, batch: Batch) -> list[Reader]:
        """Who is still subscribed at this moment, and has not answered STOP."""
        try:
            found = _opened(self._prefetched, batch)
        except DecryptionError:  # ended between two queries: the row is gone as its key is
            found = _opened(self._prefetched, batch)
        if not Channel(batch.channel).is_telephone:
            return [reader for reader, _confirmed_at in found]
        hashes = {hash_number(reader.address): at for reader, at in found}
        silent = {
            key
            for key, at in OptedOutNumber.objects.filter(number_key__in=hashes).values_list(
                "number_key", "at"
            )
            if at >= hashes[key]
        }
        return [reader for reader, _at in found if hash_number(reader.address) not in silent]

    def _note(self, batch: Batch, outcome: Outcome) -> None:
        if outcome.halted:
            Batch.objects.filter(pk=batch.pk, through__lt=outcome.through).update(
                through=outcome.through, sent=batch.sent + outcome.sent
            )
            return
        noted = Batch.objects.filter(pk=batch.pk, state=BatchState.TAKEN).update(
            state=BatchState.HANDED, handed_at=now(), sent=batch.sent + outcome.sent,
            provider=outcome.provider, provider_id=outcome.provider_id,
        )  # fmt: skip
        if not noted:
            return
        self.done += 1
        self.taken = None
        log.log_event(
            None, "broadcast.batch", self._prefetched, step=batch.number, rows=outcome.sent,
            language=batch.language, kind=batch.channel,
        )  # fmt: skip

    def _halt(self, broadcast: Broadcast, because: str) -> None:
        """Somebody may have stopped it meanwhile: then it stays stopped."""
        if broadcast.state in (*Broadcast.UNDER_WAY, Broadcast.State.PAUSED):
            broadcast.halt(because)


def _opened(broadcast: Broadcast, batch: Batch) -> list[tuple[Reader, datetime]]:
    rows = list(
        in_batch(broadcast, batch).values_list("pk", "ref", "address", "confirmed_at")[:MANY]
    )
    sealed = [(ref, address) for _pk, ref, address, _at in rows]
    addresses = decrypt_column(sealed, model=Subscription, field="address")
    return [
        (Reader(pk, ref, address), at)
        for (pk, ref, _sealed, at), address in zip(rows, addresses, strict=True)
    ]


def _batches_a_minute() -> int:
    """How many batches one job hands over before it ends; at least one."""
    rate = settings.AMPARO_BROADCAST_RATE
    return max(1, rate // MANY) if rate else MOST_BATCHES


def skip_batch(broadcast: Broadcast, *, by: User) -> bool:
    """Leaves out the batch of which nobody knows whether it was handed over; whether there was
    one. In a transaction.
    """
    left = broadcast.batches.left().filter(state=BatchState.TAKEN)
    number = left.aggregate(number=Min("number"))["number"]
    if number is None:
        return False
    broadcast.batches.filter(number=number).update(state=BatchState.SKIPPED)
    log.log_event(by, "broadcast.skipped", broadcast, step=number)
    return True


def continue_waiting() -> None:
    """Asks for a job for each broadcast that none goes on with: a silent gateway is tried again,
    and what a killed process left behind is taken up.
    """
    for broadcast in Broadcast.objects.to_continue().select_related("message", "office")[:20]:
        with transaction.atomic():
            checkpoint()
            if broadcast.state == Broadcast.State.PAUSED:
                _try_again(broadcast)
            elif not broadcast.is_in_hand:
                broadcast.ask_to_continue(now())


def _try_again(broadcast: Broadcast) -> None:
    try:
        broadcast.resume(by=None)
    except Refusal:  # out of its days, or the message is withdrawn meanwhile
        broadcast.stop(by=None, reason=EndReason.WINDOW)
