"""Whatever befalls three telephones and the lines between: 0 lost, 0 doubled, no change unseen.

`make evidence` tries many more.
"""

import pytest

from amparo.foundation.fieldwork import merging
from amparo.foundation.people import fieldwork
from tests.schedules import try_schedules

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_no_schedule_loses_or_doubles_anything():
    figures = try_schedules(200, seed=20261126)
    assert figures["wrong"] == 0, figures["found"]
    assert figures["schedules"] >= 190
    assert figures["conflicts"] > 20, "They met with few conflicts: it tried nothing."
    assert figures["telephones lost"] > 20


def test_a_house_that_lets_the_last_word_win_is_found_out(monkeypatch):
    def take_all(changes, _current):
        return merging.Merged({name: change.now for name, change in changes.items()})

    monkeypatch.setattr(fieldwork, "merge", take_all)
    assert try_schedules(200, seed=1)["wrong"] == 1
