"""How much it says that two people share a name: little where many bear it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2
from typing import Protocol

# Before a register has taught us anything, a name is taken to be borne by one in so many.
ONE_IN = 500
LEAST, MOST = 1.5, 12.0
# Up to so many people the thresholds of `compare` hold as they stand.
FEW = 20_000


class Rarity(Protocol):
    """What the register knows of names; nothing else about anybody."""

    def of(self, bone: str) -> float:
        """The bits that it tells when both bear a name of these bones."""

    def of_nationality(self, code: str) -> float:
        """The bits that it tells when both are of this nationality."""

    @property
    def crowd(self) -> float:
        """The bits that somebody shares by chance alone with one of so many, beyond `FEW`."""


def bits_of(count: int, total: int) -> float:
    """log2(one in how many), leaning on `ONE_IN` while few people are known."""
    share = (count + 1) / (total + ONE_IN)
    return min(MOST, max(LEAST, -log2(share)))


@dataclass(frozen=True)
class Scale:
    """A rarity from counts: of bones and of nationalities, among so many people."""

    total: int = 0
    names: Mapping[str, int] = field(default_factory=dict)
    nationalities: Mapping[str, int] = field(default_factory=dict)

    def of(self, bone: str) -> float:
        return bits_of(self.names.get(bone, 0), self.total)

    def of_nationality(self, code: str) -> float:
        return min(4.0, bits_of(self.nationalities.get(code, self.total // 8 + 60), self.total))

    @property
    def crowd(self) -> float:
        """A bit for each doubling: of twice as many strangers, twice as many are as much alike."""
        return max(0.0, log2(max(self.total, 1) / FEW))
