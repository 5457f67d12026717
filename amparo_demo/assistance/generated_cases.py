"""Shares out the made-up lives: who accompanies whom, in which state, and what is late."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from amparo_demo.world import World

from .generated_timeline import CaseOutline

# Of a hundred open cases, so many in each state; and how many days ago they may have begun.
OPEN = {
    "identified": 12, "screened": 12, "assessed": 14, "waiting": 4, "in_service": 26,
    "followup": 24, "closing": 4, "reopened": 8,
}  # fmt: skip
AGO = {
    "identified": (1, 5), "screened": (6, 13), "assessed": (14, 28), "waiting": (16, 32),
    "in_service": (26, 44), "followup": (45, 150), "closing": (70, 150), "reopened": (210, 330),
    "closed": (110, 390), "lost": (150, 390),
}  # fmt: skip
BANDS = {"low": 36, "medium": 40, "high": 20, "critical": 4}
LANDS = {
    "es": ("VE", "VE", "VE", "CO", "CO", "BO", "BO", "PE"),
    "en": ("NG", "NG", "CM", "BD", "BD", "ET", "SO", "AF"),
    "fr": ("HT", "HT", "HT", "SN", "SN", "CM", "CD"),
    "ar": ("SY", "SY", "SD", "SD", "ER", "SO", "AF"),
}
SITUATIONS = {
    "es": ("papers", "wages", "shelter", "health", "school", "tracing", "asylum", "return",
           "livelihood", "distress", "wages", "papers"),
    "en": ("papers", "wages", "school", "asylum", "tracing", "wages", "papers", "asylum"),
    "fr": ("health", "shelter", "tracing", "papers", "livelihood", "health", "papers"),
    "ar": ("asylum", "tracing", "health", "school", "papers", "health", "papers", "asylum"),
}  # fmt: skip
# Where the worker saw more danger than the rule.
LOOKED_AT = ("overrule", "reviewed")
# In the short demo, one in so many is told.
SHORT = 6
# What waits for somebody's answer.
ANSWER = ("waiting", "closing", "alert", "overrule")
NORTH, SHELTER, BORDER, VALLEY = (
    "Equipo móvil norte", "Equipo del albergue", "Puesto fronterizo", "Equipo Valle Seco",
)  # fmt: skip


@dataclass(frozen=True)
class Caseload:
    """One worker's part: how many are open and ended, late or due today, and restricted."""

    owner: str
    team: str
    language: str
    places: tuple[str, ...]
    open: int
    ended: int
    late: int = 0
    today: int = 0
    boss: str = "maren"
    restricted: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    longest: int = 400


# With the journeys below, one in seven carries more than an office lays on one colleague.
CASELOADS = (
    Caseload("lucia", SHELTER, "es", ("Albergue San José", "Barrio Los Olivos"), 5, 10,
          restricted=("trafficking",), extras=("conference", "answered")),
    Caseload("daniel", SHELTER, "en", ("Puerto Alto", "Albergue San José"), 16, 12, late=4,
          today=3, restricted=("alone", "alone"),
          extras=("alert", "reviewed", "conference", "answered")),
    Caseload("salma", NORTH, "ar", ("Puerto Alto", "Terminal de buses"), 3, 8, late=1, today=1,
          restricted=("alone",), extras=("overrule", "answered", "conference")),
    Caseload("tomas", BORDER, "es", ("Paso Laguna Blanca", "Puerto Alto"), 3, 12, late=1, today=1,
          extras=("overrule",)),
    Caseload("marta", BORDER, "es", ("Paso Laguna Blanca", "Puerto Alto"), 11, 5, late=2, today=2,
          extras=("reviewed", "conference")),
    Caseload("joaquin", SHELTER, "es", ("Albergue San José", "Barrio Los Olivos"), 12, 4, late=2,
          today=2, extras=("answered", "conference")),
    Caseload("ines", SHELTER, "es", ("Barrio Los Olivos",), 6, 0, today=1, longest=22),
    Caseload("baptiste", NORTH, "fr", ("Terminal de buses", "Puerto Alto"), 10, 7, late=1, today=2,
          restricted=("violence", "violence"), extras=("answered", "reviewed", "conference")),
    Caseload("stranger", VALLEY, "ar", ("Barrio El Mirador", "Valle Seco"), 12, 9, late=2, today=3,
          boss="pilar", restricted=("alone",), extras=("alert", "reviewed")),
)  # fmt: skip


def outlines(world: World) -> Iterator[CaseOutline]:
    numbers = count(1)
    for caseload in CASELOADS:
        for outline in _outlines_of(world, caseload, numbers):
            if not world.is_short or outline.extra or outline.number % SHORT == 0:
                yield outline


def _outlines_of(
    world: World, caseload: Caseload, numbers: Iterator[int]
) -> Iterator[CaseOutline]:
    chance = world.dice("share", caseload.owner)
    states = _states(chance, caseload)
    bands = _deck(chance, BANDS, len(states))
    what = _cycled(chance, SITUATIONS[caseload.language], len(states))
    what[caseload.open - len(caseload.restricted) : caseload.open] = caseload.restricted
    lands = _cycled(chance, LANDS[caseload.language], len(states))
    extras = _extras(caseload, states)
    dues = _dues(
        chance,
        caseload,
        [state in ANSWER or extras.get(at) in ANSWER for at, state in enumerate(states)],
    )
    for at, state in enumerate(states):
        yield CaseOutline(
            number=next(numbers), owner=caseload.owner, boss=caseload.boss, team=caseload.team,
            where=chance.choice(caseload.places), language=caseload.language, land=lands[at],
            situation=what[at], state=state, extra=extras.get(at, ""),
            band=_grave(what[at]) or ("medium" if extras.get(at) in LOOKED_AT else bands[at]),
            ago=min(chance.randint(*AGO[state]), caseload.longest),
            due=dues.get(at, 0),
        )  # fmt: skip


def _states(chance, caseload: Caseload) -> list[str]:
    """The open ones, then the ended ones; who began lately has nothing old."""
    weights = OPEN
    if caseload.longest < 30:
        weights = {"identified": 30, "screened": 40, "assessed": 30}
    states = _deck(chance, weights, caseload.open)
    return [*states, *("lost" if at % 6 == 5 else "closed" for at in range(caseload.ended))]


def _deck(chance, weights: dict[str, int], size: int) -> list[str]:
    """As many of each as its share of the whole, the largest remainders first; then shuffled."""
    total = sum(weights.values())
    exact = {name: size * weight / total for name, weight in weights.items()}
    deck = [name for name, wanted in exact.items() for _ in range(int(wanted))]
    rest = sorted(exact, key=lambda name: exact[name] % 1, reverse=True)
    deck += rest[: size - len(deck)]
    chance.shuffle(deck)
    return deck


def _cycled(chance, names: tuple[str, ...], size: int) -> list[str]:
    found = [names[at % len(names)] for at in range(size)]
    chance.shuffle(found)
    return found


def _extras(caseload: Caseload, states: list[str]) -> dict[int, str]:
    """What else happened, in the first cases that have come far enough for it."""
    found: dict[int, str] = {}
    for extra in caseload.extras:
        wanted = ("followup",) if extra == "conference" else ("in_service", "followup", "assessed")
        free = [at for at, state in enumerate(states) if state in wanted and at not in found]
        if free:
            found[free[0]] = extra
    return found


def _dues(chance, caseload: Caseload, waits: list[bool]) -> dict[int, int]:
    """The days until something is due; what waits for a second person is not late as well."""
    late = [-chance.randint(1, 6) for _ in range(caseload.late)]
    today = [0] * caseload.today
    rest = caseload.open - len(late) - len(today)
    coming = [1 + at * 13 // max(1, rest) for at in range(rest)]
    order = list(range(caseload.open))
    chance.shuffle(order)
    order.sort(key=lambda at: waits[at])
    return dict(zip(order, [*late, *today, *coming], strict=True))


def _grave(situation: str) -> str:
    return "high" if situation in ("trafficking", "violence", "alone") else ""
