"""Required competencies in the demo: who exports lists must know how; one colleague renews within
the month, one lapsed and works on under a waiver, and may prepare no data release meanwhile.
"""

from typing import Any

from amparo.pillars.training.models import (
    Competency,
    CompetencyRequirement,
    RequirementWaiver,
    TrainingEvent,
)
from amparo.pillars.training.requirement_reminders import remind_of_requirements
from amparo_demo.training import trainers
from amparo_demo.world import Story, World

OFFICE, SUPERVISOR, LAPSED = "Puerto Alto", "maren", "data"
EXPORT, RELEASE = "case.export", "release.propose"


def fill(world: World) -> None:
    world.tell(_required(world))


def _required(world: World) -> Story:
    yield world.at(-100, "09:00")
    by = world.users[SUPERVISOR]
    competency = Competency.objects.filter(code=trainers.COMPETENCY).first()
    if competency is None:
        return
    told: dict[str, Any] = {"by": by, "office": world.offices[OFFICE], "competency": competency}
    exports = CompetencyRequirement.record(
        verb=EXPORT, starts_on=world.day(-95), grace_days=30, **told
    )
    yield world.at(-70, "11:00")
    RequirementWaiver.give(
        exports, world.users[LAPSED], by=by, until=world.day(45),
        because="Da los informes del mes; repite el curso en el próximo grupo.",
    )  # fmt: skip
    yield world.at(-46, "09:00")
    CompetencyRequirement.record(verb=RELEASE, starts_on=world.day(-45), grace_days=30, **told)
    yield world.at(-2, "10:30")
    _plan_next(world)
    yield world.at(-2, "11:00")
    remind_of_requirements()


def _plan_next(world: World) -> None:
    """Where the colleague renews: open to the staff."""
    last = TrainingEvent.objects.filter(version__course__code=trainers.COURSE).last()
    if last is None:
        return
    by = world.users[trainers.KEEPER]
    event = TrainingEvent.plan(
        by=by, office=world.offices[OFFICE], version=last.version, seats=12, languages="es",
        subtitle="Repaso para el equipo", is_for_staff=True,
    )  # fmt: skip
    trainers.add_session(event, world, 24)
    event.open(by=by)
