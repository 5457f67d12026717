"""Pictures, sounds and papers that were given as answers to a form."""

from collections.abc import Iterable
from functools import partial

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.files.stored_files import StoredFileQuerySet
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.models.sealed_files import SealedCaseFile
from amparo_xforms import Attachment as Named

from .completed_forms import CaseForm
from .form_drafts import CaseFormDraft


class CaseFormAttachment(SealedCaseFile):
    """The file of one answer: of a form that was filled in, or of one that still is being."""

    filled = models.ForeignKey(CaseForm, models.CASCADE, null=True, related_name="files")
    draft = models.ForeignKey(CaseFormDraft, models.CASCADE, null=True, related_name="files")
    # The question, and which row of a repeated group: `/data/visit[2]/photo`.
    path = models.CharField(max_length=400)

    crypto_label = "caseformattachment"
    export_prefix = "form-"
    audit_name = "caseformattachment"

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("Attachment of completed form")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(filled=None) ^ models.Q(draft=None),
                name="of_a_form_or_of_a_draft",
            )
        ]
        indexes = [
            models.Index(
                fields=["at"], name="filled_files_to_check", condition=models.Q(verdict="waiting")
            )
        ]

    class Privacy:
        owner = "case"
        title = _("Attachments of those forms")
        review = True
        disclose = ("at", "name", "kind", "size")
        plain_text = {
            "kind": "a media type",
            "path": "a question of the form and the row of its group",
        }

    class Events:
        infected = AuditEvent(
            _("Form file quarantined: virus found"),
            icon="lock",
            timeline=_("Infected file quarantined"),
            story=False,
        )

    @property
    def page_url(self) -> str:
        if self.filled:
            return reverse("case_forms:form-filled", args=[self.filled.ref])
        return reverse("case_forms:case-forms", args=[self.case.ref])

    @classmethod
    @transaction.atomic
    def take(
        cls, draft: CaseFormDraft, path: str, paper: ValidatedFile, *, by: User, name: str = ""
    ) -> "CaseFormAttachment":
        """The file of an answer; the one that was chosen before goes.

        `name` is what the answers call it, where that is settled already.
        """
        delete_stored_files(draft.files.filter(path=path))
        name = name or paper.name
        return cls.sealed(draft.case, paper, by=by, draft=draft, path=path, name=name)

    @classmethod
    def settle(cls, filled: CaseForm, named: Iterable[Named], draft: CaseFormDraft) -> list[str]:
        """What the answers name goes over to them; the questions of which the file is missing."""
        here = {(each.path, each.name): each for each in draft.files.all()}
        missing = []
        for each in named:
            if file := here.get((each.path, each.name)):
                file.filled, file.draft = filled, None
                file.save(update_fields=["filled", "draft"])
            else:
                missing.append(each.path)
        return missing


def delete_stored_files(files: models.QuerySet[CaseFormAttachment]) -> None:
    """Off the disk only once it is settled; what is left if we are stopped is swept up later."""
    for name in list(files.values_list("storage_key", flat=True)):
        transaction.on_commit(partial(EncryptedFile.delete, name), robust=True)
    files.delete()
