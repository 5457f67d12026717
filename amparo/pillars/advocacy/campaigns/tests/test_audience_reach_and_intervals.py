"""Figures of reach are never added across methods; intervals are those that were published."""

from datetime import date

import pytest

from amparo.pillars.advocacy.campaigns.audience_reach import (
    AudienceFigure,
    AudienceMethod,
    InvertedPeriodError,
    MethodMissingError,
    NotAddableError,
    by_language,
    total_of,
    totals,
)
from amparo.pillars.advocacy.campaigns.survey_intervals import (
    ImpossibleCountError,
    difference,
    proportion,
)


def figure(
    count=100, method=AudienceMethod.HEADCOUNT, channel="session", language="es", days=(1, 5)
):
    first, last = (date(2026, 11, day) for day in days)
    return AudienceFigure(method, channel, language, count, first, last)


def test_figures_of_two_methods_are_never_added():
    heads, heard = (
        figure(),
        figure(method=AudienceMethod.BROADCASTER_ESTIMATE, channel="radio"),
    )
    with pytest.raises(NotAddableError):
        total_of([heads, heard])
    with pytest.raises(NotAddableError):
        _sum = heads + heads
    with pytest.raises(NotAddableError):
        sum([heads, heard])
    assert [(each.method, each.figure) for each in totals([heard, heads])] == [
        (AudienceMethod.BROADCASTER_ESTIMATE, 100), (AudienceMethod.HEADCOUNT, 100),
    ]  # fmt: skip


def test_a_figure_of_two_channels_has_two_totals():
    found = totals([figure(40), figure(2, channel="poster"), figure(60, days=(6, 9))])
    assert [(each.channel, each.figure, each.parts) for each in found] == [
        ("poster", 2, 1), ("session", 100, 2),
    ]  # fmt: skip
    with pytest.raises(NotAddableError):
        total_of([figure(), figure(channel="poster")])


def test_estimates_whose_days_touch_have_no_total():
    radio = {"method": AudienceMethod.BROADCASTER_ESTIMATE, "channel": "radio"}
    again = [figure(6100, **radio), figure(5000, days=(5, 8), **radio)]
    assert total_of(again).figure is None
    other = [figure(6100, **radio), figure(5200, language="ay", **radio)]
    assert total_of(other).figure == 11300
    assert {code: each.figure for code, each in by_language(other).items()} == {
        "es": 6100, "ay": 5200,
    }  # fmt: skip


def test_a_figure_without_method_below_nothing_or_inverted_is_refused():
    with pytest.raises(MethodMissingError):
        figure(100_000, method="")
    with pytest.raises(ValueError, match="below nothing"):
        figure(-1)
    with pytest.raises(InvertedPeriodError):
        figure(days=(5, 1))
    with pytest.raises(ValueError, match="not the same as zero"):
        total_of([])


# Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10. There the difference is
# the first proportion less the second.
PUBLISHED = [
    ((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062), ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775), ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0), ((10, 10), (0, 10), 0.6075, 1.0),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "low", "high"), PUBLISHED)
def test_the_interval_of_a_difference_is_that_of_newcombe(first, second, low, high):
    found = difference(second, first)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.excludes_zero is (low > 0)


@pytest.mark.parametrize(
    # Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3 (Wilson's score).
    ("yes", "asked", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
     (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_the_interval_of_a_proportion_is_that_of_wilson(yes, asked, low, high):
    found = proportion(yes, asked)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("yes", "asked"), [(31, 30), (0, 0), (-1, 5)])
def test_more_yes_than_were_asked_is_refused(yes, asked):
    with pytest.raises(ImpossibleCountError):
        proportion(yes, asked)
    with pytest.raises(ImpossibleCountError):
        difference((yes, asked), (1, 2))
