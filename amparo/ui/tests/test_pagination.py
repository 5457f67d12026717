"""A long list is walked to its end and back without missing or repeating anybody."""

import pytest
from django.contrib.auth.models import Group
from django.http import QueryDict
from django.test import RequestFactory

from amparo.ui.pagination import capped_count, paginate

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def groups():
    Group.objects.bulk_create(Group(name=f"{number:03}") for number in range(23))
    return Group.objects.all()


def walk(groups, query, *order):
    request = RequestFactory().get("/", QueryDict(query).dict())
    return paginate(groups, request, *order, size=10)


def names(rows):
    return [group.name for group in rows]


@pytest.mark.parametrize("order", [("name",), ("-name",), ("-name", "id")])
def test_forth_and_back(groups, order):
    first = walk(groups, "", *order)
    second = walk(groups, first.later, *order)
    third = walk(groups, second.later, *order)
    everybody = names(groups.order_by(*order))
    assert names(first) + names(second) + names(third) == everybody
    assert not first.earlier
    assert not third.later
    assert names(walk(groups, third.earlier, *order)) == names(second)
    assert names(walk(groups, second.earlier, *order)) == names(first)


def test_filters_travel_along(groups):
    assert "team=north" in walk(groups, "team=north", "name").later


def test_a_place_that_somebody_made_up_is_the_beginning(groups):
    assert names(walk(groups, "after=made-up", "name"))[0] == "000"


def test_counting_stops_where_nobody_waits(groups):
    assert capped_count(groups, cap=100) == 23
    assert capped_count(groups, cap=10) == 11
