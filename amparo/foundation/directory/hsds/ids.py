"""Identifiers: what is ours keeps its own, what hangs on it gets one that is always the same."""

from uuid import UUID, uuid5

# Made once, for good: with another one every copy of our directory would seem new.
NAMESPACE = UUID("5b0f8a52-6f0e-5d6b-9d0a-3c1f6a7e2b48")


def made(table: str, *parts: object) -> str:
    """The identifier of a row that has none of its own here: a telephone, a line of hours."""
    return str(uuid5(NAMESPACE, "/".join((table, *map(str, parts)))))


def ref_of(source: str, table: str, theirs: str) -> UUID:
    """What we call a record of theirs: by its own identifier where that is a UUID."""
    try:
        return UUID(theirs)
    except ValueError:
        return uuid5(NAMESPACE, "/".join((source, table, theirs)))
