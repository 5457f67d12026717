"""The evidence of training needs, read from what other apps record and count.

Cases and people are counted here past what the reader may open, and leave as multiples of five,
from five on. Whole months are counted: a figure does not tell who came yesterday.
"""

import hmac
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID

from django.utils.timezone import get_current_timezone

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.disclosure_control.audiences import RULES, Audience
from amparo.foundation.disclosure_control.rounding import round_count
from amparo.foundation.disclosure_control.secret import rounding_secret
from amparo.foundation.disclosure_control.tables import combine_keys
from amparo.foundation.links.extension_points import institution_case_sources
from amparo.foundation.protection.models import CapacityAssessment, Incident
from amparo.foundation.standards.models import AssessmentItem, SelfAssessment

from .models import CourseVersion, GapCompetency
from .training_needs import Capacity, Evidence, Taught, Topic, TopicKind

THRESHOLD = RULES[Audience.GOVERNMENT].threshold
CASE_MONTHS, INCIDENT_MONTHS = 6, 12
_Answer = AssessmentItem.Answer

type Subject = tuple[int, Topic]


def evidence_of_needs(user: User, today: date) -> dict[Subject, Evidence]:
    """Returns what is known of each institution and topic, as far as `user` may see it. Assessed
    capacity and self-assessments are those that they may open.
    """
    found: dict[Subject, Evidence] = defaultdict(Evidence)
    for (organization, right), capacity in _capacities(user).items():
        _note(found, organization, right, capacity=capacity)
    until = _month_start(today, 0)
    lost_cases = _lost(_month_start(today, CASE_MONTHS), until)
    for (organization, right), (lost, asked) in lost_cases.items():
        _note(found, organization, right, lost=lost, asked=asked)
    harmed = _harmed(_month_start(today, INCIDENT_MONTHS), until)
    for (organization, right), count in harmed.items():
        _note(found, organization, right, harmed=count)
    for (organization, competency), count in _gaps(user).items():
        subject = (organization, Topic(TopicKind.COMPETENCY, str(competency)))
        found[subject] = replace(found[subject], gaps=count)
    return dict(found)


def courses_taught() -> tuple[list[Taught], dict[int, CourseVersion]]:
    """Returns what each course in use teaches, and its published version by key of the course.
    Five queries.
    """
    rows = CourseVersion.objects.filter(
        state=CourseVersion.State.PUBLISHED, course__retired_at=None
    ).select_related("course")
    versions = {
        each.course_id: each for each in rows.prefetch_related("texts", "targets", "competencies")
    }
    return [Taught(key, topics_of(each)) for key, each in versions.items()], versions


def topics_of(version: CourseVersion) -> frozenset[Topic]:
    """Returns the rights of its obligations, and its competencies."""
    rights = {Topic(TopicKind.RIGHT, each) for each in version.rights}
    competencies = {
        Topic(TopicKind.COMPETENCY, str(each.pk)) for each in version.competencies.all()
    }
    return frozenset(rights | competencies)


def _note(found: dict[Subject, Evidence], organization: int, right: str, **known) -> None:
    subject = (organization, Topic(TopicKind.RIGHT, right))
    found[subject] = replace(found[subject], **known)


def _month_start(day: date, before: int) -> datetime:
    """The first moment of the month that began so many months ago."""
    months = day.year * 12 + day.month - 1 - before
    first = date(months // 12, months % 12 + 1, 1)
    return datetime.combine(first, time(), tzinfo=get_current_timezone())


def _capacities(user: User) -> dict[tuple[int, str], Capacity]:
    """The lowest ability of each institution for each right, wherever it was assessed."""
    if "capacity.see" not in user.permissions:
        return {}
    rows = CapacityAssessment.objects.in_force().accessible_to(user)  # type: ignore[attr-defined]
    found: dict[tuple[int, str], Capacity] = {}
    for organization, right, ability, will in rows.values_list(
        "organization", "right", "ability", "will"
    ):
        known = found.get((organization, right))
        if known is None or (ability, will) < (known.ability, known.will):
            found[organization, right] = Capacity(ability, will)
    return found


@aggregate_query("nobody reads the cases: only rounded counts of at least five leave")
def _lost(since: datetime, until: datetime) -> dict[tuple[int, str], tuple[int, int | None]]:
    """How many cases found no help at an institution for a right, and of how many."""
    every: dict[tuple[int, str], set[int]] = defaultdict(set)
    lost: dict[tuple[int, str], set[int]] = defaultdict(set)
    for source in institution_case_sources:
        for case in source(since, until):
            every[case.organization, case.right].add(case.key)
            if case.is_lost:
                lost[case.organization, case.right].add(case.key)
    return {
        at: (_rounded(keys), _denominator(keys, every[at]))
        for at, keys in lost.items()
        if len(keys) >= THRESHOLD
    }


def _denominator(lost: set[int], every: set[int]) -> int | None:
    """Of how many: nothing where the others are too few, or rounding made them vanish."""
    if len(every - lost) < THRESHOLD:
        return None
    rounded = _rounded(every)
    return rounded if rounded > _rounded(lost) else None


@aggregate_query("nobody reads the incidents: only rounded counts of at least five leave")
def _harmed(since: datetime, until: datetime) -> dict[tuple[int, str], int]:
    """How many people, or communities, are in incidents that name an institution and a right.
    What was found to be untrue, and what is restricted, does not count.
    """
    rows = Incident.objects.filter(
        at__gte=since, at__lt=until, duty_bearer__isnull=False, restricted_group="",
        rights__isnull=False, by__practises_for=None,
    ).exclude(verification="rejected")  # fmt: skip
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    values = rows.values_list("duty_bearer", "rights__right", "ref", "victims__person__ref")
    for organization, right, incident, person in values.iterator(chunk_size=5000):
        found[organization, right].add(_key(person or incident))
    return {at: _rounded(keys) for at, keys in found.items() if len(keys) >= THRESHOLD}


def _key(ref: UUID) -> int:
    digest = hmac.digest(rounding_secret(), ref.bytes, "sha256")
    return int.from_bytes(digest[:8], "big")


def _rounded(keys: Iterable[int]) -> int:
    listed = set(keys)
    return round_count(len(listed), combine_keys(listed), rounding_secret())


def _gaps(user: User) -> Counter[tuple[int, int]]:
    """How many items of the last submitted rounds are not yet so, by institution and competency
    that they ask for.
    """
    asked: dict[tuple[UUID, str], list[int]] = defaultdict(list)
    for standard, digest, competency in GapCompetency.objects.values_list(
        "standard_ref", "digest", "competency"
    ):
        asked[standard, digest].append(competency)
    standards = {standard for standard, _digest in asked}
    rounds = SelfAssessment.objects.submitted().filter(standard_ref__in=standards)  # type: ignore[attr-defined]
    last = {
        (organization, standard): (key, organization, standard)
        for key, organization, standard in rounds.accessible_to(user)
        .order_by("round")
        .values_list("pk", "organization", "standard_ref")
    }
    of_round = {key: (organization, standard) for key, organization, standard in last.values()}
    items = AssessmentItem.objects.filter(
        assessment__in=of_round, answer__in=(_Answer.NO, _Answer.PARTLY)
    )
    found: Counter[tuple[int, int]] = Counter()
    for key, digest in items.values_list("assessment", "digest"):
        organization, standard = of_round[key]
        for competency in asked.get((standard, digest), ()):
            found[organization, competency] += 1
    return found
