"""The level that the rule proposes of harm and spread."""

import pytest

from amparo.foundation.protection.risk import Band
from amparo.pillars.advocacy.rumours.rumour_risk import Because, Report, Spread, assess, spread_of

MOUTH, GROUP = "person", "messaging"


def reports(*places, channel=MOUTH):
    return [Report(channel, place) for place in places]


def test_one_report_from_nowhere_says_nothing_of_the_spread():
    assert spread_of([Report(MOUTH)]) is Spread.UNKNOWN
    assert spread_of([]) is Spread.UNKNOWN


@pytest.mark.parametrize(
    ("reports", "spread"),
    [
        (reports("harbour"), Spread.NARROW),
        (reports("harbour", "harbour"), Spread.NARROW),
        (reports("harbour", "terminal"), Spread.SPREADING),
        (reports(None, channel=GROUP), Spread.SPREADING),
        (reports("harbour", "terminal", channel=GROUP), Spread.WIDE),
        (reports("harbour", "terminal", "border"), Spread.WIDE),
        (reports(*["harbour"] * 10), Spread.WIDE),
    ],
)
def test_spread_grows_with_reports_places_and_channels_that_reach_many(reports, spread):
    assert spread_of(reports) is spread


def test_what_nobody_named_a_harm_of_is_not_assessed_however_wide_it_is():
    found = assess([], reports("a", "b", "c", channel=GROUP))
    assert (found.band, found.because) == (Band.NONE, Because.NO_HARM_NAMED)


def test_a_mild_harm_of_unknown_spread_is_not_assessed_and_never_low():
    assert assess(["confusion"], reports(None)).band is Band.NONE
    assert assess(["confusion"], reports("harbour")).band is Band.LOW
    assert assess(["confusion"], reports("a", "b", "c")).band is Band.MEDIUM


def test_grave_harm_counts_at_once_and_widely_heard_is_critical():
    assert assess(["trafficking", "confusion"], reports(None)).band is Band.HIGH
    assert assess(["trafficking"], reports("a", "b", "c")).band is Band.CRITICAL


def test_moderate_harm_grows_with_the_spread_and_danger_now_is_critical():
    assert assess(["money"], reports("harbour")).band is Band.MEDIUM
    assert assess(["money"], reports("a", "b", "c")).band is Band.HIGH
    assert assess(["money"], reports("harbour"), is_imminent=True).because is Because.DANGER_NOW


def test_a_harm_that_an_installation_added_is_moderate_and_never_low():
    assert assess(["something_local"], reports("harbour")).band is Band.MEDIUM
