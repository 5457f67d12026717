"""The demo shows the same pairs, decided alike, whether or not registers can be compared here."""

import sys

import pytest

from amparo.foundation.people.deduplication import optional_dependencies
from amparo.foundation.people.deduplication.weights import NAMES
from amparo.foundation.people.models import DeduplicationRun, DuplicateCandidate
from amparo_demo.assistance import duplicates
from amparo_demo.world import World


@pytest.mark.django_db
@pytest.mark.parametrize("is_installed", [pytest.param(True, marks=pytest.mark.nightly), False])
def test_the_pairs_of_the_demo(
    is_installed, monkeypatch, caseworker, supervisor, data_officer, team
):
    if not is_installed:
        for name in optional_dependencies.PACKAGES:
            monkeypatch.setitem(sys.modules, name, None)
    world = World(
        users={
            "salma": caseworker, "ines": caseworker, "maren": supervisor, "data": data_officer,
        },
        teams={duplicates.NORTH: team, duplicates.SHELTER: team},
    )  # fmt: skip
    duplicates.tell(world)
    world.play()
    run = DeduplicationRun.objects.get()
    assert (run.found, run.people, run.done_at is not None) == (3, 6, True)
    pairs = list(DuplicateCandidate.objects.order_by("one"))
    told = [{name: pair.evidence.get(name) for name in NAMES} for pair in pairs]
    assert told == [{name: each.get(name) for name in NAMES} for each in duplicates.FOUND.values()]
    # Of some pairs, drawn by chance, a second reader is asked before they are closed.
    assert [pair.decisions.exists() for pair in pairs].count(True) == 2
    assert all(pair.mark for pair in pairs)
