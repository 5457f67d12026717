"""Documents of an ask: the letter that was sent, the answer that came. Kept sealed."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.files.stored_files import StoredFile, StoredFileQuerySet
from amparo.foundation.core.files.validation import ValidatedFile
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal

from .asks import Ask


class AskDocument(StoredFile):
    """One file of an ask; encrypted under its key, seen by whoever sees the ask here."""

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="documents")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "askdocument"
    audit_name = "askdocument"

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Document of an advocacy ask")
        ordering = ["pk"]

    class Privacy:
        no_owner = gettext_lazy("Letters between institutions.")
        plain_text = {"kind": "a media type"}

    class Events:
        kept = AuditEvent(gettext_lazy("Document of an advocacy ask added"))
        removed = AuditEvent(gettext_lazy("Document of an advocacy ask removed"))
        infected = AuditEvent(
            gettext_lazy("Document of an advocacy ask quarantined: virus found"),
            notice=Notice(
                gettext_lazy("Document of an advocacy ask quarantined: virus found"),
                "work",
                icon="lock",
            ),
        )

    def __str__(self):
        return f"AskDocument {self.ref}"

    @property
    def file(self) -> Ask:
        return self.ask

    @property
    def page_url(self) -> str:
        return self.ask.get_absolute_url()

    @property
    def notified_office_id(self) -> int | None:
        return self.ask.office_id

    @classmethod
    @transaction.atomic
    def keep(cls, ask: Ask, *, by: User, paper: ValidatedFile) -> "AskDocument":
        """Keeps a validated file, sealed. Refused before the ask was put: nothing came of it."""
        if ask.put_on is None:
            raise Refusal(_("This ask was not put yet: there is no letter and no answer."))
        document = cls.store(paper, owner=ask, by=by, ask=ask)
        log.log_event(by, "askdocument.kept", document)
        return document

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """Name and content go for good; that it was here stays. Twice is once."""
        lock_and_refresh(self, "storage_key")
        if not self.storage_key:
            return
        self.delete_content()
        self.save(update_fields=["name", "storage_key"])
        log.log_event(by, "askdocument.removed", self)
