"""Unmet needs of the demo: what last night found, and why some of it is so."""

from amparo.foundation.core import clock
from amparo.foundation.protection.code_lists import suggested_rights
from amparo.pillars.assistance.assessment.models import UnmetNeed
from amparo.pillars.assistance.tasks import find_unmet_needs
from amparo_demo.world import World

# The more frequent ones more often.
REASONS = (
    "full", "full", "full", "no_service", "no_service", "documents", "documents", "too_far",
    "cost", "not_eligible", "declined", "not_safe",
)  # fmt: skip


def find(world: World) -> None:
    """Once all stories are told: the night, and then whoever accompanies them says why of most."""
    with clock.at(min(world.at(0, "04:00"), world.now)):
        find_unmet_needs.call()
    dice = world.dice("unmet needs")
    found = UnmetNeed.objects.of_active_cases().select_related("need__case__team", "case__owner")
    left = set()
    for unmet in found.order_by("pk"):
        by = unmet.case.owner
        if by not in left or dice.random() < 0.25:  # one at least is left to each of them
            left.add(by)
            continue
        with clock.at(min(world.at(0, "08:30"), world.now)):
            right = next(iter(suggested_rights(unmet.service_type)), "")
            UnmetNeed.state(unmet.need, by=by, reason=dice.choice(REASONS), right=right)
