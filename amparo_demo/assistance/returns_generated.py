"""Forty more who think of going home, in every phase of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from amparo.pillars.assistance.returns.models import JourneyEnded
from amparo_demo.persons import Crowd
from amparo_demo.world import Story, World

from . import return_steps
from .generated_cases import BORDER, NORTH, VALLEY

# How many are told of each phase.
PHASES = {
    "counselling": 8, "decided": 5, "preparing": 8, "booked": 6, "departed": 4, "arrived": 4,
    "received": 5, "cancelled": 4,
}  # fmt: skip
OWNERS = (
    ("tomas", BORDER), ("baptiste", NORTH), ("salma", NORTH), ("tomas", BORDER),
    ("stranger", VALLEY),
)  # fmt: skip
LANDS = {"tomas": ("PE", "CO", "VE"), "baptiste": ("HT", "SN"), "salma": ("VE", "PE"),
         "stranger": ("BO", "CO")}  # fmt: skip
WHERE = {
    "PE": "Valle Seco",
    "CO": "Bogotá",
    "VE": "Maracaibo",
    "HT": "Cap-Haïtien",
    "SN": "Dakar",
    "BO": "Puerto Alto",
}
FIRST = (
    "Quiere volver con los suyos.", "Perdió el trabajo y no puede pagar el cuarto.",
    "Su madre está enferma.", "Dice que aquí no hay lugar para ella ni para nadie.",
)  # fmt: skip
SAID = (
    "Preguntó por la ayuda al llegar. Se le dijo lo que es seguro y lo que no.",
    "Quiere pensarlo con su familia.", "Sabe que puede arrepentirse hasta la salida.",
    "Hablamos del asilo y de regularizar sus papeles. No lo desea.",
)  # fmt: skip
ENDS = (
    ("unsafe", "La oficina de destino avisó de amenazas en el barrio."),
    ("other_way", "Encontró un permiso de residencia."),
    ("taken_back", "Lo pensó mejor y se queda."), ("lost", "No contesta desde hace un mes."),
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """One of them: in which phase, whose, since when."""

    number: int
    phase: str
    owner: str
    team: str
    ago: int


def tell(world: World, crowd: Crowd) -> None:
    for sheet in _sheets(world):
        world.tell(_story(world, crowd, sheet))


def _sheets(world: World) -> Iterator[Sheet]:
    number = 0
    for phase, count in PHASES.items():
        for at in range(count):
            owner, team = OWNERS[number % len(OWNERS)]
            # Each phase holds somebody who has been there too long.
            ago = 58 if at == 0 else 22 + world.dice("return", number).randint(0, 16)
            yield Sheet(number, phase, owner, team, ago)
            number += 1


def _story(world: World, crowd: Crowd, sheet: Sheet) -> Story:
    dice = world.dice("return story", sheet.number)
    land = dice.choice(LANDS[sheet.owner])
    language = "fr" if sheet.owner == "baptiste" else "es"
    face = crowd.somebody(land, ages=(20, 60)).speaking(language)
    yield world.at(-sheet.ago, f"{dice.randint(8, 15):02d}:{dice.choice((5, 20, 45)):02d}")
    case = return_steps.met(
        world, face, [], by=world.users[sheet.owner], team=world.teams[sheet.team],
        words=dice.choice(FIRST),
    )  # fmt: skip
    is_south = land == "PE" and sheet.team != VALLEY
    to = world.teams[VALLEY] if is_south and sheet.phase not in ("arrived", "received") else None
    going = return_steps.begin(world, case, country=land, where=WHERE[land], to=to)
    yield world.at(-sheet.ago + 1, "16:15")
    return_steps.counsel(going, dice.choice(SAID))
    if sheet.phase == "counselling":
        return
    yield from _further(world, going, sheet, dice)


def _further(world: World, going: return_steps.Going, sheet: Sheet, dice: Random) -> Story:
    yield world.at(-sheet.ago + 5, "09:35")
    return_steps.decide(
        going, situation=dice.choice(("can_stay", "obliged", "unknown", "can_stay"))
    )
    if sheet.phase == "decided":
        return
    if sheet.phase == "cancelled":
        yield world.at(-sheet.ago + 12, "12:10")
        reason, words = ENDS[sheet.number % len(ENDS)]
        JourneyEnded.end(going.fresh(), by=going.by, reason=reason, words=words)
        return
    yield world.at(-sheet.ago + 7, "10:50")
    is_gone = sheet.phase in ("departed", "arrived", "received")
    days = 8 if is_gone else sheet.ago - 7 + dice.randint(2, 13)
    here, there = going.office.name, WHERE[going.journey.country]
    number = f"AS {100 + sheet.number}"
    return_steps.plan(going, days, here, there, "Aerolínea del Sur", number)
    return_steps.papers(going, "applied" if sheet.phase == "preparing" else "issued")
    if sheet.phase == "preparing":
        return
    # Not long before they leave: who is fit to travel today may not be in a month.
    yield world.at(-sheet.ago + 12 if is_gone else -3, "11:25")
    if not return_steps.settle(going):
        return
    return_steps.book(going, f"AMP{sheet.number:03d}")
    if is_gone:
        yield from _home(world, going, sheet)


def _home(world: World, going: return_steps.Going, sheet: Sheet) -> Story:
    yield world.at(-sheet.ago + 15, "08:40")
    return_steps.leave(going)
    if sheet.phase == "departed":
        return
    yield world.at(-sheet.ago + 16, "14:00")
    return_steps.arrive(going, "Llamó desde la terminal: llegó bien.")
    if sheet.phase == "received":
        yield world.at(-sheet.ago + 17, "10:20")
        return_steps.welcome(going, "La parroquia le dio un cuarto para la primera semana.")
