"""Training needs from evidence: which institution lacks which ability, how it shows, and which
courses teach it. Pure.

A low ability that two people assessed, cases that found no help there, people harmed where the
institution is named, and items of a standard that are not yet so, each make a need. Low will does
not: training does not change it. Unmet needs of a territory are shown beside a need and make none:
a shelter that is not there is no lack of ability. Counts arrive here already rounded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

# On the scale of capacity from 0 to 3: up to here the ability is low, and so is the will.
LOW = 1
# From here on an assessed ability speaks against a need that only cases show.
HIGH = 3


class TopicKind(StrEnum):
    RIGHT = "right"
    COMPETENCY = "competency"


@dataclass(frozen=True, order=True)
class Topic:
    """What an ability is about: a right, by its code, or a competency, by its key."""

    kind: TopicKind
    code: str


@dataclass(frozen=True)
class Capacity:
    """Ability and will as they were assessed, 0 to 3."""

    ability: int
    will: int

    @property
    def is_low(self) -> bool:
        return self.ability <= LOW

    @property
    def has_low_will(self) -> bool:
        return self.will <= LOW

    @property
    def is_high(self) -> bool:
        return self.ability >= HIGH


@dataclass(frozen=True)
class Evidence:
    """What is known of one institution and one topic. A number is None where it is not known, or
    too small to be shown: that is never read as zero.

    `lost`: cases that found no help there; `asked`: of how many, None where the others would be
    too few. `harmed`: people of incidents that name it. `gaps`: items that are not yet so.
    """

    capacity: Capacity | None = None
    lost: int | None = None
    asked: int | None = None
    harmed: int | None = None
    gaps: int | None = None

    @property
    def is_need(self) -> bool:
        return bool(
            (self.capacity is not None and self.capacity.is_low)
            or self.lost or self.harmed or self.gaps
        )  # fmt: skip

    @property
    def sources(self) -> int:
        """From how many sides the need shows."""
        has_low = self.capacity is not None and self.capacity.is_low
        return sum((has_low, bool(self.lost), bool(self.harmed), bool(self.gaps)))

    @property
    def weight(self) -> tuple[int, int, int]:
        """What shows from more sides comes first, then what concerns more people."""
        return (self.sources, (self.lost or 0) + (self.harmed or 0), self.gaps or 0)

    @property
    def needs_more_than_training(self) -> bool:
        """Their will is low too: a course alone does not change that."""
        return self.capacity is not None and self.capacity.has_low_will

    @property
    def is_contradicted(self) -> bool:
        """Cases show a need, and two people found the ability high: it may be something else."""
        return self.capacity is not None and self.capacity.is_high and self.sources > 0


@dataclass(frozen=True)
class Taught:
    """A course, and the topics that its published version teaches."""

    course: int
    topics: frozenset[Topic]


@dataclass(frozen=True)
class TrainingNeed:
    """A need with its evidence, and the courses that teach it: none, where no course does yet."""

    organization: int
    topic: Topic
    evidence: Evidence
    courses: Sequence[int] = field(default=())


def propose(
    evidence: Mapping[tuple[int, Topic], Evidence], taught: Iterable[Taught],
    aside: Iterable[tuple[int, Topic]] = (),
) -> list[TrainingNeed]:  # fmt: skip
    """Returns the needs that the evidence shows, the heaviest first; those `aside` are left out.
    The order of what comes in changes nothing.
    """
    courses: dict[Topic, list[int]] = {}
    for each in taught:
        for topic in each.topics:
            courses.setdefault(topic, []).append(each.course)
    left_out = set(aside)
    found = [
        TrainingNeed(organization, topic, known, tuple(sorted(courses.get(topic, ()))))
        for (organization, topic), known in evidence.items()
        if known.is_need and (organization, topic) not in left_out
    ]
    return sorted(found, key=_order)


def _order(need: TrainingNeed) -> tuple:
    sources, people, gaps = need.evidence.weight
    return -sources, -people, -gaps, need.organization, need.topic
