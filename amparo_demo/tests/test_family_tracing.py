"""The demo tells searches at every stage, by real deeds."""

import pytest

from amparo.pillars.assistance.child_protection.models import UnaccompaniedChild
from amparo.pillars.assistance.family_tracing.models import (
    Reunification,
    TracingMatch,
    TracingRequest,
)
from amparo_demo import staff
from amparo_demo.assistance import family_tracing
from amparo_demo.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.nightly
def test_every_stage_is_there():
    world = World(password="made-up")
    staff.fill(world)
    family_tracing.fill(world)
    world.play()
    assert TracingRequest.objects.count() >= 12
    assert set(TracingRequest.objects.values_list("state", flat=True)) == set(
        TracingRequest.State.values
    )
    assert set(TracingMatch.objects.values_list("state", flat=True)) == set(
        TracingMatch.State.values
    )
    states = set(Reunification.objects.values_list("state", flat=True))
    assert {"prepared", "planned", "done"} <= states
    together = Reunification.objects.filter(state="done").values("person")
    assert UnaccompaniedChild.objects.filter(person__in=together).exists()
    assert not UnaccompaniedChild.objects.standing().filter(person__in=together).exists()
