"""What people had believed around a campaign: small numbers hidden, others rounded, none shown as
more than it is.
"""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from amparo.foundation.core.journey_beliefs import (
    BeliefCount,
    BeliefFigures,
    BeliefPeriod,
    ask_beliefs,
)
from amparo.foundation.people.models import Person, Place
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake import belief_figures
from amparo.pillars.assistance.intake.belief_comparison import BeliefComparison
from amparo.pillars.assistance.intake.models import Screening

# Names of code lists are in the database.
pytestmark = pytest.mark.django_db
SECRET = b"for tests only"
CODES = ("job_arranged", "awaited", "none")
FIRST, LAST = date(2026, 5, 1), date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def rounded(*beliefs):
    people = dict(enumerate(beliefs, start=2**40))
    return belief_figures._rounded(people, CODES, SECRET)


def test_below_five_who_answered_nothing_is_shown():
    answered, counts = rounded(*[("job_arranged",)] * 4)
    assert answered is None
    assert set(counts.values()) == {(None, None)}


def test_small_counts_are_hidden_nobody_included_and_others_are_rounded():
    answered, counts = rounded(*[("job_arranged", "awaited")] * 4, *[("job_arranged",)] * 23)
    assert answered in (25, 30)
    assert counts["job_arranged"][0] == answered
    assert counts["awaited"] == counts["none"] == (None, None)


def test_without_twenty_five_there_is_a_count_and_no_share():
    answered, counts = rounded(*[("awaited",)] * 10, *[("none",)] * 10)
    assert (answered, counts["awaited"], counts["none"]) == (20, (10, None), (10, None))


def made(answered, **shares):
    counts = {
        code: BeliefCount(answered * shares[code] // 100, answered, shares[code])
        if code in shares
        else BeliefCount(None, answered)
        for code in CODES
    }
    return BeliefPeriod(FIRST, LAST, answered, counts)


def compared(before, during, after):
    return BeliefComparison(BeliefFigures(before, during, after, CODES, belief_figures.TEMPLATE))


def test_a_share_stands_with_how_many_and_its_interval():
    page = compared(made(50, job_arranged=60), None, made(50, job_arranged=20))
    line = page.lines[0]
    assert [cell.count for cell in line.cells] == ["30", "–", "10"]
    assert line.cells[0].share == "60 %, interval 46 to 72 %"
    assert line.change == "-40 points, interval -55 to -21"
    assert page.columns[0].answered == "50 answered"
    assert page.columns[1].months == "No month of it is over"


def test_a_change_that_may_be_chance_is_not_called_one_and_a_hidden_one_is_none():
    page = compared(made(50, job_arranged=40, awaited=20), None, made(50, job_arranged=30))
    assert page.lines[0].change.startswith("not clear: -10 points")
    assert page.lines[1].cells[2].count == "fewer than 5: not shown"
    assert page.lines[1].change == "–"


def test_the_picture_has_the_same_figures_and_none_for_what_is_hidden():
    page = compared(made(50, job_arranged=60), made(40, job_arranged=50), None)
    pair = page.chart.pairs[0]
    assert (pair.before, pair.after) == (60, 50)
    assert page.chart.after_name == "During"
    assert page.chart.hidden_values
    assert compared(None, None, None).chart is None


def test_too_few_answers_are_no_sign_that_nobody_believes_it():
    nothing = {code: BeliefCount(None, None) for code in CODES}
    few = BeliefFigures(
        BeliefPeriod(FIRST, LAST, None, nothing), None, None, CODES, belief_figures.TEMPLATE
    )
    shown = render_to_string(few.template, {"figures": few})
    assert "That says nothing of what people believe." in shown
    assert "<table" not in shown


def test_the_panel_of_a_campaign_shows_chart_table_and_limits():
    figures = BeliefFigures(
        made(50, job_arranged=60), made(30, none=50), made(50, job_arranged=20), CODES,
        belief_figures.TEMPLATE,
    )  # fmt: skip
    shown = render_to_string(figures.template, {"figures": figures})
    assert "<svg" in shown
    assert "A job was arranged" in shown
    assert "a change has other causes too" in shown


# With screenings.


@pytest.fixture
def around(db, many_cases, monkeypatch):
    """Six people before, six others after; of each the day and what they believed."""
    monkeypatch.setattr(belief_figures, "localdate", lambda: date(2026, 12, 2))
    cases = many_cases(12)
    days = [datetime(2026, 4, 10, 12, tzinfo=UTC)] * 6 + [datetime(2026, 7, 3, 12, tzinfo=UTC)] * 6
    Screening.objects.bulk_create(
        Screening(case=case, by=case.owner, at=at, beliefs=["awaited"], belief_outcome="partly")
        for case, at in zip(cases, days, strict=True)
    )
    return cases


def asked(**about):
    [figures] = ask_beliefs(FIRST, LAST, **about)
    return [
        (each.answered, each.counts["awaited"].count) if each.answered else None
        for each in figures.periods
    ]


def test_people_are_counted_before_during_and_after_in_few_queries(
    around, django_assert_max_num_queries
):
    with django_assert_max_num_queries(3):
        found = asked()
    assert found[1] is None
    assert all(each in ((5, 5), (10, 10)) for each in (found[0], found[2]))


def test_one_person_counts_once_as_they_answered_last_and_silence_not_at_all(around):
    first = around[0]
    at = datetime(2026, 4, 20, 12, tzinfo=UTC)
    Screening.objects.create(case=first, by=first.owner, at=at, beliefs=["no_answer"])
    Screening.objects.create(case=first, by=first.owner, at=at, beliefs=[])
    Screening.objects.create(case=around[1], by=first.owner, at=at, beliefs=["none"])
    Screening.objects.create(case=around[2], by=first.owner, at=at, beliefs=["none"])
    [figures] = ask_beliefs(FIRST, LAST)
    assert figures.before.answered in (5, 10)  # six people answered, in nine screenings
    assert figures.before.counts["awaited"].count is None  # four of them as they answered last


def test_places_are_regions_and_countries_are_where_people_come_from(around):
    country = Place.objects.create(name="Bolivia", kind="country", country="BO")
    region = Place.objects.create(name="Norte", kind="region", country="BO", within=country)
    town = Place.objects.create(name="Puerto", kind="town", country="BO", within=region)
    other = Place.objects.create(name="Sur", kind="region", country="BO", within=country)
    Case.objects.filter(pk__in=[each.pk for each in around]).update(place=town)
    persons = Person.objects.filter(pk__in=[each.person_id for each in around])
    persons.update(nationality="VE")
    everybody = asked()
    assert asked(places=[region.pk]) == asked(places=[country.pk]) == everybody
    assert asked(places=[town.pk]) == everybody
    assert asked(countries=["VE"], places=[region.pk]) == everybody
    assert asked(countries=["CO"]) == asked(places=[other.pk]) == asked(places=[0]) == [None] * 3
    Case.objects.filter(pk__in=[each.pk for each in around]).update(place=None)
    assert asked(places=[region.pk]) == [None] * 3
    assert asked() == everybody


def test_a_page_of_another_package_includes_them_by_their_months(around):
    page = Template(
        "{% load belief_figures %}{% beliefs_around first last as found %}"
        "{% for figures in found %}{% include figures.template %}{% endfor %}"
    )
    shown = page.render(Context({"first": FIRST, "last": LAST}))
    assert "Family or a partner would be waiting" in shown
    assert page.render(Context({"first": FIRST, "last": None})) == ""
