"""The file of the document by which somebody consents for a child: a guardian or an authority.

Protects a child from a consent that nobody can look at again. The file lies with the person, not
with a case: the consent may be older than the case, and outlive it.
"""

from django.db import models, transaction
from django.urls import reverse
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

from .consents import Consent


class ConsentDocument(StoredFile):
    """The document as it was scanned or photographed; it shows every consent that rests on it."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="consent_documents")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "consentdocument"
    export_prefix = "consent-"
    audit_name = "consentdocument"

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("File of the document of who consented")

    class Privacy:
        owner = "person"
        title = gettext_lazy("Documents of who consented for you")
        disclose = ("at", "name", "kind", "size")
        review = True
        plain_text = {"kind": "a media type"}

    class Events:
        attached = AuditEvent(
            gettext_lazy("The document of who consented was attached"), icon="file-certificate"
        )
        infected = AuditEvent(
            gettext_lazy("The document of who consented was locked away because of a virus"),
            icon="lock",
            notice=Notice(
                gettext_lazy("Consent document quarantined: virus found, attach it again"),
                "work",
                icon="lock",
            ),
        )

    def __str__(self):
        return f"ConsentDocument {self.ref}"

    @property
    def file(self):
        return self.person

    @property
    def page_url(self) -> str:
        return reverse("people:person", args=[self.person.ref])

    @property
    def notified_office_id(self) -> int | None:
        return self.by.office.pk if self.by.office else None

    @classmethod
    def keep(cls, person, upload: ValidatedFile, *, by: User) -> "ConsentDocument":
        document = cls.store(upload, owner=person, by=by, person=person)
        log.log_event(by, "consentdocument.attached", document, kind=upload.kind)
        return document

    @classmethod
    @transaction.atomic
    def attach(cls, consent: Consent, upload: ValidatedFile, *, by: User) -> "ConsentDocument":
        """Attaches the file that was missing, to all that was consented by the same document."""
        lock_and_refresh(consent, "document_file_id")
        if not consent.is_document_missing:
            raise Refusal(_("The document of this consent is attached already."))
        lacking = Consent.objects.of(consent.person).without_document()
        same = [each for each in lacking if each.shown_by == consent.shown_by]
        document = cls.keep(consent.person, upload, by=by)
        Consent.objects.filter(pk__in=[each.pk for each in same]).update(document_file=document)
        consent.document_file = document
        return document
