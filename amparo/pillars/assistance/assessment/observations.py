"""What stands observed about a case, level by level, with the context of the place it is in."""

from dataclasses import dataclass

from amparo.foundation.core.models import User
from amparo.foundation.protection import code_lists
from amparo.foundation.protection.models import Observation
from amparo.foundation.protection.models.observations import SHARED_LEVELS
from amparo.foundation.protection.risk import Level
from amparo.pillars.assistance.cases.models import Case

from .case_risk import name_of, of_case, weight

MOST = 60


@dataclass(frozen=True)
class Seen:
    """One observation in words."""

    record: Observation
    name: str
    weight: str
    threat: str

    @property
    def is_risk(self) -> bool:
        return self.record.polarity == "risk"


@dataclass(frozen=True)
class Storey:
    """One level of the situation: what is seen of this case, and what is known of the place."""

    level: str
    name: str
    own: list[Seen]
    context: list[Seen]


def seen(observation: Observation) -> Seen:
    threat = code_lists.threat_label(observation.threat) if observation.threat else ""
    weighs = weight(observation.polarity, observation.severity)
    return Seen(observation, name_of(observation), weighs, threat if observation.factor else "")


def levels_of(case: Case, user: User) -> list[Storey]:
    """Every level that this kind of subject has."""
    standing = of_case(Observation.objects.current(), case).accessible_to(user)
    own = [seen(each) for each in standing.order_by("-severity", "pk").distinct()[:MOST]]
    place = case.place or (case.community.place if case.community else None)
    known = Observation.objects.context_of(place).accessible_to(user).select_related("place")
    context = [seen(each) for each in known.order_by("-severity", "pk")[:MOST]]
    return [
        Storey(level, code_lists.label("level", level), _at(own, level), _at(context, level))
        for level in levels_for(case)
    ]


def levels_for(case: Case) -> tuple[Level, ...]:
    """Of a community, only what its people share is recorded."""
    return SHARED_LEVELS if case.community_id else tuple(Level)


def _at(found: list[Seen], level: str) -> list[Seen]:
    return [each for each in found if each.record.level == level]
