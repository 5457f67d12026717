"""Where capacity is low: areas and institutions in order, each with its reasons. Pure rules.

No score: whoever has more reasons comes first, then more unmet needs, then more cases at high or
critical risk. Capacity that nobody has assessed is a reason, never a comfort. From which level on
capacity is low is set by this installation; it is no published standard.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# Ability or will of this level or less is low.
LOW = 1
# Some, and too few to be told (`stages.rounded`).
SMALL_COUNT = -1


class Reason(StrEnum):
    """Why an area or an institution comes before others."""

    SEVERE = "severe"  # cases at high or critical risk
    UNMET = "unmet"  # unmet needs
    REFERRALS = "referrals"  # referrals that it declined or did not answer in time
    LOW_ABILITY = "low_ability"
    LOW_WILL = "low_will"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True)
class Capacity:
    """Levels of one assessment in force."""

    ability: int
    will: int


@dataclass(frozen=True)
class Situation:
    """What is known of one area or institution; counts as the reader may read them."""

    severe: int = 0
    unmet: int = 0
    lost_referrals: int = 0
    capacities: tuple[Capacity, ...] = ()

    @property
    def ability(self) -> int | None:
        """The lowest level of those assessed; None where nobody assessed it."""
        return min((each.ability for each in self.capacities), default=None)

    @property
    def will(self) -> int | None:
        return min((each.will for each in self.capacities), default=None)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """In the order of `Reason`; none where no rule applies, which is no finding either."""
        applies = {
            Reason.SEVERE: self.severe != 0,
            Reason.UNMET: self.unmet != 0,
            Reason.REFERRALS: self.lost_referrals != 0,
            Reason.LOW_ABILITY: self.ability is not None and self.ability <= LOW,
            Reason.LOW_WILL: self.will is not None and self.will <= LOW,
            Reason.NOT_ASSESSED: not self.capacities,
        }
        return tuple(reason for reason in Reason if applies[reason])

    @property
    def order(self) -> tuple[int, ...]:
        """Sorts what comes first to the front. By the counts that are shown, so that the order
        tells no more than they do.
        """
        levels = (self.ability, self.will)
        lowest = sum(0 if level is None else level for level in levels)
        return (-len(self.reasons), -abs(self.unmet), -abs(self.severe), lowest)


def add_counts(counts: Iterable[int]) -> int:
    """A total of counts as they are shown: too few to be told where all of them are."""
    found = list(counts)
    return sum(count for count in found if count > 0) or (
        SMALL_COUNT if SMALL_COUNT in found else 0
    )
