"""Random walks over permissions, programmes and merges: nobody is shown what is not theirs.

OWASP ASVS 5.0, V8.3.2: what was taken back is obeyed by the next request. A few steps of what
`make evidence` walks for long; what is wrong would be seen.
"""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db.models import DateTimeField, Value

from amparo.foundation.core.extension_points import permission_rules
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions import grants
from amparo.foundation.core.permissions.rls.context import rls_installed
from amparo.foundation.core.permissions.rules import has_permission
from amparo.foundation.people import merged_records, permissions
from amparo.foundation.people.models import Merge
from amparo.pillars.assistance.cases.models import Case, Note
from amparo.pillars.assistance.counter_trafficking.htcds.tests import records
from amparo.pillars.assistance.family_tracing.status import MatchFacts
from amparo.pillars.assistance.pathways.payments.models import AssistanceGrant
from amparo.pillars.assistance.returns.models import ReturnJourney, bookings
from tests.support.nightly import examples
from tests.walks import programmes
from tests.walks.merges import try_joins
from tests.walks.permissions import machine, walk
from tests.walks.permissions.checks import Leak

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


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


@pytest.mark.nightly
@pytest.mark.parametrize("plant", [let_every_caseworker_in, let_notes_follow_a_role])
def test_a_leak_that_was_planted_is_found(plant, monkeypatch):
    plant(monkeypatch)
    assert walk(steps=2000, seed=7)["leaks"] == 1


@pytest.fixture
def begun():
    with machine(Counter(), Counter()) as each:
        yield each()


def test_v8_3_2_an_emergency_that_would_go_on_is_noticed_at_once(begun, monkeypatch):
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(grants, "Now", lambda: Value(long_ago, output_field=DateTimeField()))
    with pytest.raises(Leak, match="opens too wide"):
        begun.close_an_emergency(0, "lapses")


def test_v8_3_2_a_leave_that_would_outlast_its_day_is_noticed_at_once(begun, monkeypatch):
    def groups(user):
        return [grant.grantee for grant in user.restricted_group_accesses.filter(ended_at=None)]

    monkeypatch.setattr(User, "groups", property(groups))
    with pytest.raises(Leak, match="opens too wide"):
        begun.take_leave_back(0, lapses=True)


def test_v8_3_2_both_are_obeyed_at_once(begun):
    begun.close_an_emergency(0, "lapses")
    begun.take_leave_back(0, lapses=True)
    assert begun.figures["looks"] >= 4


# Programmes.


def test_a_few_steps_of_each_meet_nothing_forbidden(cast):
    told = programmes.walk_programmes(steps=150, seed=1, cast=cast)
    assert told["forbidden"] == 0, told["found"]
    assert all(told[name] >= 50 for name in programmes.WALKS)
    assert told["steps"] >= 150
    assert told["refused"] > 0


def looks_at_no_check(monkeypatch):
    """Neither when they book, nor when all is put right after a deed."""
    monkeypatch.setattr(bookings, "require_checks_passed", lambda ref, on: None)
    monkeypatch.setattr(ReturnJourney, "_unbook_behind_new_checks", lambda journey, by: None)


def forgets_what_was_paid(monkeypatch):
    monkeypatch.setattr(AssistanceGrant, "settle", lambda grant, paid: None)


def asks_one_side_alone(monkeypatch):
    monkeypatch.setattr(MatchFacts, "may_be_shown", property(lambda pair: pair.relative_consents))


PLANTED = {
    "checks": looks_at_no_check,
    "payments": forgets_what_was_paid,
    "consents": asks_one_side_alone,
}


@pytest.mark.nightly
@pytest.mark.parametrize("name", PLANTED)
def test_what_was_planted_is_found_and_told(name, cast, monkeypatch):
    PLANTED[name](monkeypatch)
    monkeypatch.setattr(programmes, "WALKS", {name: programmes.WALKS[name]})
    told = programmes.walk_programmes(steps=programmes.STRETCH * 2, seed=1, cast=cast)
    assert told["forbidden"] > 0
    assert all(each.startswith(name) for each in told["found"])


@pytest.mark.nightly
def test_a_record_that_comes_back_otherwise_is_told(monkeypatch):
    def lost(shape, several):
        assert shape != "csv"

    monkeypatch.setattr(records, "must_come_back", lost)
    told = programmes.walk_htcds(records=8, seed=1)
    assert told["different"] > 0
    assert all(each.startswith("csv") for each in told["found"])
    assert told["records"] >= 8


# Merges, in whatever order.


def test_no_order_shows_more_or_changes_anything():
    figures = try_joins(12, seed=20261127)
    assert figures["wrong"] == 0, figures["found"]
    assert min(figures[done] for done in ("joined", "asked", "confirmed", "parted")) > 0
    assert figures["pages"] > 100


@pytest.mark.nightly
def test_showing_joined_files_to_all_is_found_out(monkeypatch):
    see = permissions.any_of(*(permissions.via_foreign_key(end) for end in ("kept", "duplicate")))
    monkeypatch.setitem(permission_rules[Merge], "see", see)
    assert try_joins(20, seed=1)["wrong"] == 1


@pytest.mark.nightly
def test_forgetting_to_lead_on_is_found_out(monkeypatch):
    monkeypatch.setattr(merged_records, "merges_visible_to", lambda user: Merge.objects.none())
    assert try_joins(20, seed=1)["wrong"] == 1
