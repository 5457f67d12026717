"""The people of our tests: Rosa and her family, those who help her, and the stranger."""

import gc

import pytest
from _pytest import runner
from django.core.cache import caches
from django.db import reset_queries

from amparo.ops.server.stack import call_with_room
from tests.support.cast import Cast

pytest_plugins = [
    "tests.support.turns",
    "tests.support.costs",
    "tests.support.nightly",
    "tests.support.tiers",
    "tests.support.fixtures",
    "tests.support.shared_start",
    "tests.support.browser",
    "tests.support.installations",
    "tests.support.fake_services",
    "tests.support.openrosa_client",
    "tests.support.devices",
    "tests.support.sample_data",
    "tests.support.stories",
    "tests.support.casework",
]


# Test processes keep a large heap and end soon: looking through it rarely takes a twentieth less
# processor, and collecting tests a quarter less.
gc.set_threshold(50_000, 10, 20)


def pytest_collection_finish():
    """What was imported and collected stays until the end, and is looked through no more."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """As requests and commands do, with its fixtures: it takes a fifth less processor."""
    return call_with_room(runner.pytest_runtest_protocol, item, nextitem)


@pytest.fixture(autouse=True)
def clear_caches():
    """What one test was answered is not kept for the next; nor is what it asked, for a full log
    of questions tells of no further ones.
    """
    caches["pages"].clear()
    caches["figures"].clear()
    caches["drawings"].clear()
    reset_queries()


@pytest.fixture
def in_la_paz(monkeypatch):
    """The main office stands in La Paz, also where a night puts it elsewhere."""
    monkeypatch.setattr("tests.support.cast.ZONE", "America/La_Paz")


def _part(name):
    def play(cast):
        return getattr(cast, name)

    play.__doc__, play.part = getattr(Cast, name).__doc__, name
    return pytest.fixture(name=name)(play)


organization = _part("organization")
office = _part("office")
other_office = _part("other_office")
team = _part("team")
other_team = _part("other_team")
caseworker = _part("caseworker")
colleague = _part("colleague")
supervisor = _part("supervisor")
practice_office = _part("practice_office")
practice_team = _part("practice_team")
practising_caseworker = _part("practising_caseworker")
practising_supervisor = _part("practising_supervisor")
nurse = _part("nurse")
official = _part("official")
data_officer = _part("data_officer")
programme_manager = _part("programme_manager")
policy_officer = _part("policy_officer")
donor_reader = _part("donor_reader")
administrator = _part("administrator")
auditor = _part("auditor")
stranger = _part("stranger")
consent = _part("consent")
rosa = _part("rosa")
nayeli = _part("nayeli")
family = _part("family")
case = _part("case")
