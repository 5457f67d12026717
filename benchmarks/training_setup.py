"""What benchmarks of trainings begin with: an office, its organizer, a published course."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from amparo.foundation.core.models import Office, Organization, User
from amparo.pillars.training.models import (
    Competency,
    Course,
    CourseVersion,
    TrainingEvent,
    TrainingSession,
)


@dataclass(frozen=True)
class TrainingOffice:
    """An office and who keeps its trainings."""

    office: Office
    organizer: User

    @classmethod
    def make(cls, number: int = 0) -> "TrainingOffice":
        organization = Organization.objects.filter(kind="own").first() or Organization.found(
            by=None, name="Bench", kind="own"
        )
        office = Office.objects.create(
            organization=organization, name=f"Bench {number}", country="BO",
            time_zone="America/La_Paz",
        )  # fmt: skip
        by = User.objects.invite(f"training{number}@bench.example", "Organizer", by=None)
        by.add_role("training_organizer", by=None, office=office)
        return cls(office, by)

    def course(self, code: str, *, proves: Competency | None = None) -> CourseVersion:
        """A published course; its certificates count for two years."""
        by = self.organizer
        version = Course.record(by=by, office=self.office, code=code).versions.get()
        words = {"title": {"en": f"Course {code}"}, "objectives": {"en": "Know more."}}
        version.write(by=by, texts=words, hours=Decimal(8), validity_months=24)
        if proves:
            version.competencies.add(proves)
        reviewer = User.objects.invite(f"reviewer.{code}@bench.example", "Reviewer", by=None)
        version.review(by=reviewer)
        version.publish(by=by)
        return version

    def event(self, version: CourseVersion, *, seats: int, **fields: Any) -> TrainingEvent:
        """An event of the course, not yet open, without sessions."""
        return TrainingEvent.plan(
            by=self.organizer, office=self.office, version=version, seats=seats, **fields
        )

    def session(self, event: TrainingEvent, starts: datetime, hours: int) -> TrainingSession:
        return TrainingSession.plan(
            event, by=self.organizer, starts_at=starts, ends_at=starts + timedelta(hours=hours)
        )
