"""Who reads a number outside the office, and what each reader is shown.

The numbers were chosen by attacking a made-up register (docs/disclosure-control.md). To suppress
counts below ten and round the others to five is also what the Office for National Statistics of
the United Kingdom does where tables are made on demand («Comparison of post-tabular statistical
disclosure control methods», ons.gov.uk).
"""

from dataclasses import dataclass
from enum import StrEnum

BASE = 5  # numbers are rounded to multiples of it
MINIMUM_DENOMINATOR = 25  # of a share
MINIMUM_FOR_MEDIAN = 11


class Audience(StrEnum):
    """The readers of a table."""

    OFFICE = "office"
    DONOR = "donor"  # under a recorded agreement
    GOVERNMENT = "government"
    PARTNER = "partner"  # and clusters
    PUBLIC = "public"


@dataclass(frozen=True)
class PublicationRule:
    """What readers of one kind are shown: counts below `threshold` are hidden.

    `minimum_width`: of a hidden number a reader can at best conclude that it lies between two
    numbers which are at least that far apart.
    """

    threshold: int
    hides_zero: bool
    is_rounded: bool
    minimum_width: int


EXACT = PublicationRule(threshold=0, hides_zero=False, is_rounded=False, minimum_width=0)
# Where few may be hidden a zero is hidden with them: else what is left is too narrow.
_FEW = PublicationRule(threshold=5, hides_zero=True, is_rounded=True, minimum_width=2)
RULES = {
    Audience.OFFICE: EXACT,
    Audience.DONOR: PublicationRule(
        threshold=5, hides_zero=True, is_rounded=False, minimum_width=2
    ),
    Audience.GOVERNMENT: _FEW,
    Audience.PARTNER: _FEW,
    Audience.PUBLIC: PublicationRule(
        threshold=11, hides_zero=False, is_rounded=True, minimum_width=4
    ),
}
