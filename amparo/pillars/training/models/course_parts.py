"""What a course version is made of: its words, what it serves, the addresses of its materials."""

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.permissions.grants import PermissionQuerySet


class CourseVersionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("course version", "Draft")
    REVIEWED = "reviewed", pgettext_lazy("course version", "Reviewed")
    PUBLISHED = "published", pgettext_lazy("course version", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("course version", "Withdrawn")


class CourseText(models.Model):
    """One part of a course version in one language."""

    class Part(models.TextChoices):
        TITLE = "title", gettext_lazy("Title")
        OBJECTIVES = "objectives", gettext_lazy("Objectives")
        AUDIENCE = "audience", pgettext_lazy("course", "For whom")
        MATERIALS = "materials", pgettext_lazy("course", "Materials")
        # Against which a trainer says whether somebody met it.
        PRACTICE = "practice", pgettext_lazy("course", "Practice that is observed")

    version = models.ForeignKey("CourseVersion", models.CASCADE, related_name="texts")
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


class CourseTarget(models.Model):
    """An obligation of duty bearers, or a type of institution, that a course version serves."""

    class Kind(models.TextChoices):
        OBLIGATION = "obligation", gettext_lazy("Obligation")
        INSTITUTION = "institution", gettext_lazy("Type of institution")

    version = models.ForeignKey("CourseVersion", models.CASCADE, related_name="targets")
    kind = models.CharField(max_length=11, choices=Kind)
    # Of the list `obligation`, or of `Participant.InstitutionType`.
    code = models.CharField(max_length=60)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("What a course serves")
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "code"], name="course_target_once"),
        ]
        indexes = [models.Index(fields=["kind", "code"], name="courses_by_target")]

    class Privacy:
        no_owner = gettext_lazy("What is taught; names nobody.")

    def __str__(self):
        return f"{self.version_id} {self.kind} {self.code}"


class CourseMaterial(models.Model):
    """The address of material of a course version: slides, a guidance product, a film."""

    version = models.ForeignKey("CourseVersion", models.CASCADE, related_name="materials")
    url = models.URLField(gettext_lazy("Address"), max_length=500)
    title = models.CharField(gettext_lazy("Title"), max_length=200, blank=True)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Material of a course")
        ordering = ["pk"]

    class Privacy:
        no_owner = gettext_lazy("What is taught; names nobody.")
        plain_text = {
            "url": "address of training material",
            "title": "title of training material",
        }

    def __str__(self):
        return self.title or self.url
