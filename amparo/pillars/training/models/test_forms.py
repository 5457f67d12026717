"""Test forms of a course version: which questions are asked, in which order."""

from collections.abc import Iterable

from django.db import models, transaction
from django.urls import reverse
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

from .course_versions import LANGUAGES, CourseVersion
from .question_bank import EQUIVALENT, TestQuestion


class TestForm(Record):
    """A test form of a course version: which questions, in which order. Fixed once it was used."""

    __test__ = False

    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="test_forms")
    label = models.CharField(pgettext_lazy("test form", "Form"), max_length=1)
    # Two forms are compared only where somebody has checked that they are as hard.
    is_equivalent = models.BooleanField(EQUIVALENT, default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "testform"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("training test", "Test form")
        ordering = ["version", "label"]
        constraints = [
            models.UniqueConstraint(fields=["version", "label"], name="test_form_once"),
        ]

    class Privacy:
        no_owner = gettext_lazy("A question of a test; names nobody.")

    class Events:
        recorded = AuditEvent(gettext_lazy("Test form recorded"))
        changed = AuditEvent(gettext_lazy("Test form changed"))

    def __str__(self):
        return f"{self.version_id} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("training:questions", args=[self.version.ref])

    @property
    def called(self) -> str:
        count = self.__dict__.get("count")
        return _("Form %(label)s, %(count)s questions") % {
            "label": self.label, "count": len(self.items.all()) if count is None else count,
        }  # fmt: skip

    @property
    def languages(self) -> list[str]:
        """In which all of its questions can be asked."""
        said = [set(each.question.languages) for each in self.items.all()]
        return [code for code in LANGUAGES if said and all(code in each for each in said)]

    @classmethod
    @transaction.atomic
    def record(
        cls, version: CourseVersion, *, by: User, label: str, questions: Iterable[TestQuestion],
        is_equivalent: bool = False,
    ) -> "TestForm":  # fmt: skip
        """Makes a form of these questions, in this order."""
        if cls.objects.filter(version=version, label=label).exists():
            raise Refusal(
                _("There is a form %(label)s of this version already.") % {"label": label}
            )
        form = cls.objects.create(version=version, label=label, is_equivalent=is_equivalent, by=by)
        form._set_items(questions)
        log.log_event(by, "testform.recorded", form)
        return form

    @transaction.atomic
    def change(self, *, by: User, questions: Iterable[TestQuestion], is_equivalent: bool) -> None:
        """Puts other questions into it, as long as no test of an event uses it."""
        lock_and_refresh(self, "is_equivalent")
        chosen = list(questions)
        kept = [each.question_id for each in self.items.all()]
        if [each.pk for each in chosen] != kept:
            if self.moments.exists():
                raise Refusal(_(
                    "A test of an event uses this form: its questions stay. Make another form."
                ))  # fmt: skip
            self.items.all().delete()
            self._set_items(chosen)
        self.is_equivalent = is_equivalent
        self.save(update_fields=["is_equivalent"])
        log.log_event(by, "testform.changed", self)

    def _set_items(self, questions: Iterable[TestQuestion]) -> None:
        chosen = list(questions)
        if not chosen:
            raise Refusal(_("Choose at least one question."))
        if any(each.version_id != self.version_id for each in chosen):
            raise Refusal(_("These questions belong to another version of the course."))
        TestItem.objects.bulk_create(
            TestItem(form=self, question=each, position=at) for at, each in enumerate(chosen)
        )
        getattr(self, "_prefetched_objects_cache", {}).pop("items", None)


class TestItem(models.Model):
    """A question in its place in a test form."""

    __test__ = False

    form = models.ForeignKey(TestForm, models.CASCADE, related_name="items")
    question = models.ForeignKey(TestQuestion, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Question in a test form")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["form", "question"], name="question_in_form_once"),
        ]

    class Privacy:
        no_owner = gettext_lazy("A question of a test; names nobody.")

    def __str__(self):
        return f"{self.form_id} {self.number}"

    @property
    def number(self) -> int:
        return self.position + 1
