"""Everybody whom the register holds, opened in memory a batch at a time, and their tokens."""

from collections.abc import Iterator

from django.db.models import QuerySet

from amparo.foundation.trust import keyring
from amparo.foundation.trust.sealing import unseal_column

from ..models import PersonKey, PersonTraits

BATCH = 2000


def secret() -> bytes:
    """The key of the marks: without it nobody can try whether a mark is that of a name."""
    return keyring.derive("comparing")


def told() -> Iterator[list[tuple[int, str]]]:
    """All people, in batches, each as the text that is kept of them; whoever is registered
    meanwhile waits for the next comparison.
    """
    after = 0
    kept = PersonTraits.objects.order_by("person").values_list("person_id", "ref", "kept")
    while batch := list(kept.filter(person__gt=after)[:BATCH]):
        after = batch[-1][0]
        opened = unseal_column(
            [row[1:] for row in batch], model=PersonTraits, field="kept", as_text=True
        )
        yield [(row[0], each or "{}") for row, each in zip(batch, opened, strict=True)]


def keys() -> Iterator[tuple[int, int, int]]:
    found: QuerySet = PersonKey.objects.order_by().values_list("key", "birth_year", "person_id")
    yield from found.iterator(chunk_size=20_000)
