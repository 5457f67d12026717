"""The demo tells searches at every stage, by real deeds."""

import pytest

from amparo.foundation.trust import demo as staff
from amparo.foundation.trust.seeding import World
from amparo.pillars.assistance.families.models import ChildAlone
from amparo.pillars.assistance.tracing import demo
from amparo.pillars.assistance.tracing.models import Match, Reunification, TracingRequest

pytestmark = pytest.mark.django_db


def test_every_stage_is_there():
    world = World(password="made-up")
    staff.fill(world)
    demo.fill(world)
    world.play()
    assert TracingRequest.objects.count() >= 12
    assert set(TracingRequest.objects.values_list("state", flat=True)) == set(
        TracingRequest.State.values
    )
    assert set(Match.objects.values_list("state", flat=True)) == set(Match.State.values)
    states = set(Reunification.objects.values_list("state", flat=True))
    assert {"prepared", "planned", "done"} <= states
    together = Reunification.objects.filter(state="done").values("person")
    assert ChildAlone.objects.filter(person__in=together).exists()
    assert not ChildAlone.objects.standing().filter(person__in=together).exists()
