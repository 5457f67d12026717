"""The grade of a trainer in each course, given step by step."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..trainer_grades import Grade, next_grade
from .courses import Course
from .observations import Observation
from .trainers import Trainer, TrainerGrade


class TrainerQualification(Record):
    """The grade of a trainer in one course, since a day; the one before ends."""

    trainer = models.ForeignKey(Trainer, models.PROTECT, related_name="qualifications")
    course = models.ForeignKey(
        Course, models.PROTECT, verbose_name=pgettext_lazy("training", "Course"), related_name="+"
    )
    grade = models.CharField(
        pgettext_lazy("trainer", "Grade"), max_length=10, choices=TrainerGrade
    )
    on = models.DateField(pgettext_lazy("trainer grade", "Since"))
    observation = models.ForeignKey(
        Observation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    audit_name = "trainerqualification"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Grade of a trainer")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainer", "course"], condition=models.Q(ended_at=None),
                name="one_grade_of_a_course",
            ),
        ]  # fmt: skip

    class Privacy:
        owner = "trainer__participant"
        title = gettext_lazy("Grade of a trainer")
        disclose = ("course", "grade", "on")

    class Events:
        given = AuditEvent(gettext_lazy("Grade of a trainer given"))
        withdrawn = AuditEvent(gettext_lazy("Grade of a trainer withdrawn"))

    def __str__(self):
        return f"TrainerQualification {self.ref}"

    @classmethod
    @transaction.atomic
    def advance(
        cls, trainer: Trainer, course: Course, *, by: User, on: date,
        observation: Observation | None = None,
    ) -> "TrainerQualification":  # fmt: skip
        """Gives the next grade in a course, never to oneself. Being observed and being certified
        rest on an observation; the second on one that was good enough.
        """
        lock_and_refresh(trainer)
        held = trainer.grade_in(course)
        grade = next_grade(held)
        if grade is None:
            raise Refusal(_("They hold the highest grade of this course."))
        if trainer.participant.user_id == by.pk:
            raise Refusal(_("Somebody else decides about your grade."))
        _must_rest_on(grade, observation, trainer, course)
        trainer.qualifications.filter(course=course, ended_at=None).update(ended_at=now())
        given = cls.objects.create(
            trainer=trainer, course=course, grade=grade, on=on, observation=observation, by=by
        )
        log.log_event(by, "trainerqualification.given", given, code=grade.value)
        return given

    @transaction.atomic
    def withdraw(self, *, by: User) -> None:
        """Ends it; they have no grade in the course then. Twice is once."""
        lock_and_refresh(self, "ended_at")
        if self.ended_at is None:
            self.ended_at = now()
            self.save(update_fields=["ended_at"])
            log.log_event(by, "trainerqualification.withdrawn", self)


def _must_rest_on(
    grade: Grade, observation: Observation | None, trainer: Trainer, course: Course
) -> None:
    if grade not in (Grade.OBSERVED, Grade.CERTIFIED):
        return
    if observation is None or observation.trainer_id != trainer.pk:
        raise Refusal(_("First somebody observes a training that they give."))
    if observation.event.version.course_id != course.pk:
        raise Refusal(_("That observation is of another course."))
    if grade == Grade.CERTIFIED and not observation.is_good_enough:
        raise Refusal(
            _("That observation does not carry a certificate: practise, and observe again.")
        )
