"""What must be settled before somebody goes home, and how far a journey has come.

Pure Python: no database, no clock. Sources: IOM, A Framework for Assisted Voluntary Return and
Reintegration (2018): voluntariness is freedom of choice and an informed decision; where somebody
cannot decide, a person with legal authority does. Which conditions two people may decide away
is a choice of this house.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

# Conditions of the whole journey.
SAFETY, SHARING = "safe_return", "sharing_consent"
# Conditions of each traveller.
VOLUNTARINESS, ASYLUM, BEST_INTERESTS, FITNESS, TRAFFICKING, DOCUMENTS, EXIT_PERMISSION = (
    "voluntariness", "asylum_wish", "best_interests", "fitness_to_travel",
    "trafficking_safety", "travel_documents", "exit_permission",
)  # fmt: skip
# In this order they are put up, and read.
IN_ORDER = (
    VOLUNTARINESS, ASYLUM, SAFETY, SHARING, BEST_INTERESTS, FITNESS, TRAFFICKING, DOCUMENTS,
    EXIT_PERMISSION,
)  # fmt: skip
ONLY_MET = frozenset(
    (VOLUNTARINESS, ASYLUM, SAFETY, SHARING, BEST_INTERESTS, FITNESS, EXIT_PERMISSION)
)
MAY_BE_OVERRIDDEN = frozenset((TRAFFICKING, DOCUMENTS))
# What must have been so for a yes to count: lines of the list `voluntariness_check`. The first
# three are of the framework; the others this house asks beside them.
CHECKS = ("freedom", "informed", "capacity", "alternatives", "can_withdraw", "language")

COUNSELLING, DECIDED, PREPARING, BOOKED, DEPARTED, ARRIVED, RECEIVED, CANCELLED = PHASES = (
    "counselling", "decided", "preparing", "booked", "departed", "arrived", "received",
    "cancelled",
)  # fmt: skip
BEFORE_DEPARTURE = frozenset((COUNSELLING, DECIDED, PREPARING, BOOKED))
OVER = frozenset((RECEIVED, CANCELLED))
HOME = (ARRIVED, RECEIVED)  # somebody confirmed that they are there


@dataclass(frozen=True)
class TravellerFacts:
    """Somebody who travels. Where the age is disputed they are a child until it is resolved."""

    key: Hashable
    is_child: bool = False
    is_trafficked: bool = False
    # Under 18 for all that is known: whose age nobody knows needs a permission to leave too.
    counts_as_child: bool = False


def required_checks(
    goers: Iterable[TravellerFacts], *, is_received: bool
) -> frozenset[tuple[str, Hashable]]:
    """Which conditions stand: of all (None), and of each who goes."""
    found: set[tuple[str, Hashable]] = {(SAFETY, None)}
    if is_received:  # where no office receives them, nothing of theirs is shared
        found.add((SHARING, None))
    for goer in goers:
        found |= {
            (kind, goer.key) for kind in (VOLUNTARINESS, ASYLUM, FITNESS, DOCUMENTS)
        }  # fmt: skip
        if goer.is_child:
            found.add((BEST_INTERESTS, goer.key))
        if goer.is_child or goer.counts_as_child:
            found.add((EXIT_PERMISSION, goer.key))
        if goer.is_trafficked:
            found.add((TRAFFICKING, goer.key))
    return frozenset(found)


def missing_for_phase(
    checks: Iterable[str], *, is_child: bool, by_guardian: bool
) -> tuple[str, ...]:
    """What a yes still lacks to be a free and informed decision; nothing where it counts."""
    said = set(checks)
    missing = [each for each in CHECKS if each not in said]
    if is_child and not by_guardian:
        missing.append("guardian")
    return tuple(missing)


@dataclass(frozen=True)
class JourneyFacts:
    """What is on record of a journey."""

    all_decided: bool = False
    is_prepared: bool = False  # a leg, a document or help on the way was arranged
    is_booked: bool = False
    has_departed: bool = False
    has_arrived: bool = False
    is_welcomed: bool = False
    has_ended: bool = False


def journey_phase(so_far: JourneyFacts) -> str:
    """How far it has come. What happened later says more than what happened before."""
    steps = (
        (so_far.has_ended, CANCELLED),
        (so_far.is_welcomed, RECEIVED),
        (so_far.has_arrived, ARRIVED),
        (so_far.has_departed, DEPARTED),
        (so_far.is_booked, BOOKED),
        (not so_far.all_decided, COUNSELLING),
        (so_far.is_prepared, PREPARING),
    )
    return next((phase for is_so, phase in steps if is_so), DECIDED)


@dataclass(frozen=True)
class LegTimes:
    """One leg of the way, in time."""

    leaves_at: datetime
    arrives_at: datetime
    carrier: str = ""
    number: str = ""


BACKWARDS, TWICE, OVERLAPS, TOO_EARLY = "backwards", "twice", "overlaps", "too_early"


def leg_conflict(
    hop: LegTimes, others: Sequence[LegTimes], *, leaves_on: date, decided_on: date
) -> str:
    """What is wrong with a leg beside the others of the same journey; "" where nothing is."""
    if hop.arrives_at <= hop.leaves_at:
        return BACKWARDS
    if leaves_on < decided_on:
        return TOO_EARLY
    same = [each for each in others if _is_same(each, hop)]
    if same:
        return TWICE
    in_order = sorted((*others, hop), key=lambda each: each.leaves_at)
    if any(later.leaves_at < earlier.arrives_at for earlier, later in pairwise(in_order)):
        return OVERLAPS
    return ""


def _is_same(one: LegTimes, other: LegTimes) -> bool:
    names = (one.carrier.casefold(), one.number.casefold())
    return one.leaves_at == other.leaves_at and names == (
        other.carrier.casefold(), other.number.casefold()
    )  # fmt: skip
