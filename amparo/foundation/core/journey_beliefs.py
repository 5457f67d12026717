"""What people had believed of their journey, before, during and after some months: the figures.

They are made where screenings are, and asked for by whoever wants to know whether a campaign was
needed or heard. They leave suppressed and rounded, and name nobody.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from .proportions import Difference, newcombe_difference, wilson_interval


@dataclass(frozen=True)
class BeliefQuestion:
    """Of whom, and around which months: whole ones, from that of `first` to that of `last`.

    `places` are keys of places, each taken as the region or country that it lies in: people were
    met there. `countries` are codes of nationality: people come from there. Empty is anywhere.
    """

    first: date
    last: date
    places: frozenset[int] = frozenset()
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True)
class BeliefCount:
    """How many had believed something, rounded, or None where that is hidden.

    `share` is in whole per cent, of those who answered; None where one of both numbers is hidden
    or fewer than 25 answered. Its interval is reckoned from the numbers that are shown.
    """

    count: int | None
    answered: int | None
    share: int | None = None

    @property
    def parts(self) -> tuple[int, int] | None:
        """The share as a count and of how many, as they are shown; None without a share."""
        if self.share is None or self.count is None or not self.answered:
            return None
        return min(self.count, self.answered), self.answered

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's interval of 95 %, in per cent."""
        if self.parts is None:
            return None
        low, high = wilson_interval(*self.parts)
        return 100 * low, 100 * high

    def difference_from(self, earlier: "BeliefCount") -> Difference | None:
        """How much greater the share is than an earlier one; None where either is not shown."""
        if self.parts is None or earlier.parts is None:
            return None
        return newcombe_difference(earlier.parts, self.parts)


@dataclass(frozen=True)
class BeliefPeriod:
    """Whole months from the first day to the last: how many were screened and answered, rounded,
    None where that is hidden; and by belief, a code of the list `journey_belief`.
    """

    first: date
    last: date
    answered: int | None
    counts: Mapping[str, BeliefCount] = field(default_factory=dict)


@dataclass(frozen=True)
class BeliefFigures:
    """Three times side by side; None where no month of it is over.

    `template` shows them, given these figures as `figures`: a panel with a chart and a table.
    """

    before: BeliefPeriod | None
    during: BeliefPeriod | None
    after: BeliefPeriod | None
    beliefs: tuple[str, ...]
    template: str

    @property
    def periods(self) -> list[BeliefPeriod]:
        return [each for each in (self.before, self.during, self.after) if each]

    @property
    def is_shown(self) -> bool:
        """Whether enough people answered in any of them for a number."""
        return any(each.answered is not None for each in self.periods)


type BeliefSource = Callable[[BeliefQuestion], BeliefFigures]


def ask_beliefs(
    first: date, last: date, *, places: Iterable[int] = (), countries: Collection[str] = ()
) -> list[BeliefFigures]:
    """Returns what people had believed around these months, once from each source: one, or none
    where nobody is screened. Raises ValueError where the last month comes before the first.
    """
    from .extension_points import belief_figures

    question = BeliefQuestion(first, last, frozenset(places), frozenset(countries))
    return [source(question) for source in belief_figures]
