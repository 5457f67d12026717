"""Data keys: each file about somebody is sealed under a key of its own, which can be destroyed."""

import secrets
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import models

from .. import keyring
from ..clock import now
from ..reach import GuardedQuerySet


def new_number() -> int:
    """A number never given before: its key may be named before it is kept, and never by two.

    All of it is chance: among the keys of four million files the odds of two alike are one in a
    million, however many are made in the same moment, in however many processes.
    """
    return secrets.randbits(63)


class DataKey(models.Model):
    """The key of one file (a person, a case, a register), kept under a key of the ring.

    Every sealed value names the number of its key. Without this row, whatever was sealed for its
    owner opens for nobody, in any copy: that is how we erase (`destroy`).
    """

    number = models.BigIntegerField(primary_key=True, default=new_number, editable=False)
    owner_kind = models.CharField(max_length=40)
    owner_ref = models.UUIDField(db_index=True)
    ring_key = models.CharField(max_length=40, db_index=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(default=now, editable=False)

    personal = ()
    harmless = ("number", "owner_kind", "owner_ref", "ring_key", "wrapped", "made_at")

    objects = GuardedQuerySet.as_manager()

    def __str__(self):
        return f"DataKey {self.number}"

    @classmethod
    def fresh(cls, kind: str, owner: UUID) -> "DataKey":
        """A new key for an owner, not kept yet."""
        key = cls(owner_kind=kind, owner_ref=owner)
        key.ring_key, key.wrapped = keyring.ring().wrap(secrets.token_bytes(32), key._bound_to)
        return key

    def opened(self) -> bytes:
        return keyring.ring().unwrap(self.ring_key, bytes(self.wrapped), self._bound_to)

    def wrap_again(self) -> None:
        """Under the ring's current key; what it seals does not change."""
        self.ring_key, self.wrapped = keyring.ring().wrap(self.opened(), self._bound_to)

    @classmethod
    def destroy(cls, owners: Iterable[UUID]) -> int:
        """Nothing that was sealed for these owners opens ever again. Says how many keys went."""
        owners = list(owners)
        gone, _each = cls.objects.filter(owner_ref__in=owners).delete()
        from ..sealing import forget

        forget(owners)
        return gone

    @property
    def _bound_to(self) -> bytes:
        return _bound(self.owner_kind, self.owner_ref)

    @classmethod
    def many(cls, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """The keys of many files, unwrapped one after the other and remembered by nobody."""
        ring = keyring.ring()
        ring = getattr(ring, "kept", ring)  # looked up once: a ring in a file is asked each time
        columns = ("number", "owner_kind", "owner_ref", "ring_key", "wrapped")
        rows = cls.objects.filter(number__in=list(numbers)).values_list(*columns)
        for number, kind, owner, ring_key, wrapped in rows:
            yield number, ring.unwrap(ring_key, bytes(wrapped), _bound(kind, owner))


def _bound(owner_kind: str, owner: UUID) -> bytes:
    # A wrapped key put in another owner's place does not open.
    return b"data key|" + owner_kind.encode() + b"|" + owner.bytes
