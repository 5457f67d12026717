"""What people said when their case was closed and three months later, and who was not asked."""

import random

from amparo.foundation.core import clock
from amparo.pillars.assistance.surveys import standard_instruments
from amparo.pillars.assistance.surveys.models import ScheduledSurvey, SurveyResponse
from amparo_demo.world import Story, World

# Every so many days somebody goes through what is due.
EVERY, SINCE = 9, -378
COMMENTS = ("Me escucharon siempre.", "Tardó mucho el documento.", "Gracias a todas.", "", "", "")


def fill(world: World) -> None:
    for days in range(SINCE, 0, EVERY):
        world.tell(_asked(world, days))


def _asked(world: World, days: int) -> Story:
    yield world.at(days, "17:20")
    today = world.day(days)
    dues = ScheduledSurvey.objects.waiting().filter(
        version__instrument__code=standard_instruments.AT_CLOSURE, due_on__lte=today
    )
    for due in dues.select_related("case__owner", "case__team__office", "task__assigned_to"):
        dice = world.dice("survey at closure", due.case.number, due.wave)
        if dice.random() < 0.75:
            _end(due, dice)


def _end(due: ScheduledSurvey, dice: random.Random) -> None:
    """Most answer; some do not wish to, or are not reached any more."""
    by = (due.task and due.task.assigned_to) or due.case.owner
    if by is None or not due.case.has_legal_basis:
        return
    chance = dice.random()
    if chance < 0.1:
        due.cancel(by=by, not_asked=ScheduledSurvey.NotAsked.DECLINED)
    elif chance < (0.35 if due.wave == "after3" else 0.15):
        due.cancel(by=by, not_asked=ScheduledSurvey.NotAsked.NOT_REACHED)
    else:
        SurveyResponse.hold(
            due.case, by=by, person=due.person, version=due.version, wave=due.wave,
            mode="call" if due.wave == "after3" else "office",
            language=due.case.language if due.case.language in LANGUAGES else "es",
            on=clock.now().astimezone(due.case.office.zone).date(),
            answers=_answers(dice), text=dice.choice(COMMENTS),
        )  # fmt: skip


LANGUAGES = ("en", "es", "fr", "ar")


def _answers(dice: random.Random) -> dict[str, str]:
    said = {
        "knows_service": dice.choice(("yes", "yes", "yes", "no", "dk")),
        "claims_rights": dice.choice(("more", "more", "same", "less", "pna")),
        "satisfied": dice.choice(("5", "4", "4", "4", "3", "2")),
    }
    if dice.random() < 0.1:
        del said["claims_rights"]
    return said
