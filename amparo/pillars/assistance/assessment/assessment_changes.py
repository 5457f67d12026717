"""What changed between two assessments: what is new, what is over, what is seen differently."""

from dataclasses import dataclass
from datetime import datetime

from amparo.foundation.core.models import User
from amparo.foundation.protection import code_lists
from amparo.foundation.protection.models import Observation
from amparo.foundation.protection.models.observations import ObservationEnd
from amparo.pillars.assistance.cases.models import Case

from .case_risk import factor_label, records_about_subject, weight_label
from .models import Assessment

MOST = 40


@dataclass(frozen=True)
class AssessmentChange:
    """One thing that is not as it was: `new`, `over`, `heavier` or `lighter`."""

    kind: str
    what: str
    before: str = ""
    after: str = ""
    eases: bool = False  # it is something that protects


def compare_assessments(
    case: Case, since: datetime, until: datetime, user: User
) -> list[AssessmentChange]:
    """What changed in what was observed after `since`, up to `until`."""
    seen = records_about_subject(Observation.objects.all(), case).accessible_to(user)
    ended = seen.filter(at__lte=since, ending__at__gt=since, ending__at__lte=until)
    ended = ended.exclude(ending__how=ObservationEnd.How.WITHDRAWN)
    changes = [_ended(each) for each in ended.select_related("ending__replaced_by")[:MOST]]
    came = seen.filter(at__gt=since, at__lte=until, replaces=None)
    came = came.exclude(ending__how=ObservationEnd.How.WITHDRAWN)
    return changes + [
        AssessmentChange("new", factor_label(each), after=_weight(each), eases=_protects(each))
        for each in came.order_by("pk")[:MOST]
    ]


def _ended(old: Observation) -> AssessmentChange:
    before, new = _weight(old), old.ending.replaced_by
    if new is None:
        return AssessmentChange("over", factor_label(old), before=before, eases=_protects(old))
    return AssessmentChange(
        "heavier" if _burden(new) > _burden(old) else "lighter",
        factor_label(new), before, _weight(new),
    )  # fmt: skip


def _weight(observation: Observation) -> str:
    return weight_label(observation.polarity, observation.severity)


def _protects(observation: Observation) -> bool:
    return observation.polarity == "protective"


def _burden(observation: Observation) -> int:
    return observation.severity if observation.polarity == "risk" else -observation.severity


def of_needs(now: Assessment, before: Assessment) -> list[AssessmentChange]:
    """Which needs came up, and which are no longer named."""
    new, old = _types(now), _types(before)
    named = [(code, "new") for code in new if code not in old]
    named += [(code, "over") for code in old if code not in new]
    return [AssessmentChange(kind, code_lists.label("service_type", code)) for code, kind in named]


def _types(assessment: Assessment) -> list[str]:
    return list(dict.fromkeys(need.service_type for need in assessment.needs.all()))
