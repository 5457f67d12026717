"""Registration in the demo: thirty officers register for the workshop; three more wait, one seat
is given back, and who waited longest has it then. Eight register for the training of today. All
made up.
"""

from amparo.pillars.training.models import Enrolment, Participant, TrainingEvent
from amparo.pillars.training.same_person import email_key, person_key
from amparo_demo.world import Story, World

from .events import TODAY, WORKSHOP

FIRST = (
    "Nilda", "Wilmer", "Rosario", "Edgar", "Jhoselin", "Freddy", "Maribel", "Grover", "Lizeth",
    "Ramiro", "Delia", "Óscar",
)  # fmt: skip
LAST = ("Mamani", "Rojas", "Choque", "Vargas", "Flores", "Quispe", "Paredes", "Céspedes")
WAITING, FEW = 3, 8
NEEDS = {4: "Intérprete de lengua de señas.", 11: "Comida sin carne.", 19: "Acceso sin escaleras."}


def fill(world: World) -> None:
    """Once the event is open: it is told in its turn, after the events."""
    world.tell(_register(world))


def _register(world: World) -> Story:
    yield world.at(-20, "10:00")
    event = _event(WORKSHOP)
    for number in range(event.seats + WAITING):
        _enrol(event, number)
    yield world.at(-14, "16:30")
    seated = event.enrolments.filter(state=Enrolment.State.ENROLLED).order_by("number")
    list(seated[:6])[-1].withdraw(by=None)
    yield world.at(-5, "09:30")
    for number in range(FEW):
        _enrol(_event(TODAY), event.seats + WAITING + number)


def _event(subtitle: str) -> TrainingEvent:
    return TrainingEvent.objects.select_related("office").get(subtitle=subtitle)


def _enrol(event: TrainingEvent, number: int) -> None:
    name = f"{FIRST[number % len(FIRST)]} {LAST[number * 5 % len(LAST)]} {LAST[number % 7]}"
    email = f"oficial{number + 1}@frontera.example"
    participant = Participant.objects.create(
        office=event.office, name=name, email=email, email_key=email_key(email), country="BO",
        institution="Policía de frontera", institution_type="border", language="es",
        role=("Sargento", "Cabo", "Subteniente")[number % 3],
        sex=("female", "male")[number % 2],
    )  # fmt: skip
    Enrolment.enrol(
        event, participant, by=None, needs=NEEDS.get(number, ""),
        person_key=person_key(event.ref, name, email), may_be_reminded=number % 4 > 0,
        may_be_asked_later=number % 3 > 0,
    )  # fmt: skip
