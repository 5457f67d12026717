"""Whatever befalls three telephones and the lines between: 0 lost, 0 doubled, no change unseen.

`make evidence` tries many more.
"""

import pytest

from amparo.foundation.fieldwork.sync import commands
from amparo.foundation.people import offline
from tests.support.nightly import examples
from tests.walks.sync import try_schedules

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def test_no_schedule_loses_or_doubles_anything():
    count = examples(300)
    figures = try_schedules(count, seed=20261126)
    assert figures["wrong"] == 0, figures["found"]
    assert figures["schedules"] >= 0.9 * count
    assert figures["conflicts"] > count / 10, "They met with few conflicts: it tried nothing."
    assert figures["telephones lost"] > count / 10


@pytest.mark.nightly
def test_letting_the_last_word_win_is_found_out(monkeypatch):
    def take_all(changes, _current):
        return commands.MergeResult({name: change.now for name, change in changes.items()})

    monkeypatch.setattr(offline, "merge_changes", take_all)
    assert try_schedules(200, seed=1)["wrong"] == 1
