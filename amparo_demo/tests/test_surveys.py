"""The demo shows rounds of every kind: better, worse, unsaid, corrected, begun and late."""

import pytest

from amparo.foundation.core.code_lists import codes
from amparo.pillars.assistance.surveys.models import (
    DimensionScore,
    ReferralSuggestion,
    ScheduledSurvey,
    SurveyResponse,
    SurveyResponseDraft,
)
from amparo.pillars.assistance.surveys.presenters import groups
from amparo_demo import places as people
from amparo_demo import staff
from amparo_demo.assistance import surveys
from amparo_demo.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.nightly
def test_twenty_tell_how_they_fare():
    codes.load()
    world = World()
    for part in (staff, people, surveys):
        part.fill(world)
    world.play()
    rounds = SurveyResponse.objects.standing().in_order().prefetch_related("scores")
    found = groups(rounds.select_related("version"))
    assert len(found) == 19
    assert {len(group.rows) for group in found} == {1, 2, 3, 4}
    moved = {cell.move for group in found for row in group.rows[1:] for cell in row.cells}
    assert {"up", "down"} <= moved
    assert DimensionScore.objects.filter(value=None).exists()
    assert DimensionScore.objects.filter(declined__gte=2).exists()
    assert SurveyResponse.objects.exclude(replaces=None).count() == 1
    assert SurveyResponseDraft.objects.count() == 1
    assert ScheduledSurvey.objects.exclude(cancelled_at=None).count() == 1
    assert ReferralSuggestion.objects.waiting().exists()
    assert ReferralSuggestion.objects.exclude(decided_at=None).exists()
    late = ScheduledSurvey.objects.waiting().filter(due_on__lt=world.today)
    assert 2 <= late.count() <= 6
