"""Registration in the demo: thirty officers register for the workshop that was held, and thirty
for the open training; three more wait, one seat is given back, and who waited longest has it now.
All made up.
"""

from amparo.pillars.training.models import Enrolment, Participant, TrainingEvent
from amparo.pillars.training.same_person import email_key, person_key
from amparo_demo.training.events import workshop
from amparo_demo.world import Story, World

FIRST = (
    "Nilda", "Wilmer", "Rosario", "Edgar", "Jhoselin", "Freddy", "Maribel", "Grover", "Lizeth",
    "Ramiro", "Delia", "Óscar",
)  # fmt: skip
LAST = ("Mamani", "Rojas", "Choque", "Vargas", "Flores", "Quispe", "Paredes", "Céspedes")
MOST, WAITING = 30, 3
NEEDS = {4: "Intérprete de lengua de señas.", 11: "Comida sin carne.", 19: "Acceso sin escaleras."}
# Of ten people at the workshop these are of other institutions.
OTHERS = {3: ("police", "Policía nacional"), 6: ("police", "Policía nacional"),
          8: ("social", "Defensoría de la Niñez")}  # fmt: skip


def fill(world: World) -> None:
    """Once the event is open: it is told in its turn, after the events."""
    world.tell(_register_workshop(world))
    world.tell(_register(world))


def _register_workshop(world: World) -> Story:
    """The workshop with the border police: others come too, three wait, one gives a seat back."""
    yield world.at(-30, "09:30")
    event = workshop()
    for number in range(MOST + WAITING):
        kind, institution = OTHERS.get(number % 10, ("border", "Policía de frontera"))
        _enrol(event, number, box="taller", kind=kind, institution=institution)
    yield world.at(-12, "16:30")
    seated = event.enrolments.filter(state=Enrolment.State.ENROLLED).order_by("number")
    list(seated[:9])[-1].withdraw(by=None)


def _register(world: World) -> Story:
    yield world.at(-6, "10:00")
    rows = TrainingEvent.objects.filter(state=TrainingEvent.State.OPEN, last_number=0)
    event = rows.select_related("office").order_by("-is_public", "pk").first()
    if event is None:
        return
    for number in range(min(event.seats, MOST) + WAITING):
        _enrol(event, number)
    yield world.at(-2, "16:30")
    seated = event.enrolments.filter(state=Enrolment.State.ENROLLED).order_by("number")
    list(seated[:6])[-1].withdraw(by=None)


def _enrol(
    event: TrainingEvent, number: int, *, box: str = "oficial", kind: str = "border",
    institution: str = "Policía de frontera",
) -> None:  # fmt: skip
    name = f"{FIRST[number % len(FIRST)]} {LAST[number * 5 % len(LAST)]} {LAST[number % 7]}"
    email = f"{box}{number + 1}@frontera.example"
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
