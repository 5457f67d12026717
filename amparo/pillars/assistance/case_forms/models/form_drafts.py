"""Forms that are being filled in: nothing that was written is lost before it is kept."""

from typing import Any

from django.db import models, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.labels import labelled
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.fieldwork.dynamic_forms import (
    answered_sections,
    choose_language,
    is_declined,
)
from amparo.foundation.fieldwork.forms_engine import evaluate_form, resume_answers
from amparo.foundation.fieldwork.models import FormVersion
from amparo.pillars.assistance.cases.models.base import CaseRecord
from amparo.pillars.assistance.cases.models.cases import Case


class CaseFormDraft(CaseRecord):
    """The answers so far of one colleague to one form about one case; `at` is when they came."""

    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+", db_index=False)
    # As they would be sent (XForms, XML).
    answers = PersonalField(pgettext_lazy("survey, form", "Answers"))

    crypto_label = "caseformdraft"
    audit_name = "caseformdraft"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Form draft")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "version", "by"], name="one_draft_each")
        ]

    class Privacy:
        owner = "case"
        title = _("Forms that are being filled in with you")
        review = True
        disclose = ("at", "form", "answers")

    class Events:
        begun = AuditEvent(
            pgettext_lazy("deed", "Form started"),
            icon="pencil",
            timeline=_("Form started"),
            story=False,
        )
        thrown_away = AuditEvent(
            _("Form draft discarded"),
            icon="x",
            timeline=_("Draft form discarded"),
            story=False,
        )

    @classmethod
    def of(cls, case: Case, version: FormVersion, by: User) -> "CaseFormDraft | None":
        return cls.objects.filter(case=case, version=version, by=by).first()

    @classmethod
    @transaction.atomic
    def begin(cls, case: Case, version: FormVersion, *, by: User) -> "CaseFormDraft":
        """The draft, which may be there already: only its beginning leaves a line."""
        case.require_work_allowed()
        draft, is_new = cls.objects.get_or_create(case=case, version=version, by=by)
        if is_new:
            log.log_event(by, "caseformdraft.begun", draft)
        return draft

    @classmethod
    @transaction.atomic
    def hold(
        cls, case: Case, version: FormVersion, record: bytes, *, by: User
    ) -> "CaseFormDraft | None":
        """What is written now takes the place of what was; if they do not agree, nothing stays."""
        if is_declined(resume_answers(version.opened, record)):
            if draft := cls.of(case, version, by):
                draft.end()
            return None
        draft = cls.begin(case, version, by=by)
        draft.answers, draft.at = record.decode(), now()
        draft.save(update_fields=["answers", "at"])
        return draft

    @transaction.atomic
    def throw_away(self, *, by: User) -> None:
        """Whoever begins again wants nothing of this."""
        log.log_event(by, "caseformdraft.thrown_away", self)
        self.end()

    def end(self) -> None:
        """It served its time: its files that nobody took over go with it."""
        from .form_files import CaseFormAttachment, delete_stored_files

        delete_stored_files(CaseFormAttachment.objects.filter(draft=self))
        self.delete()

    @property
    @labelled(_("Form"))
    def form(self) -> str:
        return self.version.called

    @property
    def given(self) -> dict[str, Any]:
        """What is answered so far, to be filled in further."""
        return resume_answers(self.version.opened, self.answers.encode()) if self.answers else {}

    @property
    def disclosed_answers(self) -> list[str]:
        """Each under its question, in the reader's language where the form speaks it."""
        spoken = choose_language(self.version.languages)
        told = answered_sections(
            evaluate_form(
                self.version.opened,
                self.given,
                moment=localtime(self.at),
                language=spoken,
            )
        )
        return [f"{label}: {answer}" for part in told for label, answer in part.fields]
