"""A case that is kept to those with leave, and the way of its person out of exploitation."""

import pytest
from django.utils import translation

from amparo.foundation.core.models import RestrictedGroupAccess
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.counter_trafficking.models import TraffickingRecord


@pytest.fixture(autouse=True)
def _in_english():
    """What is refused is read in the language in which these promises are written."""
    with translation.override("en"):
        yield


@pytest.fixture
def keeper(cast):
    """A colleague with leave for such files, who does not accompany this case."""
    return cast.keeper


@pytest.fixture
def lead(cast, office):
    """Who answers for the team, with leave."""
    user = cast._user("lead", "Ada Lovo", "supervisor", office=office)
    RestrictedGroupAccess.give(to=user, group="trafficking", office=office, by=None)
    return user


@pytest.fixture
def open_way(case, rosa, caseworker):
    """The case is not kept to anybody yet."""
    return TraffickingRecord.begin(case, rosa, by=caseworker)


@pytest.fixture
def way(open_way, caseworker):
    open_way.case.restrict(Case.Confidentiality.TRAFFICKING, by=caseworker)
    return open_way


@pytest.fixture
def at(way):
    """The page of that way, and what lies under it."""
    return lambda deed="": f"/cases/{way.case.ref}/exploitation/{way.ref}/{deed}"
