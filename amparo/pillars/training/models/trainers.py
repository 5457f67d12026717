"""Trainers: participants who train others, where and in which languages."""

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.people.models import Place

from ..trainer_grades import Grade
from .courses import Course
from .participants import Participant


class TrainerGrade(models.TextChoices):
    CANDIDATE = Grade.CANDIDATE.value, pgettext_lazy("trainer grade", "Candidate")
    CO_TRAINED = Grade.CO_TRAINED.value, pgettext_lazy("trainer grade", "Co-trained")
    OBSERVED = Grade.OBSERVED.value, pgettext_lazy("trainer grade", "Observed")
    CERTIFIED = Grade.CERTIFIED.value, pgettext_lazy("trainer grade", "Certified")
    MASTER = Grade.MASTER.value, pgettext_lazy("trainer grade", "Master trainer")


class Trainer(Record):
    """A participant in the pool of trainers: where and in which languages they train."""

    participant = models.OneToOneField(
        Participant, models.PROTECT, verbose_name=gettext_lazy("Participant"),
        related_name="trainer",
    )  # fmt: skip
    languages = models.CharField(pgettext_lazy("trainer", "Languages"), max_length=40, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name=gettext_lazy("Administrative area"), null=True,
        blank=True, related_name="+",
    )  # fmt: skip
    is_available = models.BooleanField(pgettext_lazy("trainer", "Available"), default=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Recorded on"), default=now, editable=False)

    audit_name = "trainer"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Trainer")
        ordering = ["pk"]

    class Privacy:
        owner = "participant"
        title = gettext_lazy("Trainer")
        disclose = ("languages", "place", "is_available", "at")

    class Events:
        listed = AuditEvent(gettext_lazy("Trainers viewed"))
        recorded = AuditEvent(gettext_lazy("Trainer recorded"))
        changed = AuditEvent(gettext_lazy("Trainer changed"))

    def __str__(self):
        return f"Trainer {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("training:trainer", args=[self.ref])

    @property
    def language_codes(self) -> list[str]:
        return self.languages.split()

    @classmethod
    @transaction.atomic
    def record(cls, participant: Participant, *, by: User, **fields) -> "Trainer":
        """Takes a participant into the pool of trainers. Twice is once."""
        trainer, is_new = cls.objects.get_or_create(
            participant=participant, defaults={"by": by, **fields}
        )
        if is_new:
            log.log_event(by, "trainer.recorded", trainer)
        return trainer

    @transaction.atomic
    def change(self, *, by: User, **fields) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=[*fields])
        log.log_event(by, "trainer.changed", self, fields=sorted(fields))

    def grade_in(self, course: Course) -> Grade | None:
        """Returns their grade in a course; None where they have none."""
        held = self.qualifications.filter(course=course, ended_at=None).first()
        return Grade(held.grade) if held else None
