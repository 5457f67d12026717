"""Courses and their versions: what is taught, for how long, and what passing asks.

Events are held, tests written and certificates issued for one version: it never changes once it
was published; the next one takes its place.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .competencies import Competency

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


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
        return (
            self.versions.filter(state=CourseVersion.State.PUBLISHED).order_by("-number").first()
        )

    @classmethod
    @transaction.atomic
    def record(cls, *, by: User, office: Office, **fields) -> "Course":
        """Records a course with a first version that is a draft."""
        course = cls(by=by, office=office, **fields)
        if cls.objects.filter(code=course.code).exists():
            raise Refusal(_("There is a course with this code already."))
        course.save()
        CourseVersion.objects.create(course=course, number=1, by=by)
        log.log_event(by, "course.recorded", course)
        return course


class CourseVersionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("course version", "Draft")
    REVIEWED = "reviewed", pgettext_lazy("course version", "Reviewed")
    PUBLISHED = "published", pgettext_lazy("course version", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("course version", "Withdrawn")


class CourseVersion(Record):
    """One version of a course: its words, hours, what passing asks, how long it counts."""

    State = CourseVersionState

    course = models.ForeignKey(Course, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=9, choices=CourseVersionState,
        default=CourseVersionState.DRAFT,
    )  # fmt: skip
    hours = models.DecimalField(
        pgettext_lazy("course", "Hours"), max_digits=5, decimal_places=1, default=Decimal("0"),
        validators=[MinValueValidator(Decimal("0"))],
    )  # fmt: skip
    # What passing asks: attendance, the score of the final test, a practice that was observed.
    min_attendance = models.PositiveSmallIntegerField(
        gettext_lazy("Attendance required, in percent"), default=80, validators=PERCENT
    )
    min_score = models.PositiveSmallIntegerField(
        gettext_lazy("Score required, in percent"), null=True, blank=True, default=70,
        validators=PERCENT,
    )  # fmt: skip
    requires_practice = models.BooleanField(
        gettext_lazy("A practice must be observed"), default=False
    )
    # How long a certificate counts; None: without end.
    validity_months = models.PositiveSmallIntegerField(
        gettext_lazy("Validity in months"), null=True, blank=True
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    competencies = models.ManyToManyField(Competency, related_name="course_versions", blank=True)

    audit_name = "courseversion"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("training", "Course version")
        ordering = ["course", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="course_version_once"),
            models.UniqueConstraint(
                fields=["course"], condition=Q(state="published"), name="one_version_published"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("What is taught; names nobody.")

    class Events:
        begun = AuditEvent(gettext_lazy("Course version begun"))
        changed = AuditEvent(gettext_lazy("Course version changed"))
        reviewed = AuditEvent(gettext_lazy("Course version reviewed"))
        published = AuditEvent(gettext_lazy("Course version published"))
        withdrawn = AuditEvent(gettext_lazy("Course version withdrawn"))

    def __str__(self):
        return f"{self.course_id} v{self.number}"

    # What is said in it.

    def texts_in(self, part: str) -> dict[str, str]:
        """Returns the words of a part (`CourseText.Part`), by language."""
        found = {each.language: each.text for each in self.texts.all() if each.part == part}
        return {code: found[code] for code in LANGUAGES if code in found}

    def text_here(self, part: str) -> tuple[str, str]:
        """Returns them in the reader's language or another one, and in which; ("", "") where
        nothing was said.
        """
        found = self.texts_in(part)
        here = (get_language() or "").split("-")[0]
        code = here if here in found else next(iter(found), "")
        return found.get(code, ""), code

    @property
    def title(self) -> str:
        return self.text_here(CourseText.Part.TITLE)[0]

    @property
    def languages(self) -> list[str]:
        """In which it has a title and objectives."""
        said = self.texts_in(CourseText.Part.TITLE)
        return [code for code in said if code in self.texts_in(CourseText.Part.OBJECTIVES)]

    # What is done with it.

    @transaction.atomic
    def write(
        self, *, by: User, texts: Mapping[str, Mapping[str, str]],
        competencies: Iterable[Competency] = (), **fields,
    ) -> None:  # fmt: skip
        """Says what is taught, while it is a draft. `texts` by part, then by language."""
        self._must_be_one_of(self.State.DRAFT)
        for name, value in fields.items():
            setattr(self, name, value)
        self.save()
        for part, words in texts.items():
            self._say(part, words)
        self.competencies.set(competencies)
        log.log_event(by, "courseversion.changed", self, fields=sorted([*fields, *texts]))

    @transaction.atomic
    def publish(self, *, by: User) -> None:
        """From now on events are held of it; the version before is taught no more."""
        self._must_be_one_of(self.State.DRAFT, self.State.REVIEWED)
        if not self.languages:
            raise Refusal(_("Write the title and the objectives in one language at least."))
        if self.hours <= 0:
            raise Refusal(_("Say how many hours the course takes."))
        before = self.course.versions.filter(state=self.State.PUBLISHED).exclude(pk=self.pk)
        before.update(state=self.State.WITHDRAWN)
        self.state, self.published_at = self.State.PUBLISHED, now()
        self.save(update_fields=["state", "published_at"])
        log.log_event(by, "courseversion.published", self)

    def _must_be_one_of(self, *states: str) -> None:
        lock_and_refresh(self, "state", "published_at")
        if self.state not in states:
            raise Refusal(
                _("This version is at another stage now: %(state)s.")
                % {"state": self.get_state_display()}
            )

    def _say(self, part: str, words: Mapping[str, str]) -> None:
        said = {code: words.get(code, "").strip() for code in LANGUAGES}
        said = {code: text for code, text in said.items() if text}
        self.texts.filter(part=part).exclude(language__in=said).delete()
        for code, text in said.items():
            self.texts.update_or_create(part=part, language=code, defaults={"text": text})
        getattr(self, "_prefetched_objects_cache", {}).pop("texts", None)


class CourseText(models.Model):
    """One part of a course version in one language."""

    class Part(models.TextChoices):
        TITLE = "title", gettext_lazy("Title")
        OBJECTIVES = "objectives", gettext_lazy("Objectives")
        AUDIENCE = "audience", pgettext_lazy("course", "For whom")
        MATERIALS = "materials", pgettext_lazy("course", "Materials")

    version = models.ForeignKey(CourseVersion, models.CASCADE, related_name="texts")
    part = models.CharField(max_length=10, choices=Part)
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    text = models.TextField(pgettext_lazy("field", "Text"), max_length=10_000)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Words of a course")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "part", "language"], name="course_words_once"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("What is taught; names nobody.")
        plain_text = {"text": "what a course teaches: of no person"}

    def __str__(self):
        return f"{self.version_id} {self.part} {self.language}"
