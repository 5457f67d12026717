"""How an institution acted before and after a training, beside institutions without it. Pure.

The two times are of the same length and lie directly before the first day and directly after the
last. It shows that something changed, never why: other things changed too. Counts below five are
hidden, and what is shown is rounded by a key of what is counted, as in tables for partners
(`disclosure_control`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from amparo.foundation.disclosure_control.audiences import RULES, Audience
from amparo.foundation.disclosure_control.publication import publish_number, share_of
from amparo.foundation.disclosure_control.tables import combine_keys

RULE = RULES[Audience.PARTNER]
# How long before and after; configuration, not a standard.
WINDOW = timedelta(days=90)
# Of fewer others nothing is said: one could be told from the rest.
MINIMUM_OTHERS = 5


@dataclass(frozen=True)
class Windows:
    """First and last day of the time before and of the time after; `is_whole`: the time after is
    over.
    """

    before: tuple[date, date]
    after: tuple[date, date]
    is_whole: bool

    @property
    def has_begun(self) -> bool:
        return self.after[0] <= self.after[1]


def windows(first_day: date, last_day: date, today: date) -> Windows:
    """Returns the times around an event from `first_day` to `last_day`, as they are today."""
    ends = last_day + WINDOW
    return Windows(
        (first_day - WINDOW, first_day - timedelta(days=1)),
        (last_day + timedelta(days=1), min(ends, today)), today > ends,
    )  # fmt: skip


@dataclass(frozen=True)
class ShownShare:
    """A share in whole per cent and of how many; None where it is too small to be shown."""

    percent: int | None
    of: int | None


@dataclass(frozen=True)
class Comparison:
    """One figure: the institution before and after, and the others in the same times.

    `others` says how many institutions stand behind `others_before` and `others_after`; both are
    None where there are too few.
    """

    before: ShownShare
    after: ShownShare
    others: int = 0
    others_before: ShownShare | None = None
    others_after: ShownShare | None = None


def show_share(counted: Iterable[int], of: Iterable[int], secret: bytes) -> ShownShare:
    """Returns a share of the records with these keys as it may be shown."""
    numerator, people = tuple(counted), tuple(of)
    shown = publish_number(len(people), combine_keys(people), RULE, secret)
    part = publish_number(len(numerator), combine_keys(numerator), RULE, secret)
    return ShownShare(share_of(part, shown), shown.number)


def compare(
    own: tuple[object, object], others: Mapping[int, tuple[object, object]], secret: bytes
) -> Comparison:
    """Returns one figure of an institution beside the others. Each pair holds what was counted
    before and after (`counted`, `of`: keys).
    """
    before, after = (_shown([each], secret) for each in own)
    if len(others) < MINIMUM_OTHERS:
        return Comparison(before, after)
    earlier, later = zip(*others.values(), strict=True)
    return Comparison(before, after, len(others), _shown(earlier, secret), _shown(later, secret))


def _shown(shares: Iterable, secret: bytes) -> ShownShare:
    found = list(shares)
    return show_share(
        (key for each in found for key in each.counted),
        (key for each in found for key in each.of), secret,
    )  # fmt: skip
