"""Whatever changes hands, nobody is shown what is not theirs: a random walk finds no way in.

OWASP ASVS 5.0, V8.3.2: what was taken back is obeyed by the next request. `make evidence` walks
further.
"""

import pytest

from amparo.foundation.trust.access import role
from amparo.foundation.trust.models import User
from amparo.foundation.trust.reach import ReachQuerySet, rulebook
from amparo.foundation.trust.wall.standing import is_up
from amparo.pillars.assistance.models import Case, Note
from tests.walk import walk

pytestmark = pytest.mark.django_db


def test_v8_3_2_a_walk_finds_no_leak():
    figures = walk(steps=700, seed=20260314)
    assert figures["leaks"] == 0, figures["found"]
    assert figures["steps"] >= 700
    assert len(figures["surfaces"]) >= 12, "It looked nearly everywhere."
    assert bool(figures["surfaces"].get("second wall")) == is_up()


def let_every_caseworker_in(monkeypatch):
    monkeypatch.setitem(rulebook[Case], "see", role("case.see"))


def let_notes_follow_a_role(monkeypatch):
    monkeypatch.setitem(rulebook[Note], "see", role("case.see"))


def let_an_emergency_go_on(monkeypatch):
    monkeypatch.setattr(ReachQuerySet, "live", lambda rows: rows.all())


def let_a_leave_outlast_its_day(monkeypatch):
    def groups(user):
        return [grant.holder for grant in user.grants.filter(ended_at=None)]

    monkeypatch.setattr(User, "groups", property(groups))


@pytest.mark.parametrize(
    "plant",
    [
        let_every_caseworker_in,
        let_notes_follow_a_role,
        let_an_emergency_go_on,
        let_a_leave_outlast_its_day,
    ],
)
def test_a_leak_that_was_planted_is_found(plant, monkeypatch):
    plant(monkeypatch)
    assert walk(steps=2000, seed=7)["leaks"] == 1
