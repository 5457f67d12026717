"""Numbers of lines, and which of them no line carries.

SQLite writes one deed at a time and takes a number back with a deed that fails: the numbers of
lines have no gap, and one that is missing was a line. PostgreSQL gives numbers to deeds that go
on at the same moment and never takes one back: there a gap tells nothing.
"""

from collections.abc import Iterable, Iterator

from django.db import connection

type Run = tuple[int, int]


class LineNumbers:
    """Takes in runs of numbers roughly in order; what is missing between them is few."""

    def __init__(self) -> None:
        self._next = 0
        self._gaps: list[Run] = []
        self._tell_something = connection.vendor == "sqlite"

    def take(self, runs: Iterable[Run]) -> None:
        for first, last in runs if self._tell_something else ():
            if not self._next or first >= self._next:
                self._go_on(first, last)
            else:
                self._fill(first, last)

    def missing(self, *, up_to: int) -> Iterator[Run]:
        """Yields the runs that no line carries, to the highest number that was ever given."""
        yield from self._gaps
        if self._next and self._next <= up_to:
            yield self._next, up_to

    def _go_on(self, first: int, last: int) -> None:
        if self._next and first > self._next:
            self._gaps.append((self._next, first - 1))
        self._next = max(self._next, last + 1)

    def _fill(self, first: int, last: int) -> None:
        left: list[Run] = []
        for start, end in self._gaps:
            left += [(start, min(end, first - 1)), (max(start, last + 1), end)]
        self._gaps = [(start, end) for start, end in left if start <= end]


def highest_given() -> int:
    """Returns the highest number that SQLite ever gave to a line; 0 where it does not say."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'trust_entry'")
        found = cursor.fetchone()
    return int(found[0]) if found else 0
