"""Registration in the demo: thirty officers register for the workshop; three more wait, one seat
is given back, and who waited longest has it then. Eight register for the training of today. All
made up.
"""

from amparo.pillars.training.models import Enrolment, Participant, TrainingEvent
from amparo.pillars.training.same_person import email_key, person_key
from amparo_demo.world import Story, World

from .events import TODAY, workshop

FIRST = (
    "Nilda", "Wilmer", "Rosario", "Edgar", "Jhoselin", "Freddy", "Maribel", "Grover", "Lizeth",
    "Ramiro", "Delia", "Óscar",
)  # fmt: skip
LAST = ("Mamani", "Rojas", "Choque", "Vargas", "Flores", "Quispe", "Paredes", "Céspedes")
WAITING, FEW = 3, 8
NEEDS = {4: "Intérprete de lengua de señas.", 11: "Comida sin carne.", 19: "Acceso sin escaleras."}
# Of ten people at the workshop these are of other institutions.
OTHERS = {3: ("police", "Policía nacional"), 6: ("police", "Policía nacional"),
          8: ("social", "Defensoría de la Niñez")}  # fmt: skip


def fill(world: World) -> None:
    """Once the event is open: it is told in its turn, after the events."""
    world.tell(_register(world))


def _register(world: World) -> Story:
    """For the workshop others than border police come too, and one gives a seat back."""
    yield world.at(-20, "10:00")
    event = workshop()
    for number in range(event.seats + WAITING):
        kind, institution = OTHERS.get(number % 10, ("border", "Policía de frontera"))
        _enrol(event, number, kind=kind, institution=institution)
    yield world.at(-14, "16:30")
    seated = event.enrolments.filter(state=Enrolment.State.ENROLLED).order_by("number")
    list(seated[:6])[-1].withdraw(by=None)
    yield world.at(-5, "09:30")
    today = TrainingEvent.objects.select_related("office").get(subtitle=TODAY)
    for number in range(FEW):
        _enrol(today, event.seats + WAITING + number)


def _enrol(
    event: TrainingEvent, number: int, *, kind: str = "border",
    institution: str = "Policía de frontera",
) -> None:  # fmt: skip
    name = f"{FIRST[number % len(FIRST)]} {LAST[number * 5 % len(LAST)]} {LAST[number % 7]}"
    email = f"oficial{number + 1}@frontera.example"
    participant = Participant.objects.create(
        office=event.office, name=name, email=email, email_key=email_key(email), country="BO",
        institution=institution, institution_type=kind, language="es",
        role=("Sargento", "Cabo", "Subteniente")[number % 3],
        sex=("female", "male")[number % 2],
    )  # fmt: skip
    Enrolment.enrol(
        event, participant, by=None, needs=NEEDS.get(number, ""),
        person_key=person_key(event.ref, name, email), may_be_reminded=number % 4 > 0,
        may_be_asked_later=number % 3 > 0,
    )  # fmt: skip
