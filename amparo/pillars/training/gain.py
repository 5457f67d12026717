"""What was learned between a test before and one after: a pure rule on pairs of scores in percent.

- Mean gain: mean of after - before, with its 95 % interval by Student's t on n - 1 degrees.
- Hake's g of means (Hake 1998, Am. J. Phys. 66:64-74): (after - before) / (100 - before), of the
  two means; none where the mean before is 100.
- Normalised change c (Marx and Cummings 2007, Am. J. Phys. 75:87-91), for each person: a rise is
  divided by what was left to gain, a fall by what there was to lose, no change is nothing. Who had
  all or nothing both times is left out.
- Effect size d_av (Cumming 2012, Understanding the New Statistics, ch. 11): mean gain divided by
  the root of the mean of both variances; with the correction of Hedges (1981) for small groups,
  J = 1 - 3 / (4 (n - 1) - 1), on the n - 1 degrees of freedom of pairs.
- Shares (improved, at the pass mark) with Wilson's interval; Wilcoxon's test beside t.

Under five pairs nothing is said; under ten, counts and means alone: no interval, no test.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev, variance

from amparo.foundation.core.proportions import wilson_interval

from .inference import SignedRanks, signed_ranks, t_quantile, t_two_sided

FEW, ENOUGH = 5, 10
WHOLE = 100.0
# Two shares in percent with two decimals are the same within this.
_SAME = 1e-9


@dataclass(frozen=True)
class Pair:
    """The scores of one person in percent."""

    before: float
    after: float

    @property
    def gain(self) -> float:
        return self.after - self.before


@dataclass(frozen=True)
class Share:
    """How many of how many, with the interval of the share; None for a count that is hidden."""

    count: int | None
    of: int
    interval: tuple[float, float] | None = None

    @property
    def percent(self) -> float | None:
        return None if self.count is None else WHOLE * self.count / self.of


@dataclass(frozen=True)
class Inference:
    """What is said from ten pairs on."""

    interval: tuple[float, float]
    t: float | None
    t_probability: float | None
    effect: float | None
    wilcoxon: SignedRanks | None


@dataclass(frozen=True)
class Gain:
    """The figures of at least five pairs."""

    n: int
    before: float
    after: float
    gain: float
    hake: float | None
    change: float | None
    changed: int
    improved: Share
    same: Share
    fell: Share
    passed_before: Share | None
    passed_after: Share | None
    top_before: Share
    inference: Inference | None


def measure_gain(
    pairs: Sequence[Pair], *, pass_mark: float | None = None, is_protected: bool = True
) -> Gain | None:
    """Returns the figures of these pairs; None under five. `is_protected` hides groups of fewer
    than five, and those from which they could be reckoned.
    """
    n = len(pairs)
    if n < FEW:
        return None
    before, after = fmean(each.before for each in pairs), fmean(each.after for each in pairs)
    changes = [each for each in map(normalised_change, pairs) if each is not None]
    improved, same, fell = _shares(
        [
            sum(each.gain > _SAME for each in pairs),
            sum(abs(each.gain) <= _SAME for each in pairs),
            sum(each.gain < -_SAME for each in pairs),
        ],
        is_protected=is_protected,
    )
    return Gain(
        n, before, after, after - before,
        hake_gain(before, after),
        fmean(changes) if len(changes) >= FEW else None, len(changes), improved, same, fell,
        _passed([each.before for each in pairs], pass_mark, is_protected=is_protected),
        _passed([each.after for each in pairs], pass_mark, is_protected=is_protected),
        _one_share(sum(each.before >= WHOLE - _SAME for each in pairs), n,
                   is_protected=is_protected),
        infer([each.gain for each in pairs], pairs) if n >= ENOUGH else None,
    )  # fmt: skip


def hake_gain(before: float, after: float) -> float | None:
    return None if before >= WHOLE - _SAME else (after - before) / (WHOLE - before)


def normalised_change(pair: Pair) -> float | None:
    """Returns c, -1 to 1; None for who had all or nothing both times."""
    if abs(pair.gain) <= _SAME:
        is_at_end = pair.before <= _SAME or pair.before >= WHOLE - _SAME
        return None if is_at_end else 0.0
    return pair.gain / (WHOLE - pair.before if pair.gain > 0 else pair.before)


def infer(gains: Sequence[float], pairs: Sequence[Pair]) -> Inference:
    """Returns what can be said beyond these people. Needs two pairs at least."""
    n, mean, deviation = len(gains), fmean(gains), stdev(gains)
    error = deviation / math.sqrt(n)
    half = t_quantile(n - 1) * error
    t = mean / error if error > _SAME else None
    return Inference(
        (mean - half, mean + half), t,
        None if t is None else t_two_sided(t, n - 1),
        average_effect(pairs), signed_ranks([round(each, 9) for each in gains]),
    )  # fmt: skip


def average_effect(pairs: Sequence[Pair]) -> float | None:
    """Returns d_av with the correction of Hedges; None where nobody differs from another."""
    n = len(pairs)
    spread = math.sqrt(
        (variance(each.before for each in pairs) + variance(each.after for each in pairs)) / 2
    )
    if spread <= _SAME:
        return None
    correction = 1 - 3 / (4 * (n - 1) - 1)
    return correction * fmean(each.gain for each in pairs) / spread


# Counts that name nobody.


def hide_small(counts: Sequence[int]) -> list[int | None]:
    """Returns the counts of groups that make up a known whole, those of one to four people as
    None. Where one alone is hidden, or the hidden ones are fewer than five together, the smallest
    of the others is hidden with them: else a subtraction would show it.
    """
    hidden = {at for at, count in enumerate(counts) if 0 < count < FEW}
    while hidden and (len(hidden) == 1 or sum(counts[at] for at in hidden) < FEW):
        others = [at for at, count in enumerate(counts) if at not in hidden and count]
        if not others:
            # Only groups of nobody are left: saying so would show the rest.
            hidden = set(range(len(counts)))
            break
        hidden.add(min(others, key=lambda at: counts[at]))
    return [None if at in hidden else count for at, count in enumerate(counts)]


def _shares(counts: list[int], *, is_protected: bool) -> list[Share]:
    of = sum(counts)
    shown = hide_small(counts) if is_protected else list(counts)
    return [_share(count, of) for count in shown]


def _one_share(count: int, of: int, *, is_protected: bool) -> Share:
    """A group and the rest of the whole."""
    return _shares([count, of - count], is_protected=is_protected)[0]


def _share(count: int | None, of: int) -> Share:
    if count is None or of < ENOUGH:
        return Share(count, of)
    return Share(count, of, wilson_interval(count, of))


def _passed(
    scores: Sequence[float], pass_mark: float | None, *, is_protected: bool
) -> Share | None:
    if pass_mark is None:
        return None
    count = sum(each >= pass_mark - _SAME for each in scores)
    return _one_share(count, len(scores), is_protected=is_protected)
