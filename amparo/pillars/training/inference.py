"""Distributions and tests that the figures of trainings need, without a statistics package.

Student's t by the regularized incomplete beta function (DLMF 8.17.22: continued fraction, by the
modified method of Lentz); Wilcoxon's signed-rank test (Wilcoxon 1945, Biometrics Bulletin
1:80-83): exact where no two differences have the same size, else by the normal curve with the
correction for ties (Lehmann 1975, Nonparametrics, p. 130). Differences of nothing are left out, as
Wilcoxon did.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

_STEPS, _SMALL, _TINY = 1000, 1e-16, 1e-300
_NORMAL = NormalDist()
# Up to so many differences all signs can be counted.
MOST_EXACT = 50


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Returns I_x(a, b)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    logarithm = (
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
        + a * math.log(x) + b * math.log1p(-x)
    )  # fmt: skip
    return math.exp(logarithm) * _fraction(a, b, x) / a


def _fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / _apart(1 - (a + b) * x / (a + 1))
    result = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d, c = 1 / _apart(1 + term * d), _apart(1 + term / c)
            result *= d * c
        if abs(d * c - 1) < _SMALL * 10:
            break
    return result


def _apart(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def t_two_sided(t: float, freedom: float) -> float:
    """Returns the probability of a value at least as far from nothing as `t`."""
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))


def t_quantile(freedom: float, level: float = 0.95) -> float:
    """Returns the value within which Student's t lies with probability `level`."""
    low, high = 0.0, 1.0
    while t_two_sided(high, freedom) > 1 - level:
        high *= 2
    for _each in range(200):
        middle = (low + high) / 2
        if t_two_sided(middle, freedom) > 1 - level:
            low = middle
        else:
            high = middle
        if high - low <= 1e-14 * high:
            break
    return (low + high) / 2


@dataclass(frozen=True)
class SignedRanks:
    """Wilcoxon's statistic (the smaller sum of ranks), its two-sided probability, and how many
    differences counted.
    """

    statistic: float
    probability: float
    count: int
    is_exact: bool


def signed_ranks(differences: Sequence[float]) -> SignedRanks | None:
    """Returns Wilcoxon's signed-rank test; None where nothing differs."""
    kept = [each for each in differences if each]
    if not kept:
        return None
    sizes = Counter(abs(each) for each in kept)
    ranks, below = {}, 0
    for size in sorted(sizes):
        ranks[size] = below + (sizes[size] + 1) / 2
        below += sizes[size]
    up = sum(ranks[abs(each)] for each in kept if each > 0)
    n = len(kept)
    statistic = min(up, n * (n + 1) / 2 - up)
    is_exact = n <= MOST_EXACT and len(sizes) == n and n == len(differences)
    probability = _exact(statistic, n) if is_exact else _by_normal_curve(statistic, n, sizes)
    return SignedRanks(statistic, probability, n, is_exact)


def _exact(statistic: float, n: int) -> float:
    """All signs are as likely: how many of the 2^n give a sum as small."""
    ways = [1] + [0] * (n * (n + 1) // 2)
    for rank in range(1, n + 1):
        for total in range(len(ways) - 1, rank - 1, -1):
            ways[total] += ways[total - rank]
    below: int = sum(ways[: int(statistic) + 1])
    return float(min(1.0, 2 * below / 2**n))


def _by_normal_curve(statistic: float, n: int, sizes: Counter[float]) -> float:
    ties = sum(times**3 - times for times in sizes.values())
    deviation = math.sqrt(n * (n + 1) * (2 * n + 1) / 24 - ties / 48)
    z = (statistic - n * (n + 1) / 4) / deviation
    return min(1.0, 2 * _NORMAL.cdf(-abs(z)))


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Returns Pearson's correlation; None where one of both does not vary."""
    n = len(first)
    if n < 2:
        return None
    a, b = math.fsum(first) / n, math.fsum(second) / n
    across = math.fsum((x - a) ** 2 for x in first)
    down = math.fsum((y - b) ** 2 for y in second)
    if across <= 1e-18 or down <= 1e-18:
        return None
    both = math.fsum((x - a) * (y - b) for x, y in zip(first, second, strict=True))
    return both / math.sqrt(across * down)
