"""The papers of an agreement: its signed text, annexes and amendments, kept sealed."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.files.stored_files import StoredFile, StoredFileQuerySet
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal

from .agreements import Agreement


class AgreementAnnex(StoredFile):
    """One file of an agreement, in one language; encrypted under the key of the agreement."""

    class Part(models.TextChoices):
        TEXT = "text", pgettext_lazy("agreement", "Signed text")
        ANNEX = "annex", pgettext_lazy("agreement", "Annex")
        AMENDMENT = "amendment", pgettext_lazy("agreement", "Amendment or renewal")
        TRANSLATION = "translation", pgettext_lazy("agreement", "Translation")
        OTHER = "other", pgettext_lazy("document", "Other")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="annexes")
    part = models.CharField(
        pgettext_lazy("agreement", "Part of the agreement"), max_length=12, choices=Part
    )
    language = models.CharField(gettext_lazy("Language"), max_length=3, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    removed_reason = models.CharField(
        pgettext_lazy("column, field", "Reason"), max_length=300, blank=True
    )

    crypto_label = "agreementannex"
    audit_name = "agreementannex"

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Document of an agreement")
        ordering = ["pk"]

    class Privacy:
        no_owner = gettext_lazy("Signed papers of institutions.")
        plain_text = {
            "kind": "a media type",
            "removed_reason": "why a paper of institutions was removed",
        }

    class Events:
        kept = AuditEvent(gettext_lazy("Document of an agreement added"))
        removed = AuditEvent(gettext_lazy("Document of an agreement removed"))
        infected = AuditEvent(
            gettext_lazy("Document of an agreement quarantined: virus found"),
            notice=Notice(
                gettext_lazy("Document of an agreement quarantined: virus found"),
                "work",
                icon="lock",
            ),
        )

    def __str__(self):
        return f"AgreementAnnex {self.ref}"

    @property
    def file(self) -> Agreement:
        return self.agreement

    @property
    def page_url(self) -> str:
        return self.agreement.get_absolute_url()

    @property
    def notified_office_id(self) -> int | None:
        return self.agreement.office_id

    @property
    def notice_subject(self) -> str:
        return self.agreement.title

    @classmethod
    @transaction.atomic
    def keep(
        cls, agreement: Agreement, *, by: User, paper: ValidatedFile, part: str,
        language: str = "",
    ) -> "AgreementAnnex":  # fmt: skip
        """Keeps a validated file, sealed; also after the end: papers come late."""
        annex = cls.store(
            paper, owner=agreement, by=by, agreement=agreement, part=part, language=language
        )
        log.log_event(by, "agreementannex.kept", annex, kind=paper.kind)
        return annex

    @transaction.atomic
    def remove(self, *, by: User, because: str) -> None:
        """Its name and content go for good; that it was here, and why not any more, stays. Twice
        is once.
        """
        if not because.strip():
            raise Refusal(_("Write why this document is removed."))
        lock_and_refresh(self, "removed_at", "storage_key")
        if self.removed_at:
            return
        self.delete_content()
        self.removed_at, self.removed_by, self.removed_reason = now(), by, because.strip()
        self.save(
            update_fields=["name", "storage_key", "removed_at", "removed_by", "removed_reason"]
        )
        log.log_event(by, "agreementannex.removed", self)
