"""Papers and pictures in the file of a case: kept sealed, opened once checked, taken out whole."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.files.stored_files import StoredFileQuerySet
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal

from ..extension_points import removal_checks
from .cases import Case
from .sealed_files import SealedCaseFile


class Attachment(SealedCaseFile):
    """A paper that somebody put into the file by itself."""

    # A picture kept as it was taken, with its place and day: only with the person's agreement.
    is_original = models.BooleanField(default=False)
    removed_at = models.DateTimeField(gettext_lazy("Taken out on"), null=True, editable=False)
    removed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    removed_reason = PersonalField(gettext_lazy("Why it was taken out"))

    crypto_label = "attachment"
    audit_name = "attachment"

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("attachment", "Document")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["at"], name="attachments_to_check", condition=models.Q(verdict="waiting")
            )
        ]

    class Privacy:
        owner = "case"
        title = pgettext_lazy("case", "Documents")
        disclose = ("at", "name", "kind", "size", "removed_at", "removed_reason")
        review = True
        plain_text = {"kind": "a media type"}

    class Events:
        kept = AuditEvent(gettext_lazy("Document added"), icon="file-text")
        removed = AuditEvent(gettext_lazy("Document removed"), icon="file-text", story=False)
        infected = AuditEvent(
            gettext_lazy("Document quarantined: virus found"),
            icon="lock",
            timeline=gettext_lazy("Infected document quarantined"),
            story=False,
            notice=Notice(
                gettext_lazy("Attachment quarantined: virus found"), "work", icon="lock"
            ),
        )

    @property
    def standing(self) -> str:
        evidence = _("as it was taken, for evidence") if self.is_original else ""
        return super().standing or evidence

    @classmethod
    @transaction.atomic
    def keep(
        cls, case: Case, *, by: User, paper: ValidatedFile, agreed: bool = False
    ) -> "Attachment":
        """Put a paper that was looked at into the file, sealed; an original only by agreement."""
        case.require_work_allowed()
        if paper.is_original and not agreed:
            raise Refusal(_("The original is kept only if the person agreed to it."))
        attachment = cls.sealed(case, paper, by=by, is_original=paper.is_original)
        case.touch()
        said = {"evidence": "original"} if paper.is_original else {}
        log.log_event(by, "attachment.kept", attachment, kind=paper.kind, **said)
        return attachment

    @transaction.atomic
    def remove(self, *, by: User, because: str) -> None:
        """It came here by mistake: name and content go, that it was here stays; twice is once."""
        if not because.strip():
            raise Refusal(_("Write why this paper is taken out."))
        for check in removal_checks:
            check(self.case)
        lock_and_refresh(self, "removed_at", "storage_key")
        if self.removed_at:
            return
        self.delete_content()
        self.removed_at, self.removed_by, self.removed_reason = now(), by, because
        self.save(
            update_fields=["name", "storage_key", "removed_at", "removed_by", "removed_reason"]
        )
        self.case.touch()
        log.log_event(by, "attachment.removed", self)
