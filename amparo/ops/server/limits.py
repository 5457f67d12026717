"""How slowly a request may arrive, and how many unfinished ones one address may have."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

# Bytes in a second, and the seconds that a line may stand still besides: a photo of 2 MB over 2G
# (some 4,000 bytes a second) arrives; one byte now and then does not hold anything for long.
RATE = 300
PATIENCE = 20.0
# An office, a shelter or a whole camp may share one address.
UNFINISHED = 64
# Beyond that many, a request must be whole within so many seconds: nobody is turned away at once.
CROWDED = 3.0


def seconds_left(elapsed: float, received: int, *, is_crowded: bool = False) -> float:
    """How much longer we wait, having received so many bytes in so many seconds."""
    if is_crowded:
        return CROWDED - elapsed
    return PATIENCE + received / RATE - elapsed


class Unfinished:
    """Counts the requests that are on their way, by the address that they come from.

    Lives in one event loop, of one process: with more processes an address has as many in each.
    """

    def __init__(self) -> None:
        self._count: Counter[str] = Counter()

    @contextmanager
    def one_from(self, address: str) -> Iterator[bool]:
        """While one more arrives from this address; yields whether there are too many."""
        self.add(address)
        try:
            yield self.is_crowded(address)
        finally:
            self.remove(address)

    def add(self, address: str) -> None:
        self._count[address] += 1

    def remove(self, address: str) -> None:
        self._count[address] -= 1
        if self._count[address] <= 0:
            del self._count[address]

    def is_crowded(self, address: str) -> bool:
        return self._count[address] > UNFINISHED
