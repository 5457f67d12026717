"""Certificates of an event: who is eligible, who is short of what, and all issued at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User

from . import results
from .eligibility import Rule, Standing, decide
from .models import AttendanceUse, Certificate, CourseVersion, Enrolment, TrainingEvent

# So many are issued in one transaction of the job.
TOGETHER = 50


def rule_of(version: CourseVersion) -> Rule:
    return Rule(version.min_attendance, version.min_score, version.requires_practice)


@dataclass(frozen=True)
class Known:
    """What is known of an event: percent of the minutes, percent of the points of the final test,
    and whether the practice was met, by key of the enrolment. Who is absent from it is unknown.
    """

    attendance: Mapping[int, int]
    score: Mapping[int, int]
    practice: Mapping[int, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, event: TrainingEvent) -> Self:
        after = {key: each.after for key, each in results.scores(event).items()}
        score = {key: each for key, each in after.items() if each is not None}
        return cls(results.attendance_shares(event), score, results.practice_met(event))


@dataclass(frozen=True)
class Candidate:
    """Somebody with a seat, how they stand, and the certificate that they have."""

    enrolment: Enrolment
    standing: Standing
    certificate: Certificate | None

    @property
    def is_ready(self) -> bool:
        return self.certificate is None and self.standing.is_eligible


def is_over(event: TrainingEvent) -> bool:
    """Whether its last session has ended: before, nobody has attended all of it."""
    ends = [each.ends_at for each in event.sessions.all()]
    return bool(ends) and max(ends) <= now() and event.state != TrainingEvent.State.CANCELLED


def standings(
    event: TrainingEvent, enrolments: Iterable[Enrolment], known: Known
) -> dict[int, Standing]:
    """Returns how each enrolment stands, by its key. What is unknown is short."""
    rule = rule_of(event.version)
    return {
        each.pk: decide(
            rule, attendance=known.attendance.get(each.pk), score=known.score.get(each.pk),
            practice=known.practice.get(each.pk),
        )
        for each in enrolments
    }  # fmt: skip


def candidates(event: TrainingEvent, known: Known) -> list[Candidate]:
    """Returns everybody with a seat, by the number of their badge."""
    seats = Enrolment.objects.filter(event=event, state=Enrolment.State.ENROLLED)
    enrolments = list(seats.select_related("participant").order_by("number"))
    for each in enrolments:
        each.event = event  # with its office and course, which every certificate names
    found = standings(event, enrolments, known)
    issued = {
        each.enrolment_id: each
        for each in Certificate.objects.filter(event=event, state=Certificate.State.ISSUED)
    }
    return [Candidate(each, found[each.pk], issued.get(each.pk)) for each in enrolments]


def issue_all(
    event: TrainingEvent, known: Known, *, by: User, limit: int = TOGETHER
) -> int:  # fmt: skip
    """Issues up to `limit` of those that are due; returns how many. Must run in a transaction."""
    due = [each for each in candidates(event, known) if each.is_ready][:limit]
    for each in due:
        Certificate.issue(each.enrolment, by=by, standing=each.standing)
    if due:
        AttendanceUse.record(event, AttendanceUse.Purpose.CERTIFICATES, by=by)
    return len(due)
