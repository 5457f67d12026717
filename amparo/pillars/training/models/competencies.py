"""Competencies: what somebody is able to do to a standard, and the frameworks that list them."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class CompetencyFramework(Record):
    """A published list of competencies: of an organization, a State or a profession."""

    title = models.CharField(gettext_lazy("Title"), max_length=200)
    publisher = models.CharField(pgettext_lazy("framework", "Publisher"), max_length=200)
    url = models.URLField(gettext_lazy("Address"), max_length=500, blank=True)
    # As CASE (1EdTech) identifies the document, where it was imported from such a file.
    identifier = models.CharField(max_length=100, blank=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "competencyframework"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Competency framework")
        ordering = ["title"]

    class Privacy:
        no_owner = gettext_lazy("A published list; names nobody.")
        plain_text = {
            "title": "title of a published list",
            "publisher": "name of a body",
            "url": "address of a published list",
            "identifier": "identifier of a published list",
        }

    class Events:
        recorded = AuditEvent(gettext_lazy("Competency framework recorded"))

    def __str__(self):
        return self.title


class Competency(Record):
    """An ability to do a task to a standard, in the words of each language."""

    framework = models.ForeignKey(
        CompetencyFramework, models.PROTECT, verbose_name=gettext_lazy("Competency framework"),
        related_name="competencies", null=True, blank=True,
    )  # fmt: skip
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    code = models.CharField(pgettext_lazy("competency", "Code"), max_length=40)
    # Where the same competency is described elsewhere: CASE, ESCO, a national qualification.
    alignment_url = models.URLField(
        pgettext_lazy("competency", "Alignment address"), max_length=500, blank=True
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    audit_name = "competency"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Competency")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="competency_code_once"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(framework=None), name="own_competency_once"
            ),
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("A published list; names nobody.")
        plain_text = {"alignment_url": "address of a published list"}

    class Events:
        recorded = AuditEvent(gettext_lazy("Competency recorded"))
        changed = AuditEvent(gettext_lazy("Competency changed"))
        retired = AuditEvent(gettext_lazy("Competency retired"))

    def __str__(self):
        return self.code

    @property
    def statement(self) -> tuple[str, str]:
        """Returns its words in the reader's language or another one, and in which."""
        found = {each.language: each.text for each in self.texts.all()}
        here = (get_language() or "").split("-")[0]
        code = here if here in found else next((each for each in LANGUAGES if each in found), "")
        return found.get(code, ""), code


class CompetencyText(models.Model):
    """The words of a competency in one language."""

    competency = models.ForeignKey(Competency, models.CASCADE, related_name="texts")
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    text = models.TextField(pgettext_lazy("competency", "Statement"), max_length=1000)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Words of a competency")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["competency", "language"], name="competency_words_once"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("A published list; names nobody.")
        plain_text = {"text": "what somebody is able to do: of no person"}

    def __str__(self):
        return f"{self.competency_id} {self.language}"
