"""The cascade of a training of trainers: who trained whom, how many were reached, what was lost on
the way. Derived from events, never typed; a pure rule.

A trainer's generation is one more than that of those who trained them: the first generation was
trained by somebody whom no event of the course trained. Persons are counted once, however often
they took part; seats are counted each time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

# Certified for so long and nothing delivered: the branch is silent.
SILENT_AFTER_MONTHS = 9


@dataclass(frozen=True)
class Delivery:
    """An event that was held: by whom, for whom (participants who were there), with which gain.

    `trainers` and `people` are keys of participants; `gain` is the mean gain in points, None where
    too few took both tests.
    """

    event: int
    on: date
    trainers: frozenset[int]
    people: frozenset[int]
    gain: float | None = None


@dataclass(frozen=True)
class Branch:
    """What came of one trainer."""

    trainer: int
    generation: int
    events: int
    # Everybody who was at their events, once; and how often somebody was.
    people: frozenset[int]
    seats: int
    # Those among them who deliver too.
    became_trainers: tuple[int, ...]
    last_on: date | None
    is_silent: bool = False


@dataclass(frozen=True)
class Generation:
    """All trainers of one generation: `gain` is the mean over their events with a gain."""

    number: int
    trainers: int
    events: int
    people: int
    seats: int
    gain: float | None
    events_with_gain: int = 0


@dataclass
class Cascade:
    branches: list[Branch] = field(default_factory=list)
    generations: list[Generation] = field(default_factory=list)
    # Unique over all generations.
    people: int = 0
    seats: int = 0


def build_cascade(
    deliveries: Iterable[Delivery], *, certified_on: Mapping[int, date], today: date
) -> Cascade:
    """Returns the branches by generation, then by how many they reached.

    `certified_on` says since when a trainer is certified: they are shown also without a delivery,
    and are silent after nine months without one.
    """
    held = sorted(deliveries, key=lambda each: (each.on, each.event))
    trainers = {who for each in held for who in each.trainers} | certified_on.keys()
    generations = _generations(held, trainers)
    branches = [
        _branch(who, generations[who], held, trainers, certified_on.get(who), today)
        for who in trainers
    ]
    branches.sort(key=lambda each: (each.generation, -len(each.people), each.trainer))
    everybody = frozenset().union(*(each.people for each in held))
    return Cascade(
        branches, _by_generation(branches, held, generations), len(everybody),
        sum(len(each.people) for each in held),
    )  # fmt: skip


def _generations(held: list[Delivery], trainers: Iterable[int]) -> dict[int, int]:
    """By time: who trains was trained before, so that no circle can arise."""
    found: dict[int, int] = {}
    trained: dict[int, int] = {}
    for each in held:
        for who in each.trainers:
            found.setdefault(who, trained.get(who, 1))
        level = min((found[who] for who in each.trainers), default=0)
        for who in each.people - each.trainers:
            trained.setdefault(who, level + 1)
    return {who: found.get(who, trained.get(who, 1)) for who in trainers}


def _branch(
    who: int, generation: int, held: list[Delivery], trainers: Iterable[int],
    certified: date | None, today: date,
) -> Branch:  # fmt: skip
    own = [each for each in held if who in each.trainers]
    people = frozenset().union(*(each.people for each in own)) - {who}
    first_on = {
        other: min(each.on for each in held if other in each.trainers)
        for other in people & set(trainers)
        if any(other in each.trainers for each in held)
    }
    met_on = {other: min(each.on for each in own if other in each.people) for other in first_on}
    became = tuple(sorted(other for other in first_on if first_on[other] >= met_on[other]))
    last = max((each.on for each in own), default=None)
    return Branch(
        who, generation, len(own), people, sum(len(each.people - {who}) for each in own), became,
        last, _is_silent(last, certified, today),
    )  # fmt: skip


def _is_silent(last: date | None, certified: date | None, today: date) -> bool:
    if certified is None:
        return False
    since = max(last, certified) if last else certified
    months = (today.year - since.year) * 12 + today.month - since.month
    return months - (today.day < since.day) >= SILENT_AFTER_MONTHS


def _by_generation(
    branches: list[Branch], held: list[Delivery], generations: Mapping[int, int]
) -> list[Generation]:
    """An event counts for the earliest generation of those who gave it, once."""
    found = []
    for number in sorted({each.generation for each in branches}):
        of = [each for each in branches if each.generation == number]
        events = [
            each for each in held
            if each.trainers and min(generations[who] for who in each.trainers) == number
        ]  # fmt: skip
        gains = [each.gain for each in events if each.gain is not None]
        people = frozenset().union(*(each.people for each in events))
        found.append(Generation(
            number, len(of), len(events), len(people), sum(len(each.people) for each in events),
            sum(gains) / len(gains) if gains else None, len(gains),
        ))  # fmt: skip
    return found
