"""Forty more who think of going home, in every phase of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from amparo_demo.persons import PersonGenerator
from amparo_demo.world import Story, World

from . import return_steps
from .generated_cases import BORDER, NORTH, VALLEY

# How many are told of each phase.
PHASES = {
    "counselling": 8, "decided": 5, "preparing": 8, "booked": 6, "departed": 4, "arrived": 4,
    "received": 5, "cancelled": 4,
}  # fmt: skip
OWNERS = (
    ("tomas", BORDER), ("baptiste", NORTH), ("salma", NORTH), ("marta", BORDER),
    ("stranger", VALLEY),
)  # fmt: skip
LANDS = {"tomas": ("PE", "CO", "VE"), "marta": ("PE", "CO", "VE"), "baptiste": ("HT", "SN"),
         "salma": ("VE", "PE"), "stranger": ("BO", "CO")}  # fmt: skip
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
class ReturnOutline:
    """One of them: in which phase, whose, since when."""

    number: int
    phase: str
    owner: str
    team: str
    ago: int


def tell(world: World, generator: PersonGenerator) -> None:
    for outline in _outlines(world):
        world.tell(_story(world, generator, outline))


def _outlines(world: World) -> Iterator[ReturnOutline]:
    number = 0
    for phase, count in PHASES.items():
        for at in range(1 if world.is_short else count):
            owner, team = OWNERS[number % len(OWNERS)]
            # Each phase holds somebody who has been there too long.
            ago = 58 if at == 0 else 22 + world.dice("return", number).randint(0, 16)
            yield ReturnOutline(number, phase, owner, team, ago)
            number += 1


def _story(world: World, generator: PersonGenerator, outline: ReturnOutline) -> Story:
    dice = world.dice("return story", outline.number)
    land = dice.choice(LANDS[outline.owner])
    language = "fr" if outline.owner == "baptiste" else "es"
    profile = generator.somebody(land, ages=(20, 60)).speaking(language)
    yield world.at(-outline.ago, f"{dice.randint(8, 15):02d}:{dice.choice((5, 20, 45)):02d}")
    case = return_steps.met(
        world, profile, [], by=world.users[outline.owner], team=world.teams[outline.team],
        text=dice.choice(FIRST),
    )  # fmt: skip
    is_south = land == "PE" and outline.team != VALLEY
    to = world.teams[VALLEY] if is_south and outline.phase not in ("arrived", "received") else None
    going = return_steps.begin(world, case, country=land, where=WHERE[land], to=to)
    yield world.at(-outline.ago + 1, "16:15")
    return_steps.counsel(going, dice.choice(SAID))
    if outline.phase == "counselling":
        return
    yield from _further(world, going, outline, dice)


def _further(
    world: World, going: return_steps.ReturnInProgress, outline: ReturnOutline, dice: Random
) -> Story:
    yield world.at(-outline.ago + 5, "09:35")
    return_steps.decide(
        going, situation=dice.choice(("can_stay", "obliged", "unknown", "can_stay"))
    )
    if outline.phase == "decided":
        return
    if outline.phase == "cancelled":
        yield world.at(-outline.ago + 12, "12:10")
        reason, words = ENDS[outline.number % len(ENDS)]
        going.fresh().end(by=going.by, reason=reason, text=words)
        return
    yield world.at(-outline.ago + 7, "10:50")
    is_gone = outline.phase in ("departed", "arrived", "received")
    # Who is fit to travel today may not be in four days: so late they are examined and booked.
    soon = (1, 2) if outline.phase == "booked" else (2, 13)
    days = 8 if is_gone else outline.ago - 7 + dice.randint(*soon)
    here, there = going.office.name, WHERE[going.journey.country]
    number = f"AS {100 + outline.number}"
    return_steps.plan(going, days, here, there, "Aerolínea del Sur", number)
    return_steps.papers(going, "applied" if outline.phase == "preparing" else "issued")
    if outline.phase == "preparing":
        return
    yield world.at(-outline.ago + 12 if is_gone else -1, "11:25")
    return_steps.screen(going.case, by=going.by)  # asked again, since it counts for thirty days
    if not return_steps.settle(going):
        return
    return_steps.book(going, f"AMP{outline.number:03d}")
    if is_gone:
        yield from _home(world, going, outline)


def _home(world: World, going: return_steps.ReturnInProgress, outline: ReturnOutline) -> Story:
    yield world.at(-outline.ago + 15, "08:40")
    return_steps.leave(going)
    if outline.phase == "departed":
        return
    yield world.at(-outline.ago + 16, "14:00")
    return_steps.arrive(going, "Llamó desde la terminal: llegó bien.")
    if outline.phase == "received":
        yield world.at(-outline.ago + 17, "10:20")
        return_steps.welcome(going, "La parroquia le dio un cuarto para la primera semana.")
