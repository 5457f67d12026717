"""Unmet needs of the demo: what colleagues reported over half a year, what last night found, and
why some of it is so.
"""

from amparo.foundation.core import clock
from amparo.foundation.protection.code_lists import suggested_rights
from amparo.pillars.assistance.assessment.models import Need, UnmetNeed
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.referrals.tasks import find_unmet_needs
from amparo_demo.places import place
from amparo_demo.world import Story, World

# The more frequent ones more often.
REASONS = (
    "full", "full", "full", "no_service", "no_service", "documents", "documents", "too_far",
    "cost", "not_eligible", "declined", "not_safe",
)  # fmt: skip

# What was missing most, for whom of the colleagues, and every how many days since when.
REPORTED = (
    ("shelter.emergency", 6, -176), ("legal.documents", 7, -171), ("education.school", 12, -160),
    ("livelihood.labour_rights", 13, -150),
)  # fmt: skip
REPORTERS = ("daniel", "joaquin", "marta", "tomas", "baptiste", "salma")
PLACE = "Puerto Alto"
LASTS = (25, 95)  # days until most were met


def fill(world: World) -> None:
    for service_type, every, since in REPORTED:
        for number, days in enumerate(range(since, -2, every)):
            world.tell(_reported(world, service_type, number, days))


def _reported(world: World, service_type: str, number: int, days: int) -> Story:
    """One colleague names a need that no service meets; of most it is met weeks later."""
    dice = world.dice("reported need", service_type, number)
    yield world.at(days, "16:20")
    owner = world.users[REPORTERS[(number + len(service_type)) % len(REPORTERS)]]
    cases = Case.objects.active().filter(owner=owner, confidentiality="ordinary")
    free = cases.exclude(unmet_needs__service_type=service_type).order_by("pk")
    case = next((each for each in free if each.has_legal_basis), None)
    if case is None:
        return
    case.place = place(PLACE)
    case.save(update_fields=["place"])
    need = Need.add(case, by=owner, service_type=service_type, horizon="immediate")
    right = next(iter(suggested_rights(service_type)), "")
    unmet = UnmetNeed.state(need, by=owner, reason=dice.choice(REASONS), right=right)
    if dice.random() < 0.6:
        yield world.at(min(-1, days + dice.randint(*LASTS)), "12:10")
        unmet.refresh_from_db()
        if unmet.case.status not in Case.ENDED:
            unmet.end(by=owner, how=UnmetNeed.End.MET)


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
