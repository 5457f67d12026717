"""Trainers: participants who train others, their grade in each course, and who observed them."""

from collections.abc import Mapping
from datetime import date

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place

from ..trainer_grades import Grade, is_good_enough, next_grade
from .courses import Course
from .events import TrainingEvent
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


class Observation(Record):
    """How an observer judged one delivery of a trainer, item by item."""

    trainer = models.ForeignKey(Trainer, models.PROTECT, related_name="observations")
    event = models.ForeignKey(
        TrainingEvent, models.PROTECT, verbose_name=gettext_lazy("Training event"),
        related_name="observations",
    )  # fmt: skip
    on = models.DateField(pgettext_lazy("observation", "Day"))
    note = PersonalField(pgettext_lazy("observation", "What they do well, and what to change"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "trainerobservation"
    audit_name = "trainerobservation"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Observation of a trainer")
        ordering = ["-on", "-pk"]

    class Privacy:
        owner = "trainer__participant"
        title = gettext_lazy("Observation of a trainer")
        disclose = ("event", "on", "note")

    class Events:
        recorded = AuditEvent(gettext_lazy("Trainer observed"))

    def __str__(self):
        return f"Observation {self.ref}"

    @property
    def points(self) -> list[int]:
        return [each.points for each in self.scores.all()]

    @property
    def is_good_enough(self) -> bool:
        """Whether it carries a certificate."""
        return is_good_enough(self.points)

    @classmethod
    @transaction.atomic
    def record(
        cls, trainer: Trainer, event: TrainingEvent, *, by: User, on: date,
        points: Mapping[str, int], note: str = "",
    ) -> "Observation":  # fmt: skip
        """Records how they did, with a point of 0 to 3 for every item of the rubric."""
        if trainer.participant.user_id == by.pk:
            raise Refusal(_("Somebody else observes you."))
        if not event.trainers.filter(participant=trainer.participant, until=None).exists():
            raise Refusal(_("They are not a trainer of this event."))
        if on > event.office.today():
            raise Refusal(_("This day is still to come."))
        if set(points) != set(ObservationScore.Item.values):
            raise Refusal(_("Judge every item, from 0 to 3."))
        observation = cls.objects.create(trainer=trainer, event=event, on=on, note=note, by=by)
        for item, given in points.items():
            observation.scores.create(item=item, points=given)
        log.log_event(by, "trainerobservation.recorded", observation)
        return observation


class ObservationScore(models.Model):
    """One item of the rubric, judged from 0 (not seen) to 3 (done well)."""

    class Item(models.TextChoices):
        """Configuration of ours, not a standard."""

        PREPARED = "prepared", pgettext_lazy("rubric", "Prepared: objectives, time and materials")
        CORRECT = "correct", pgettext_lazy("rubric", "What is taught is right and up to date")
        TAKES_PART = (
            "takes_part",
            pgettext_lazy("rubric", "Participants practise, not only listen"),
        )
        CLEAR = "clear", pgettext_lazy("rubric", "Words and language that everybody understands")
        INCLUDES = "includes", pgettext_lazy("rubric", "Nobody is left out")
        NO_HARM = (
            "no_harm",
            pgettext_lazy("rubric", "Examples identify nobody and hurt nobody present"),
        )
        CHECKS = "checks", pgettext_lazy("rubric", "Checks what was understood")
        APPLIES = "applies", pgettext_lazy("rubric", "Leads to what participants will do at work")

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="scores")
    item = models.CharField(max_length=12, choices=Item)
    points = models.PositiveSmallIntegerField(validators=[MaxValueValidator(3)])

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Item of an observation")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["observation", "item"], name="observed_item_once"),
            models.CheckConstraint(
                name="points_of_an_item", condition=models.Q(points__gte=0, points__lte=3)
            ),
        ]

    class Privacy:
        owner = "observation__trainer__participant"
        withheld = gettext_lazy("Told with the observation it belongs to.")

    def __str__(self):
        return f"{self.observation_id} {self.item} {self.points}"


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
