"""What a plan is asked about before it is agreed. It reminds, and decides nothing.

A plan for a child covers care, education, health with mental health and psychosocial support, and
acceptance by family and peers (IOM Reintegration Handbook, 2019). People who were helped by
referral only scored lower on average in the economic and social dimensions (EU-IOM Knowledge
Management Hub, Knowledge Bites).
"""

from collections.abc import Iterable
from dataclasses import dataclass

CHILD_ASPECTS = ("care", "education", "health", "acceptance")
DIRECT, REFERRAL = "direct", "referral"


def aspects_missing(covered: Iterable[str]) -> list[str]:
    """What of a child's life no part of the plan speaks of."""
    there = set(covered)
    return [aspect for aspect in CHILD_ASPECTS if aspect not in there]


def is_by_referral_only(modalities: Iterable[str]) -> bool:
    """Whether nothing at all is given directly."""
    found = list(modalities)
    return bool(found) and DIRECT not in found


@dataclass(frozen=True)
class Criterion:
    """One line of the feasibility grid: what an approach is useful for, or what it takes."""

    activity: str
    says: str  # useful, or criterion
    level: str
    text: str


@dataclass(frozen=True)
class Feasibility:
    """What is known of one approach: nothing at all is said too, never guessed."""

    useful_for: tuple[str, ...] = ()
    takes: tuple[tuple[str, str], ...] = ()  # level and words

    @property
    def is_known(self) -> bool:
        return bool(self.useful_for or self.takes)


def feasibility_of(activity: str, known: Iterable[Criterion]) -> Feasibility:
    rows = [each for each in known if each.activity == activity]
    return Feasibility(
        tuple(each.text for each in rows if each.says == "useful"),
        tuple((each.level, each.text) for each in rows if each.says == "criterion"),
    )
