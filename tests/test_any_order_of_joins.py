"""In whatever order files are joined and parted: nobody sees more, and nothing is changed.

`make evidence` tries many more.
"""

import pytest

from amparo.foundation.core.permissions.grants import permission_rules
from amparo.foundation.people import merged_records, permissions
from amparo.foundation.people.models import Merge
from tests.joins import try_joins

pytestmark = pytest.mark.django_db


def test_no_order_shows_more_or_changes_anything():
    figures = try_joins(12, seed=20261127)
    assert figures["wrong"] == 0, figures["found"]
    assert min(figures[done] for done in ("joined", "asked", "confirmed", "parted")) > 0
    assert figures["pages"] > 100


def test_a_house_that_shows_joined_files_to_all_is_found_out(monkeypatch):
    see = permissions.any_of(*(permissions.via_foreign_key(end) for end in ("kept", "joined")))
    monkeypatch.setitem(permission_rules, Merge, permission_rules[Merge] | {"see": see})
    assert try_joins(20, seed=1)["wrong"] == 1


def test_a_house_that_forgets_to_lead_on_is_found_out(monkeypatch):
    monkeypatch.setattr(merged_records, "merges_visible_to", lambda user: Merge.objects.none())
    assert try_joins(20, seed=1)["wrong"] == 1
