"""What `make evidence` walks for long takes a few steps here; what is wrong would be seen."""

import pytest

from amparo.pillars.assistance.money.models import Grant
from amparo.pillars.assistance.returns.models import ReturnJourney, bookings
from amparo.pillars.assistance.tracing.standing import Pair
from amparo.pillars.assistance.trafficking.htcds.tests import records
from tests.walk import htcds, journeys

pytestmark = pytest.mark.django_db


def test_a_few_steps_of_each_meet_nothing_forbidden(cast):
    told = journeys.walk(steps=150, seed=1, cast=cast)
    assert told["forbidden"] == 0, told["found"]
    assert all(told[name] >= 50 for name in journeys.WALKS)
    assert told["steps"] >= 150
    assert told["refused"] > 0


def looks_at_no_gate(monkeypatch):
    """Neither when they book, nor when all is put right after a deed."""
    monkeypatch.setattr(bookings, "must_be_passed", lambda way, on: None)
    monkeypatch.setattr(ReturnJourney, "_unbook_behind_new_gates", lambda journey, by: None)


def forgets_what_was_paid(monkeypatch):
    monkeypatch.setattr(Grant, "settle", lambda grant, paid: None)


def asks_one_side_alone(monkeypatch):
    monkeypatch.setattr(Pair, "may_be_shown", property(lambda pair: pair.relative_consents))


PLANTED = {
    "gates": looks_at_no_gate,
    "payments": forgets_what_was_paid,
    "consents": asks_one_side_alone,
}


@pytest.mark.parametrize("name", PLANTED)
def test_what_was_planted_is_found_and_told(name, cast, monkeypatch):
    PLANTED[name](monkeypatch)
    monkeypatch.setattr(journeys, "WALKS", {name: journeys.WALKS[name]})
    told = journeys.walk(steps=journeys.STRETCH * 2, seed=1, cast=cast)
    assert told["forbidden"] > 0
    assert all(each.startswith(name) for each in told["found"])


def test_a_record_that_comes_back_otherwise_is_told(monkeypatch):
    def lost(shape, several):
        assert shape != "csv"

    monkeypatch.setattr(records, "must_come_back", lost)
    told = htcds.walk(records=8, seed=1)
    assert told["different"] > 0
    assert all(each.startswith("csv") for each in told["found"])
    assert told["records"] >= 8
