"""Complaints of the demo: some wait, one is closed; one change that followed is published."""

from collections import Counter

import pytest

from amparo.foundation.core.code_lists import codes
from amparo.pillars.advocacy.feedback.models import Complaint, ComplaintSettings, YouSaidWeDid
from amparo_demo import places, staff
from amparo_demo.advocacy import feedback
from amparo_demo.world import World


@pytest.mark.django_db
@pytest.mark.nightly
def test_complaints_of_the_demo():
    """At night: it fills the staff and places of the demo first."""
    codes.load()
    world = World(password="none")
    staff.fill(world)
    places.fill(world)
    feedback.fill(world)
    world.play()
    assert Counter(Complaint.objects.values_list("status", flat=True)) == {
        "received": 1,
        "acknowledged": 1,
        "in_review": 2,
        "referred": 1,
        "closed": 1,
    }
    office = world.offices[feedback.HOME]
    referred = Complaint.objects.get(kind="fraud").actions.get(kind="referred")
    assert referred.referred_to == ComplaintSettings.of(office).investigation
    assert (YouSaidWeDid.objects.published().count(), YouSaidWeDid.objects.count()) == (1, 2)
