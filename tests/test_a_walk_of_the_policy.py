"""Whatever changes hands, nobody is shown what is not theirs: a random walk finds no way in.

OWASP ASVS 5.0, V8.3.2: what was taken back is obeyed by the next request. `make evidence` walks
further.
"""

from collections import Counter

import pytest

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import AccessGrantQuerySet, permission_rules
from amparo.foundation.core.permissions.rls.context import rls_installed
from amparo.foundation.core.permissions.rules import has_permission
from amparo.pillars.assistance.models import Case, Note
from tests.support.nightly import examples
from tests.walk import machine, walk
from tests.walk.looks import Leak

pytestmark = pytest.mark.django_db


def test_v8_3_2_a_walk_finds_no_leak():
    steps = examples(1000)
    figures = walk(steps=steps, seed=20260314)
    assert figures["leaks"] == 0, figures["found"]
    assert figures["steps"] >= steps
    assert len(figures["surfaces"]) >= 12, "It looked nearly everywhere."
    assert bool(figures["surfaces"].get("second wall")) == rls_installed()


def let_every_caseworker_in(monkeypatch):
    monkeypatch.setitem(permission_rules[Case], "see", has_permission("case.see"))


def let_notes_follow_a_role(monkeypatch):
    monkeypatch.setitem(permission_rules[Note], "see", has_permission("case.see"))


@pytest.mark.parametrize("plant", [let_every_caseworker_in, let_notes_follow_a_role])
def test_a_leak_that_was_planted_is_found(plant, monkeypatch):
    plant(monkeypatch)
    assert walk(steps=2000, seed=7)["leaks"] == 1


@pytest.fixture
def begun():
    with machine(Counter(), Counter()) as each:
        yield each()


def test_v8_3_2_an_emergency_that_would_go_on_is_noticed_at_once(begun, monkeypatch):
    monkeypatch.setattr(AccessGrantQuerySet, "live", lambda rows: rows.all())
    with pytest.raises(Leak, match="opens too wide"):
        begun.close_an_emergency(0, "lapses")


def test_v8_3_2_a_leave_that_would_outlast_its_day_is_noticed_at_once(begun, monkeypatch):
    def groups(user):
        return [grant.holder for grant in user.grants.filter(ended_at=None)]

    monkeypatch.setattr(User, "groups", property(groups))
    with pytest.raises(Leak, match="opens too wide"):
        begun.take_leave_back(0, lapses=True)


def test_v8_3_2_both_are_obeyed_at_once(begun):
    begun.close_an_emergency(0, "lapses")
    begun.take_leave_back(0, lapses=True)
    assert begun.figures["looks"] >= 4
