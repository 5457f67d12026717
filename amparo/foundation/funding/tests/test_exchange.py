"""Exchange rates: reckoned exactly, rounded once, and never invented; and what is free."""

from datetime import date
from decimal import Decimal

import pytest

from amparo.foundation.funding.budget import Standing, is_free
from amparo.foundation.funding.exchange import Rate, RatesByDay, is_whole_cents, worth

DAY = date(2026, 3, 2)
RATES = (
    Rate("BOB", "USD", Decimal("8"), date(2026, 3, 1)),
    Rate("BOB", "USD", Decimal("7"), date(2026, 2, 1)),
    Rate("BOB", "USD", Decimal("9"), date(2026, 3, 3)),
    Rate("PEN", "USD", Decimal("4"), date(2026, 2, 20)),
    Rate("EUR", "USD", Decimal("0.8"), date(2026, 2, 25)),
)
CASES = [
    ("the same currency", "10.00", "BOB", "BOB", DAY, "10.00", DAY),
    ("rate of the last day before", "80", "BOB", "USD", DAY, "10.00", date(2026, 3, 1)),
    ("the other way round", "10", "USD", "BOB", DAY, "80.00", date(2026, 3, 1)),
    ("of the day itself", "90", "BOB", "USD", date(2026, 3, 3), "10.00", date(2026, 3, 3)),
    ("of an earlier day", "70", "BOB", "USD", date(2026, 2, 10), "10.00", date(2026, 2, 1)),
    ("over a third", "80", "BOB", "PEN", DAY, "40.00", date(2026, 2, 20)),
    ("over a third, and back", "40", "PEN", "EUR", DAY, "8.00", date(2026, 2, 20)),
    ("rounded half up", "0.04", "BOB", "USD", DAY, "0.01", date(2026, 3, 1)),
]


@pytest.mark.parametrize(
    ("amount", "currency", "into", "on", "gives", "of"),
    [case[1:] for case in CASES], ids=[case[0] for case in CASES],
)  # fmt: skip
def test_worth_by_the_rate_of_the_day_or_the_last_before(amount, currency, into, on, gives, of):
    found = worth(Decimal(amount), currency, into, RATES, on)
    assert (found.amount, found.on) == (Decimal(gives), of)
    assert RatesByDay(RATES).worth(Decimal(amount), currency, into, on) == found


@pytest.mark.parametrize(
    ("currency", "into", "on"),
    [
        ("CLP", "USD", DAY), ("USD", "CLP", DAY),
        ("BOB", "USD", date(2026, 1, 31)), ("BOB", "PEN", date(2026, 2, 19)),
    ],
)  # fmt: skip
def test_no_rate_is_no_answer(currency, into, on):
    assert worth(Decimal(10), currency, into, RATES, on) is None
    assert RatesByDay(RATES).worth(Decimal(10), currency, into, on) is None


def test_what_is_written_later_corrects():
    rates = (*RATES, Rate("BOB", "USD", Decimal("10"), date(2026, 3, 1)))
    assert worth(Decimal(80), "BOB", "USD", rates, DAY).amount == 8


@pytest.mark.parametrize(
    ("amount", "is_one"),
    [("1", True), ("1.10", True), ("1.001", False), ("NaN", False), ("Infinity", False)],
)
def test_whole_cents(amount, is_one):
    assert is_whole_cents(Decimal(amount)) is is_one


@pytest.mark.parametrize(("wanted", "fits"), [("40", True), ("40.01", False)])
def test_what_is_free_is_what_was_given_less_what_is_bound(wanted, fits):
    standing = Standing(Decimal(100), committed=Decimal(60), paid=Decimal(20))
    assert (standing.free, standing.outstanding) == (40, 40)
    assert is_free(standing, Decimal(wanted)) is fits
    assert standing + standing == Standing(Decimal(200), Decimal(120), Decimal(40))
