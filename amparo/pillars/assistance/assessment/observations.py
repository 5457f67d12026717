"""What stands observed about a case, level by level, with the context of the place it is in."""

from dataclasses import dataclass

from amparo.foundation.core.models import User
from amparo.foundation.protection import code_lists
from amparo.foundation.protection.models import Observation
from amparo.foundation.protection.models.observations import SHARED_LEVELS
from amparo.foundation.protection.risk import Level
from amparo.pillars.assistance.cases.models import Case

from .case_risk import factor_label, records_about_subject, weight_label

MOST = 60


@dataclass(frozen=True)
class ObservationLine:
    """One observation in words."""

    record: Observation
    name: str
    weight: str
    threat: str

    @property
    def is_risk(self) -> bool:
        return self.record.polarity == "risk"


@dataclass(frozen=True)
class LevelObservations:
    """One level of the situation: what is seen of this case, and what is known of the place."""

    level: str
    name: str
    own: list[ObservationLine]
    context: list[ObservationLine]


def observation_line(observation: Observation) -> ObservationLine:
    threat = code_lists.threat_label(observation.threat) if observation.threat else ""
    weighs = weight_label(observation.polarity, observation.severity)
    return ObservationLine(
        observation, factor_label(observation), weighs, threat if observation.factor else ""
    )


def observations_by_level(case: Case, user: User) -> list[LevelObservations]:
    """Every level that this kind of subject has."""
    standing = records_about_subject(Observation.objects.current(), case).accessible_to(user)
    own = [
        observation_line(each) for each in standing.order_by("-severity", "pk").distinct()[:MOST]
    ]
    place = case.place or (case.community.place if case.community else None)
    known = Observation.objects.context_of(place).accessible_to(user).select_related("place")
    context = [observation_line(each) for each in known.order_by("-severity", "pk")[:MOST]]
    return [
        LevelObservations(
            level, code_lists.label("level", level), _at(own, level), _at(context, level)
        )
        for level in applicable_levels(case)
    ]


def applicable_levels(case: Case) -> tuple[Level, ...]:
    """Of a community, only what its people share is recorded."""
    return SHARED_LEVELS if case.community_id else tuple(Level)


def _at(found: list[ObservationLine], level: str) -> list[ObservationLine]:
    return [each for each in found if each.record.level == level]
