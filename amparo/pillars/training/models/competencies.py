"""Competencies: what somebody is able to do to a standard, and the frameworks that list them."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

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
        verbose_name = pgettext_lazy("training", "Competency framework")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["identifier"], condition=~models.Q(identifier=""),
                name="framework_identified_once",
            ),
        ]  # fmt: skip

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
        changed = AuditEvent(gettext_lazy("Competency framework changed"))
        imported = AuditEvent(gettext_lazy("Competency framework imported"))

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:framework", args=[self.ref])

    @classmethod
    @transaction.atomic
    def record(
        cls, *, by: User, title: str, publisher: str, url: str = "", identifier: str = ""
    ) -> "CompetencyFramework":
        framework = cls.objects.create(
            by=by, title=title, publisher=publisher, url=url, identifier=identifier
        )
        log.log_event(by, "competencyframework.recorded", framework)
        return framework

    @transaction.atomic
    def change(self, *, by: User, title: str, publisher: str, url: str = "") -> None:
        self.title, self.publisher, self.url = title, publisher, url
        self.save(update_fields=["title", "publisher", "url"])
        log.log_event(by, "competencyframework.changed", self)


class Competency(Record):
    """An ability to do a task to a standard, in the words of each language."""

    framework = models.ForeignKey(
        CompetencyFramework, models.PROTECT,
        verbose_name=pgettext_lazy("training", "Competency framework"),
        related_name="competencies", null=True, blank=True,
    )  # fmt: skip
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=pgettext_lazy("competency", "Part of"), null=True,
        blank=True, related_name="parts",
    )  # fmt: skip
    code = models.CharField(pgettext_lazy("competency", "Code"), max_length=40)
    # Where the same competency is described elsewhere: CASE, ESCO, a national qualification.
    alignment_url = models.URLField(
        pgettext_lazy("competency", "Alignment address"), max_length=500, blank=True
    )
    # As CASE (1EdTech) identifies it, where it was imported from such a file.
    identifier = models.CharField(max_length=100, blank=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    audit_name = "competency"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("training", "Competency")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="competency_code_once"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(framework=None), name="own_competency_once"
            ),
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("A published list; names nobody.")
        plain_text = {
            "alignment_url": "address of a published list",
            "identifier": "identifier of a published list",
        }

    class Events:
        recorded = AuditEvent(gettext_lazy("Competency recorded"))
        changed = AuditEvent(gettext_lazy("Competency changed"))
        retired = AuditEvent(gettext_lazy("Competency retired"))

    def __str__(self):
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("training:competency", args=[self.ref])

    @property
    def title(self) -> str:
        """Its code and its words."""
        text = self.statement[0]
        return f"{self.code} · {text}" if text else self.code

    @property
    def statements(self) -> dict[str, str]:
        """Its words, by language, in the order of the languages of the site."""
        found = {each.language: each.text for each in self.texts.all()}
        return {code: found[code] for code in LANGUAGES if code in found}

    @property
    def statement(self) -> tuple[str, str]:
        """Returns its words in the reader's language or another one, and in which."""
        found = self.statements
        here = (get_language() or "").split("-")[0]
        code = here if here in found else next(iter(found), "")
        return found.get(code, ""), code

    @classmethod
    @transaction.atomic
    def record(
        cls, *, by: User, code: str, statements: Mapping[str, str],
        framework: CompetencyFramework | None = None, parent: "Competency | None" = None,
        alignment_url: str = "", identifier: str = "",
    ) -> "Competency":  # fmt: skip
        """Records a competency with its words. Refused where the framework has the code already,
        without words in any language, or as a part of one of another framework.
        """
        competency = cls(
            by=by, code=code.strip(), framework=framework, parent=parent,
            alignment_url=alignment_url, identifier=identifier,
        )  # fmt: skip
        competency._check(statements)
        competency.save()
        competency.say(statements)
        log.log_event(by, "competency.recorded", competency)
        return competency

    @transaction.atomic
    def change(self, *, by: User, statements: Mapping[str, str], **fields) -> None:
        """The same after it was recorded. A retired one is changed no more."""
        self._must_be_in_use()
        for name, value in fields.items():
            setattr(self, name, value)
        self._check(statements)
        self.save()
        self.say(statements)
        log.log_event(by, "competency.changed", self, fields=sorted(fields))

    @transaction.atomic
    def retire(self, *, by: User) -> None:
        """No course names it from now on; those that name it keep it."""
        self._must_be_in_use()
        self.retired_at = now()
        self.save(update_fields=["retired_at"])
        log.log_event(by, "competency.retired", self)

    def say(self, statements: Mapping[str, str]) -> None:
        """Writes its words; a language without words has none afterwards. Verbs log it."""
        said = {code: statements.get(code, "").strip() for code in LANGUAGES}
        said = {code: text for code, text in said.items() if text}
        self.texts.exclude(language__in=said).delete()
        for code, text in said.items():
            self.texts.update_or_create(language=code, defaults={"text": text})
        getattr(self, "_prefetched_objects_cache", {}).pop("texts", None)

    def _must_be_in_use(self) -> None:
        lock_and_refresh(self, "retired_at")
        if self.retired_at is not None:
            raise Refusal(_("This competency was retired."))

    def _check(self, statements: Mapping[str, str]) -> None:
        if not any(text.strip() for text in statements.values()):
            raise Refusal(_("Write the competency in one language at least."))
        same = Competency.objects.filter(framework=self.framework, code=self.code)
        if same.exclude(pk=self.pk).exists():
            raise Refusal(_("There is a competency with this code already."))
        parent = self.parent
        if parent is not None and parent.framework_id != self.framework_id:
            raise Refusal(_("It can only be part of a competency of the same framework."))
        while parent is not None:
            if self.pk is not None and parent.pk == self.pk:
                raise Refusal(_("It cannot be part of itself."))
            parent = parent.parent


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
