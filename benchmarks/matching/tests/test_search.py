"""Who comes back is found by the form that is filled in, and who is new is hardly ever stopped.

In a small register of made-up families; `make bench-matching` says the same of a large one.
"""

import pytest
from django.db import connection

from amparo.foundation.people.matching import ALERT

from .. import loader, search
from ..register import Register

pytestmark = pytest.mark.nightly

REGISTER = Register(1_200, seed=11, returning=150, newcomers=120)


@pytest.fixture
def loaded(db):
    return loader.load(REGISTER)


def test_they_are_found_and_newcomers_are_left_in_peace(loaded):
    told = search.search_figures(loaded)
    assert told["form"]["@10"] >= 0.97
    assert told["form"]["@1"] >= 0.95
    assert told["typed"]["@10"] >= 0.85
    [alert] = [each for each in told["alerts"] if each["bits"] == ALERT]
    assert alert["returning"] >= 0.85
    assert alert["others"] <= 0.05


def test_more_of_them_are_found_than_by_trigrams(loaded):
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL has trigrams.")
    told = search.search_figures(loaded)["form"]
    for usual in search.trigram_figures(REGISTER, loaded.returning).values():
        assert told["@1"] > usual["@1"]
        assert told["@10"] >= usual["@10"]  # of so few, trigrams too find most
