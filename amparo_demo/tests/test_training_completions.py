"""Completions of the demo: one export is recorded, a later one waits; nothing leaves the store."""

import pytest

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Organization
from amparo.pillars.training.completion_lists import make_plan
from amparo.pillars.training.models import (
    CompletionExport,
    LearningRecordStore,
    LearningStatement,
    OutsideCompletion,
)
from amparo_demo import staff
from amparo_demo.training import completions, courses, participants
from amparo_demo.world import World


@pytest.mark.django_db
@pytest.mark.nightly
def test_completions_of_the_demo():
    codes.load()
    world = World(password="none")
    staff.fill(world)
    for name in (courses.SCHOOLS, courses.MINISTRY):
        world.organizations[name] = Organization.objects.create(name=name, kind="government")
    for part in (courses, participants, completions):
        part.fill(world)
    world.play()
    assert OutsideCompletion.objects.count() == 1
    waiting = CompletionExport.objects.get(importing__state="checked")
    plan = make_plan(waiting)
    assert (len(plan.new), len(plan.same), len(plan.to_choose)) == (1, 1, 3)
    assert [each.code for each in plan.reading.problems] == ["unknown-date"]
    assert LearningRecordStore.objects.get().is_paused
    assert not LearningStatement.objects.exists()
