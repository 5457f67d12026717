"""How an agreement stands: from its periods, signatures, notice and end."""

from datetime import date, timedelta

import pytest

from amparo.foundation.agreements.status import (
    Period,
    Signature,
    State,
    add_months,
    is_signed_by_all,
    next_period,
    notice_from,
    state_on,
)

DAY = date(2026, 6, 15)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
SIGNED = Signature(date(2025, 12, 1))
BOTH = (SIGNED, SIGNED)


def days(count: int) -> date:
    return DAY + timedelta(days=count)


def state(signatures=BOTH, periods=(YEAR,), ended_on=None, notice=None, day=DAY) -> State:
    return state_on(
        day, periods=periods, signatures=signatures, ended_on=ended_on, notice_from=notice
    )


@pytest.mark.parametrize(
    ("expected", "how"),
    [
        (State.IN_FORCE, {}),
        (State.IN_FORCE, {"periods": [Period(days(-9))]}),
        (State.IN_FORCE, {"notice": days(1)}),
        (State.ENDING, {"notice": DAY}),
        (State.ENDING, {"ended_on": days(30)}),
        (State.ENDING, {"ended_on": DAY}),
        (State.ENDED, {"ended_on": days(-1)}),
        (State.ENDED, {"periods": [Period(days(-9), days(-1))]}),
        (State.IN_FORCE, {"periods": [Period(days(-9), DAY)]}),
        (State.FUTURE, {"periods": [Period(days(1), days(9))]}),
        # A gap between two periods belongs to neither.
        (State.FUTURE, {"periods": [Period(days(-9), days(-1)), Period(days(1))]}),
        (State.IN_FORCE, {"periods": [Period(days(-9), DAY), Period(days(1))]}),
        # Nobody knows that they signed.
        (State.UNSIGNED, {"signatures": ()}),
        (State.UNSIGNED, {"signatures": (SIGNED,)}),
        (State.UNSIGNED, {"signatures": (SIGNED, Signature())}),
        (State.UNSIGNED, {"signatures": (*BOTH, Signature())}),
        (State.UNSIGNED, {"signatures": (SIGNED, Signature(days(1)))}),
        (State.IN_FORCE, {"signatures": (SIGNED, Signature(DAY))}),
        # A draft whose time passed was never in force, and one that was given up has ended.
        (State.UNSIGNED, {"signatures": (), "periods": [Period(days(-9), days(-1))]}),
        (State.ENDED, {"signatures": (), "ended_on": days(-1)}),
        # Who joins later binds only itself; who left before signing is not waited for.
        (State.IN_FORCE, {"signatures": (*BOTH, Signature(has_joined_later=True))}),
        (State.IN_FORCE, {"signatures": (*BOTH, Signature(until=days(-1)))}),
        (State.UNSIGNED, {"signatures": (SIGNED, Signature(until=days(-1)))}),
        # With fewer than two left it has ended.
        (State.ENDED, {"signatures": (SIGNED, Signature(days(-9), until=days(-1)))}),
        (State.IN_FORCE, {"signatures": (SIGNED, Signature(days(-9), until=DAY))}),
    ],
)
def test_the_state_follows_from_what_is_known(expected, how):
    assert state(**how) == expected


def test_two_who_joined_later_make_no_agreement():
    later = Signature(DAY, has_joined_later=True)
    assert not is_signed_by_all([SIGNED, later], DAY)


@pytest.mark.parametrize(
    ("period", "following"),
    [
        (YEAR, Period(date(2027, 1, 1), date(2027, 12, 31))),
        (
            Period(date(2024, 3, 1), date(2024, 8, 31)),
            Period(date(2024, 9, 1), date(2025, 2, 28)),
        ),
        (
            Period(date(2023, 2, 1), date(2023, 2, 28)),
            Period(date(2023, 3, 1), date(2023, 3, 31)),
        ),
        # No whole months: so many days.
        (
            Period(date(2026, 1, 5), date(2026, 1, 14)),
            Period(date(2026, 1, 15), date(2026, 1, 24)),
        ),
        (Period(DAY, DAY), Period(days(1), days(1))),
    ],
)
def test_a_renewal_lasts_as_long_again(period, following):
    assert next_period(period) == following


def test_what_is_open_ended_has_no_next_period_and_no_day_for_notice():
    assert notice_from(None, 90) is None
    assert notice_from(DAY, 15) == date(2026, 5, 31)
    with pytest.raises(ValueError, match="open-ended"):
        next_period(Period(DAY))


def test_months_end_where_they_are_shorter():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
