"""The demo tells of children alone at every stage."""

import pytest

from amparo.pillars.assistance.child_protection.models import (
    BestInterestsAssessment,
    BestInterestsDetermination,
    FamilyContactRestriction,
    MinorWithoutAdult,
    UnaccompaniedChild,
)
from amparo.pillars.assistance.child_protection.worklists import children_of
from amparo_demo import staff
from amparo_demo.assistance import child_protection
from amparo_demo.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.nightly
def test_they_are_told_at_every_stage():
    world = World()
    staff.fill(world)
    world.play()
    child_protection.fill(world)
    world.play()
    assert UnaccompaniedChild.objects.count() >= 15
    assert FamilyContactRestriction.objects.in_force().count() == 1
    states = set(BestInterestsDetermination.objects.values_list("state", flat=True))
    assert states == {"weighing", "decided", "reopened"}
    assert set(BestInterestsAssessment.objects.values_list("state", flat=True)) == {
        "waiting", "sent_back", "approved",
    }  # fmt: skip
    assert UnaccompaniedChild.objects.filter(end_reason="guardian").count() == 1
    [waiting] = MinorWithoutAdult.objects.waiting()
    assert (waiting.person.given_names, waiting.proposed) == ("Beto", "separated")
    accepted = UnaccompaniedChild.objects.get(
        person__birth_year=world.born(13).year, case__kind="general"
    )
    assert (accepted.case.owner, accepted.case.confidentiality) == (world.users["daniel"], "child")
    late = children_of(world.users["daniel"], show="visit")
    assert [child.person.given_names for child in late] == ["Yusuf"]
    decided = BestInterestsDetermination.objects.decided()
    assert min(each.options.count() for each in decided) >= 3
