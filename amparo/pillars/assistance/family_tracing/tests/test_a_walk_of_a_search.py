"""Whatever is said in whatever order: nobody is shown, told or handed over against their word.

A short walk each time; a long one with AMPARO_WALK_STEPS.
"""

import os

import pytest

from amparo.pillars.assistance.family_tracing.models import Reunification
from amparo.pillars.assistance.family_tracing.status import MatchFacts
from amparo.pillars.assistance.family_tracing.tests.walking import walk

pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("AMPARO_WALK_STEPS", "24"))


def test_a_walk_meets_no_forbidden_state(cast, tracer):
    figures = walk(STEPS, 20260314, cast)
    assert figures["steps"] >= STEPS
    assert figures["refused"] > figures["together"] > 0, figures


def asks_one_side_alone(monkeypatch):
    monkeypatch.setattr(MatchFacts, "may_be_shown", property(lambda pair: pair.relative_consents))


def looks_at_no_check(monkeypatch):
    monkeypatch.setattr(Reunification, "_must_pass", lambda reunion, on: None)


@pytest.mark.nightly
@pytest.mark.parametrize("plant", [asks_one_side_alone, looks_at_no_check])
def test_what_was_planted_is_found(plant, cast, tracer, monkeypatch):
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        walk(600, 7, cast)
