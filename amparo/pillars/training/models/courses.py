"""Courses: what is taught and of what kind. What a course says stands in its versions."""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .course_parts import CourseVersionState

if TYPE_CHECKING:
    from .course_versions import CourseVersion

# What a version says beside its words.
TERMS = (
    "hours", "min_attendance", "min_score", "requires_practice", "validity_months",
    "counts_outside",
)  # fmt: skip


class TrainingType(models.TextChoices):
    """The kinds of training of the reference list `training_type`."""

    WORKSHOP = "workshop", pgettext_lazy("training type", "Workshop")
    TRAINING_OF_TRAINERS = "tot", pgettext_lazy("training type", "Training of trainers (ToT)")
    ELEARNING = "elearning", pgettext_lazy("training type", "E-learning")
    COACHING = "coaching", pgettext_lazy("training type", "Coaching or mentoring")
    STUDY_VISIT = "study_visit", pgettext_lazy("training type", "Study visit or peer exchange")
    SIMULATION = "simulation", pgettext_lazy("training type", "Simulation exercise")


class Course(Record):
    """What is taught, whatever its versions; kept by one office, open to all."""

    class Level(models.TextChoices):
        BASIC = "basic", pgettext_lazy("course level", "Basic")
        INTERMEDIATE = "intermediate", pgettext_lazy("course level", "Intermediate")
        ADVANCED = "advanced", pgettext_lazy("course level", "Advanced")

    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name=gettext_lazy("Office"), related_name="+"
    )
    code = models.CharField(pgettext_lazy("course", "Code"), max_length=20, unique=True)
    type = models.CharField(
        pgettext_lazy("course", "Type"), max_length=12, choices=TrainingType,
        default=TrainingType.WORKSHOP,
    )  # fmt: skip
    level = models.CharField(
        pgettext_lazy("course", "Level"), max_length=12, choices=Level, default=Level.BASIC
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    audit_name = "course"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("training", "Course")
        ordering = ["code"]

    class Privacy:
        no_owner = gettext_lazy("What is taught; names nobody.")

    class Events:
        listed = AuditEvent(gettext_lazy("Course list viewed"))
        recorded = AuditEvent(gettext_lazy("Course recorded"))
        changed = AuditEvent(gettext_lazy("Course changed"))
        retired = AuditEvent(gettext_lazy("Course retired"))

    def __str__(self):
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("training:course", args=[self.ref])

    @property
    def current(self) -> "CourseVersion | None":
        """The version that is taught now; None before the first was published."""
        return self.versions.filter(state=CourseVersionState.PUBLISHED).order_by("-number").first()

    @classmethod
    @transaction.atomic
    def record(cls, *, by: User, office: Office, **fields) -> "Course":
        """Records a course with a first version that is a draft."""
        course = cls(by=by, office=office, **fields)
        if cls.objects.filter(code=course.code).exists():
            raise Refusal(_("There is a course with this code already."))
        course.save()
        course.versions.create(number=1, by=by)
        log.log_event(by, "course.recorded", course)
        return course

    @transaction.atomic
    def change(self, *, by: User, type: str, level: str) -> None:
        """Changes what holds for all its versions. Its code stays: certificates name it."""
        self._must_be_in_use()
        self.type, self.level = type, level
        self.save(update_fields=["type", "level"])
        log.log_event(by, "course.changed", self)

    @transaction.atomic
    def retire(self, *, by: User) -> None:
        """It is offered no more. Events that are planned are held; certificates keep counting."""
        self._must_be_in_use()
        self.retired_at = now()
        self.save(update_fields=["retired_at"])
        log.log_event(by, "course.retired", self)

    @transaction.atomic
    def begin_version(self, *, by: User) -> "CourseVersion":
        """Begins the next version as a copy of the last one. Refused while one is being written:
        two people would write two next versions.
        """
        self._must_be_in_use()
        last = self.versions.order_by("-number").first()
        if last is not None and last.is_open:
            raise Refusal(_("The next version is being written already."))
        version = self.versions.create(
            number=(last.number if last else 0) + 1, by=by,
            **({name: getattr(last, name) for name in TERMS} if last else {}),
        )  # fmt: skip
        if last is not None:
            version._copy(last)
        log.log_event(by, "courseversion.begun", version)
        return version

    def _must_be_in_use(self) -> None:
        lock_and_refresh(self, "retired_at")
        if self.retired_at is not None:
            raise Refusal(_("This course was retired."))
