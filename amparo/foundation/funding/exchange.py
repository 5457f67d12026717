"""What an amount is worth in the money of a fund, by the rates that somebody wrote down.

Pure Python. A rate says how many of `currency` one unit of `base` is on a day: 6.96 BOB for one
USD. Nothing is guessed: where no rate leads from one currency to the other there is no answer.
Rates go into a sum whole and only its end is rounded, half up to the cent.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
# No single sum of this work comes near it; beyond it somebody's finger stayed on a key.
MOST = Decimal(10) ** 11


@dataclass(frozen=True)
class Rate:
    """How many of `currency` one of `base` is, on that day."""

    currency: str
    base: str
    rate: Decimal
    on: date


@dataclass(frozen=True)
class Worth:
    """An amount in another currency, and the oldest rate that it was worked out by."""

    amount: Decimal
    rate: Decimal
    on: date


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def is_whole_cents(amount: Decimal) -> bool:
    return amount.is_finite() and abs(amount) < MOST and amount == cents(amount)


def latest(rates: Iterable[Rate], on: date) -> dict[tuple[str, str], Rate]:
    """For each pair the rate of that day, or the last before it; what is written later wins."""
    found: dict[tuple[str, str], Rate] = {}
    for rate in rates:
        pair = (rate.currency, rate.base)
        if rate.on <= on and (pair not in found or found[pair].on <= rate.on):
            found[pair] = rate
    return found


def worth(
    amount: Decimal, currency: str, into: str, rates: Iterable[Rate], on: date
) -> Worth | None:
    """The amount in the other currency; nothing where no rate is known."""
    return _worth(amount, currency, into, latest(rates, on) if currency != into else {}, on)


class RatesByDay:
    """Many amounts of many days: the rates are sorted once."""

    def __init__(self, rates: Iterable[Rate]):
        self._rates = sorted(rates, key=lambda rate: rate.on)  # of one day, in order of writing
        self._days = sorted({rate.on for rate in self._rates})
        self._known: dict[date, Known] = {}

    def worth(self, amount: Decimal, currency: str, into: str, on: date) -> Worth | None:
        """As `worth`."""
        return _worth(amount, currency, into, self._on(on) if currency != into else {}, on)

    def _on(self, day: date) -> "Known":
        at = bisect_right(self._days, day)
        last = self._days[at - 1] if at else day
        if last not in self._known:
            self._known[last] = latest(self._rates, last)
        return self._known[last]


def _worth(amount: Decimal, currency: str, into: str, known: "Known", on: date) -> Worth | None:
    if currency == into:
        return Worth(cents(amount), Decimal(1), on)
    factor = _straight(currency, into, known) or _over_a_third(currency, into, known)
    if factor is None:
        return None
    return Worth(cents(amount * factor[0]), factor[0], factor[1])


type Known = dict[tuple[str, str], Rate]
type Factor = tuple[Decimal, date]


def _straight(currency: str, into: str, known: Known) -> Factor | None:
    """Of the rates that somebody wrote down either way, the younger."""
    ways = []
    if rate := known.get((currency, into)):
        ways.append((1 / rate.rate, rate.on))
    if rate := known.get((into, currency)):
        ways.append((rate.rate, rate.on))
    return max(ways, key=lambda way: way[1], default=None)


def _over_a_third(currency: str, into: str, known: Known) -> Factor | None:
    """Over a currency that both have a rate to; where there are several, the youngest pair."""
    ways = []
    for third in sorted({base for _currency, base in known} - {currency, into}):
        there, back = _straight(currency, third, known), _straight(third, into, known)
        if there and back:
            ways.append((there[0] * back[0], min(there[1], back[1])))
    return max(ways, key=lambda way: way[1], default=None)
