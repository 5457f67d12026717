"""Trainers, their cascade and required competencies of the demo: something is to be done."""

import pytest

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Notification
from amparo.pillars.training.models import Course, Trainer
from amparo.pillars.training.requirement_status import State
from amparo.pillars.training.requirements import of_user, suspended_because
from amparo.pillars.training.trainers import cascade_of, name_branches, open_observations
from amparo_demo import places, staff
from amparo_demo.training import requirements, trainers
from amparo_demo.world import World


@pytest.mark.django_db
@pytest.mark.nightly
def test_trainers_of_the_demo():
    codes.load()
    world = World(password="none")
    for part in (staff, places, trainers, requirements):
        part.fill(world)
    world.play()
    course, organizer = Course.objects.get(code=trainers.COURSE), world.users["training"]
    cascade = cascade_of(course, world.today)
    assert [each.number for each in cascade.generations] == [1, 2]
    silent = [each for each in name_branches(cascade, organizer) if each.branch.is_silent]
    assert [each.participant.name for each in silent] == [trainers.SILENT]
    pool = Trainer.objects.all()
    assert {code for each in pool for code in each.language_codes} == {"es", "fr", "en"}
    assert pool.values("place").distinct().count() == 2
    [named] = open_observations(world.users["trainer"])
    assert named.trainer.participant.name == trainers.NEW
    maren, odile = (world.users[name] for name in ("maren", "data"))
    for each in of_user(maren, world.today):
        assert each.status.state == State.LAPSING
        assert 7 < (each.status.day - world.today).days <= 30
    states = {each.requirement.verb: each.status.state for each in of_user(odile, world.today)}
    assert states == {"case.export": State.WAIVED, "release.propose": State.SUSPENDED}
    assert suspended_because(odile, "release.propose")
    assert not suspended_because(odile, "case.export")
    told = Notification.objects.filter(event__startswith="requirement.", read_at=None)
    assert {each.user for each in told} == {maren, odile}
