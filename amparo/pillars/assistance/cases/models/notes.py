"""Notes in the file of a case."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.refusals import Refusal

from .base import CaseRecord
from .cases import Case


class Note(CaseRecord):
    """Something worth keeping, in our words or in theirs."""

    class Kind(models.TextChoices):
        NOTE = "note", pgettext_lazy("record", "Note")
        QUOTE = "quote", gettext_lazy("In the person’s own words")
        CALL = "call", gettext_lazy("Call or message")
        VISIT = "visit", gettext_lazy("Visit")

    kind = models.CharField(
        pgettext_lazy("column", "Type"), max_length=10, choices=Kind, default=Kind.NOTE
    )
    text = PersonalField(pgettext_lazy("field", "Text"))

    crypto_label = "note"
    audit_name = "note"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "Note")

    class Privacy:
        owner = "case"
        title = gettext_lazy("Notes")
        disclose = ("at", "kind", "text")
        review = True

    class Events:
        quote = "text"
        written = AuditEvent(
            gettext_lazy("Note added"), icon="notes", timeline=pgettext_lazy("record", "Note")
        )

    @classmethod
    @transaction.atomic
    def write(
        cls, case: Case, *, by: User, text: str, kind: str = Kind.NOTE, **named: Any
    ) -> "Note":
        """What was written in the field bears the ref and the hour it was given there."""
        case.require_work_allowed()
        if not text.strip():
            raise Refusal(_("The note is empty. Write something, or leave without saving."))
        note = cls.objects.create(case=case, by=by, text=text, kind=kind, **named)
        if kind in (cls.Kind.CALL, cls.Kind.VISIT):
            case.contacted(note.at.astimezone(case.office.zone).date())
        case.touch()
        log.log_event(by, "note.written", note, kind=kind)
        return note
