"""PublicForm: a form that anybody may fill in by its link, without giving a name."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo_xforms import Question

from .forms import Form, FormVersion

# Who somebody is and how they are reached is asked where they get a code to come back with.
IDENTIFYING = ("identity", "contact")
UNSUPPORTED_TYPES = ("upload", "rank")


class PublicFormQuerySet(PermissionQuerySet):
    def open(self) -> "PublicFormQuerySet":
        return self.filter(ended_at=None)


class PublicForm(Record):
    """One form open to anybody, from when to when; its `ref` is its address."""

    form = models.ForeignKey(Form, models.CASCADE, related_name="public_forms")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False)

    audit_name = "inpublic"

    objects = PublicFormQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Public form")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form"], condition=models.Q(ended_at=None), name="once_in_public"
            )
        ]

    def __str__(self):
        return f"PublicForm {self.ref}"

    @classmethod
    @transaction.atomic
    def begin(cls, form: Form, *, by: User) -> "PublicForm":
        """Open it to anybody; answers come to the office of whoever opens it."""
        if by.office is None:
            raise Refusal(_("You belong to no office yet: ask an administrator."))
        if form.published is None:
            raise Refusal(_("Publish a version first."))
        if why := why_not_public(form.published):
            raise Refusal(why)
        opened, is_new = cls.objects.open().get_or_create(
            form=form, defaults={"office": by.office, "by": by}
        )
        if is_new:
            log.log_event(by, "form.opened_in_public", form)
        return opened

    @transaction.atomic
    def end(self, *, by: User) -> None:
        """Its address leads nowhere from now on; what was answered stays."""
        if self.ended_at is None:
            self.ended_at, self.ended_by = now(), by
            self.save(update_fields=["ended_at", "ended_by"])
            log.log_event(by, "form.closed_in_public", self.form)

    @property
    def version(self) -> FormVersion | None:
        """What is asked now; nothing where it ended, or would ask what nobody is asked here."""
        version = self.form.published if self.ended_at is None else None
        return version if version and not why_not_public(version) else None


def why_not_public(version: FormVersion) -> str:
    """Why nobody is asked with it in public; nothing where anybody may be."""
    asked = [each for each in version.opened.questions() if each.control]
    if any(map(_is_identifying, asked)):
        return _("It asks who somebody is, or how to reach them. In public nobody is asked that.")
    if any(_is_unsupported(each) for each in asked):
        return _("It asks for a file, a place on the map or a ranking, which needs an app.")
    return ""


def _is_identifying(question: Question) -> bool:
    """By its class, by the one that was proposed for it, or by its words."""
    notes = question.notes
    told = {
        notes.get("sensitivity", ""),
        notes.get("default", ""),
        *notes.get("suggested", "").split(),
    }
    return not told.isdisjoint(IDENTIFYING)


def _is_unsupported(question: Question) -> bool:
    return question.control in UNSUPPORTED_TYPES or question.sort.startswith(("geo", "barcode"))
