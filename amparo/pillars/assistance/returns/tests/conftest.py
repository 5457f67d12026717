"""Rosa and her daughter, who think of going home; and what other packages ask is left to them."""

import pytest
from django.utils import translation

from amparo.foundation.people.models.consents import Choice, Consent, ConsentGiven
from amparo.pillars.assistance.gates import kinds
from amparo.pillars.assistance.returns import rules

from . import ways


@pytest.fixture(autouse=True)
def _in_english():
    """What is refused is read in the language in which these promises are written."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch, supervisor):
    """What another package knows of a child or of a trafficked person is tried there."""
    for kind in (rules.BEST_INTERESTS, rules.TRAFFICKING):
        monkeypatch.setitem(kinds._takes, kind, [])


@pytest.fixture
def journey(case):
    return ways.begun(case)


@pytest.fixture
def with_child(case, nayeli, caseworker):
    """Rosa and Nayeli go together."""
    case.add_dependant(nayeli, "child", by=caseworker)
    return ways.begun(case, case.person, nayeli)


@pytest.fixture
def say_no(caseworker):
    """They no longer want another office of ours to read their file."""

    def say(person):
        no = ConsentGiven((Choice("transfer", False),), "verbal", "es")
        Consent.record(person, no, by=caseworker)

    return say
