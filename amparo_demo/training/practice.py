"""Training in the demo: what trainers saw of the practice that a course asks for. Most met it,
some did not, some were not seen, and of the last nothing is recorded yet.
"""

from amparo.pillars.training.attendance_records import shares_of
from amparo.pillars.training.models import Enrolment, PracticeEntry, TrainingEvent
from amparo_demo.world import Story, World

# Which in the list did not meet it, or were not seen; of how many at its end nothing is known.
NOT_MET, NOT_SEEN, UNRECORDED = 4, 6, 2


def fill(world: World) -> None:
    world.tell(_practice(world))


def _practice(world: World) -> Story:
    """The trainer records it the evening after; one was a slip, and is corrected."""
    yield world.at(-5, "19:30")
    events = TrainingEvent.objects.filter(
        version__requires_practice=True, state=TrainingEvent.State.HELD
    ).prefetch_related("sessions").select_related("office", "version")  # fmt: skip
    for event in events:
        came = shares_of(event)
        seats = Enrolment.objects.filter(event=event, pk__in=came).order_by("number")
        chosen = list(seats.select_related("participant"))[:-UNRECORDED]
        for at, each in enumerate(chosen):
            _see(world, event, each, at)
        for each in chosen[NOT_SEEN : NOT_SEEN + 1]:
            PracticeEntry.correct(
                each, by=world.users["training"], outcome="met", on=_last_day(event),
                because="Lo hizo en la segunda ronda; lo vio la capacitadora de fuera.",
            )  # fmt: skip


def _see(world: World, event: TrainingEvent, enrolment: Enrolment, at: int) -> None:
    enrolment.event = event
    trainer = world.users["trainer"]
    outcome = {NOT_MET: "not_met", NOT_SEEN: "not_seen"}.get(at % 8, "met")
    PracticeEntry.write(
        enrolment, by=trainer, outcome=outcome, on=_last_day(event), source=f"page {trainer.pk}"
    )


def _last_day(event: TrainingEvent):
    return max(each.day for each in event.sessions.all())
