"""The chain of a case: each unmet need stands beside the narrowest pattern that counts it."""

from datetime import date

import pytest

from amparo.foundation.links.models import Pattern, PatternFigure
from amparo.foundation.people.models import Place
from amparo.pillars.assistance.assessment.case_chain import chain_of_case, nearest_patterns
from amparo.pillars.assistance.assessment.models import Need, UnmetNeed

pytestmark = pytest.mark.django_db
SHELTER = "shelter.emergency"


@pytest.fixture
def region():
    return Place.create(by=None, name="Altiplano", kind="region", country="BO")


@pytest.fixture
def town(region):
    return Place.create(by=None, name="Puerto Alto", kind="town", country="BO", within=region)


@pytest.fixture
def state(case, town, caseworker):
    """A need of the case that stays unmet in the town."""

    def make(service, right=""):
        case.place = town
        case.save()
        Need.add(case, by=caseworker, service_type=service, horizon="immediate")
        need = Need.objects.get(case=case, service_type=service)
        return UnmetNeed.state(need, by=caseworker, reason="full", right=right)

    return make


@pytest.fixture
def unmet(state):
    return state(SHELTER, "housing")


def counted(place, service=SHELTER, right="", cases=25):
    pattern = Pattern.objects.create(place=place, service_type=service, right=right)
    if cases:
        PatternFigure.objects.create(pattern=pattern, month=date(2026, 3, 1), cases=cases)
    return pattern


def test_the_narrowest_pattern_is_shown(unmet, region, case, caseworker):
    assert nearest_patterns([unmet]) == {}
    [line] = chain_of_case(case, caseworker)
    assert (line.pattern, line.chain) == (None, None)
    for place, service, right in (
        (region, "shelter", ""), (region, SHELTER, ""), (region, SHELTER, "housing"),
        (unmet.place, SHELTER, ""), (unmet.place, SHELTER, "housing"),
    ):  # fmt: skip
        pattern = counted(place, service, right)
        assert nearest_patterns([unmet]) == {unmet: pattern}
    [line] = chain_of_case(case, caseworker)
    assert line.pattern.pattern == pattern


def test_a_pattern_without_figures_counts_nobody(unmet, region):
    wider = counted(region)
    counted(unmet.place, right="housing", cases=0)
    counted(unmet.place, right="health")
    assert nearest_patterns([unmet]) == {unmet: wider}


def test_a_need_without_a_place_is_in_no_pattern(unmet, case, caseworker):
    counted(unmet.place)
    UnmetNeed.objects.update(place=None)
    [line] = chain_of_case(case, caseworker)
    assert (line.pattern, list(line.bearers)) == (None, [])


def test_more_needs_of_one_pattern_cost_no_more_queries(
    state, unmet, case, caseworker, django_assert_max_num_queries
):
    counted(unmet.place)
    for service in ("shelter.transitional", "health.primary", "legal.advice"):
        state(service)
    with django_assert_max_num_queries(14):
        lines = chain_of_case(case, caseworker)
    assert [line.pattern is not None for line in lines] == [False, False, False, True]
