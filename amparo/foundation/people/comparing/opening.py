"""Everybody whom the register holds, opened in memory a batch at a time, and their tokens."""

from collections.abc import Iterator

from django.db.models import QuerySet

from amparo.foundation.trust import keyring
from amparo.foundation.trust.sealing import unseal_column

from ..likeness import Traits
from ..models import PersonKey, PersonTraits
from .rows import Row, row_of

BATCH = 2000


def secret() -> bytes:
    """The key of the marks: without it nobody can try whether a mark is that of a name."""
    return keyring.derive("comparing")


def rows() -> Iterator[list[Row]]:
    """All people, in batches; whoever is registered meanwhile waits for the next comparison."""
    after, key = 0, secret()
    kept = PersonTraits.objects.order_by("person").values_list("person_id", "ref", "kept")
    while batch := list(kept.filter(person__gt=after)[:BATCH]):
        after = batch[-1][0]
        told = unseal_column([row[1:] for row in batch], model=PersonTraits, field="kept")
        yield [
            row_of(row[0], Traits.from_json(each or {}), key)
            for row, each in zip(batch, told, strict=True)
        ]


def keys() -> Iterator[tuple[int, int, int]]:
    found: QuerySet = PersonKey.objects.order_by().values_list("key", "birth_year", "person_id")
    yield from found.iterator(chunk_size=20_000)
