"""Patterns are counted from cases, lead to no case, and the chain is walked both ways."""

from datetime import timedelta

import pytest
from django.utils import translation

from amparo.foundation.directory.models import DutyBearer
from amparo.foundation.links.chain import PATTERN, chain_of, lines_of
from amparo.foundation.links.counting import count_patterns
from amparo.foundation.links.models import Link, Pattern, PatternFigure
from amparo.foundation.people.models import Place
from amparo.pillars.assistance.assessment.models import Need, UnmetNeed
from amparo.pillars.dialogue.models import Commitment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def today(office):
    return office.today()


@pytest.fixture
def region(db):
    country = Place.objects.create(name="Bolivia", kind="country", country="BO")
    return Place.objects.create(name="Altiplano", kind="region", country="BO", within=country)


@pytest.fixture
def town(region):
    return Place.objects.create(name="Puerto", kind="town", country="BO", within=region)


@pytest.fixture
def unmet(cast, town, caseworker):
    """So many cases whose need for a shelter is unmet, because it is full."""

    def make(count, right="housing"):
        for number in range(count):
            person = cast._person(given_names=f"Ana {number}")
            case = cast.open_case(person=person, place=town)
            Need.add(case, by=caseworker, service_type="shelter.emergency", horizon="immediate")
            need = Need.objects.get(case=case)
            UnmetNeed.state(need, by=caseworker, reason="full", right=right)

    return make


@pytest.fixture
def pledge(policy_officer, office, today):
    return Commitment.record(
        by=policy_officer, office=office, origin="pledge", text="Open beds.", language="en",
        today=today,
    )  # fmt: skip


def rest(commitment, pattern, by):
    return Link.add(
        by=by, source=("commitment", commitment), relation="rests_on", target=(PATTERN, pattern)
    )


def test_seven_cases_are_a_pattern_and_four_are_none(unmet, today, town):
    unmet(4)
    assert count_patterns(today) == 0
    unmet(3)
    count_patterns(today)
    pattern = Pattern.objects.get()
    assert (pattern.place, pattern.service_type, pattern.right) == (
        town, "shelter.emergency", "housing",
    )  # fmt: skip
    figures = set(PatternFigure.objects.values_list("cases", flat=True))
    assert figures <= {5, 10}
    assert count_patterns(today) >= 1
    assert set(PatternFigure.objects.values_list("cases", flat=True)) == figures


def test_the_chain_is_walked_both_ways_and_never_to_a_case(
    client, unmet, today, pledge, policy_officer, region, ministry_of
):
    unmet(6)
    count_patterns(today)
    pattern = Pattern.objects.get()
    rest(pledge, pattern, policy_officer)
    ministry = ministry_of("housing.fulfil", region)
    chain = chain_of("commitment", pledge, policy_officer)
    assert [line.pattern for line in chain.patterns] == [pattern]
    assert chain.bearers == [ministry]
    client.force_login(policy_officer)
    there = client.get(pledge.get_absolute_url()).text
    assert pattern.get_absolute_url() in there
    back = client.get(pattern.get_absolute_url()).text
    assert pledge.get_absolute_url() in back
    assert "/cases/" not in back
    assert "Ana" not in back
    assert "AMP-" not in back


@pytest.fixture
def ministry_of(official):
    def owe(code, place):
        organization = official.office.organization
        DutyBearer.recognize(
            organization, by=None, mandate={"en": "Housing"}, obligations=[code], place=place
        )
        return organization

    return owe


def test_a_municipal_office_is_not_shown_for_the_whole_country(
    unmet, today, policy_officer, ministry_of, region
):
    elsewhere = Place.objects.create(name="Sur", kind="region", country="BO", within=region.within)
    unmet(6)
    count_patterns(today)
    ministry_of("housing.fulfil", elsewhere)
    chain = chain_of(PATTERN, Pattern.objects.get(), policy_officer)
    assert chain.bearers == []


def test_what_came_after_is_said_beside_what_was_before(pledge, policy_officer, town, today):
    pattern = Pattern.objects.create(place=town, service_type="shelter", right="")
    month = today.replace(day=1)
    earlier = (month - timedelta(days=40)).replace(day=1)
    PatternFigure.objects.create(pattern=pattern, month=earlier, cases=60)
    PatternFigure.objects.create(pattern=pattern, month=month, cases=35)
    rest(pledge, pattern, policy_officer)
    [outcome] = chain_of("commitment", pledge, policy_officer, month).outcomes
    assert "After" in outcome.text
    assert "35" in outcome.text
    assert "60" in outcome.text
    assert "because" not in outcome.text.lower()


def test_a_month_without_a_figure_is_not_said_to_be_none(town):
    pattern = Pattern.objects.create(place=town, service_type="shelter", right="")
    [line] = lines_of([pattern])
    assert line.cases is None
    assert "Fewer than 5 cases, or counted in a wider pattern" in line.figure_text


def test_where_the_chain_breaks_is_named(client, unmet, today, pledge, policy_officer):
    unmet(6)
    count_patterns(today)
    client.force_login(policy_officer)
    page = client.get("/chain/").text
    assert "Nobody has asked about it" in page
    assert "No institution is recorded that owes this right there" in page
    rest(pledge, Pattern.objects.get(), policy_officer)
    page = client.get("/chain/").text
    assert "Nobody has asked about it" not in page
    assert "It has no indicator" in page
    assert "nobody answers for it" in page


def test_linking_on_the_page_adds_and_removes(client, unmet, today, pledge, policy_officer, town):
    unmet(6)
    count_patterns(today)
    pattern = Pattern.objects.get()
    pledge.place = town
    pledge.save()
    client.force_login(policy_officer)
    url = f"/chain/commitment/{pledge.ref}/"
    assert str(pattern.ref) in client.get(url).text
    client.post(url, {"patterns": [str(pattern.ref)]})
    client.post(url, {"patterns": [str(pattern.ref)]})
    assert Link.objects.current().count() == 1
    client.post(url, {})
    assert not Link.objects.current().exists()
    assert Link.objects.count() == 1


def test_a_restricted_case_is_counted_in_its_region(unmet, today, town, region, supervisor):
    unmet(6)
    for need in UnmetNeed.objects.select_related("case"):
        type(need.case).objects.filter(pk=need.case.pk).update(confidentiality="gbv")
    count_patterns(today)
    assert Pattern.objects.get().place == region
