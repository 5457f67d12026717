"""Reports of false certificates, by whoever checked one: for the organizers to look into."""

from uuid import UUID

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import allow_new, lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .. import certificate_numbers
from .certificates import Certificate


class CertificateReport(Record):
    """Somebody told us of a certificate that they think is false; from the public check page."""

    class Kind(models.TextChoices):
        ALTERED = (
            "altered",
            (pgettext_lazy("false certificate", "Something on the paper was changed")),
        )
        NAME = "name", pgettext_lazy("false certificate", "The name on it does not fit")
        UNKNOWN = "unknown", pgettext_lazy("false certificate", "The number is not known")
        OTHER = "other", pgettext_lazy("false certificate", "Something else")

    class Outcome(models.TextChoices):
        FALSE = "false", pgettext_lazy("false certificate", "It is false")
        GENUINE = "genuine", pgettext_lazy("false certificate", "It is genuine")
        UNCLEAR = "unclear", pgettext_lazy("false certificate", "It could not be found out")

    kind = models.CharField(
        pgettext_lazy("false certificate", "What is wrong"), max_length=8, choices=Kind
    )
    # The number that was typed, where it was one; and the certificate, where there is one.
    number = models.CharField(pgettext_lazy("certificate", "Number"), max_length=13, blank=True)
    certificate = models.ForeignKey(
        Certificate, models.SET_NULL, null=True, editable=False, related_name="reports"
    )
    text = PersonalField(pgettext_lazy("false certificate", "What you saw"))
    at = models.DateTimeField(gettext_lazy("Received on"), default=now, editable=False)
    # The key of the form: sent twice is recorded once.
    once = models.UUIDField(unique=True, editable=False)
    outcome = models.CharField(
        pgettext_lazy("false certificate", "Outcome"), max_length=8, choices=Outcome, blank=True
    )
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "certificatereport"
    audit_name = "certificatereport"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Report of a false certificate")
        ordering = ["-pk"]

    class Privacy:
        no_owner = gettext_lazy(
            "What somebody without an account saw on a paper; of nobody's file."
        )

    class Events:
        received = AuditEvent(gettext_lazy("Report of a false certificate received"))
        closed = AuditEvent(gettext_lazy("Report of a false certificate closed"))

    def __str__(self):
        return f"CertificateReport {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("training:certificate-report", args=[self.ref])

    @classmethod
    @transaction.atomic
    def receive(
        cls, *, once: UUID, kind: str, number: str = "", text: str = ""
    ) -> "CertificateReport":
        """Keeps what somebody saw; sent twice is kept once."""
        if known := cls.objects.filter(once=once).first():
            return known
        found = Certificate.for_number(number)
        report = cls(
            once=once,
            kind=kind,
            number=certificate_numbers.read(number),
            certificate=found,
            text=text.strip(),
        )
        allow_new(report)
        report.save()
        log.log_event(None, "certificatereport.received", report)
        return report

    @transaction.atomic
    def close(self, *, by: User, outcome: str) -> None:
        """Says what was found out."""
        lock_and_refresh(self, "outcome")
        if self.outcome:
            raise Refusal(_("This report was closed already."))
        self.outcome, self.closed_by, self.closed_at = outcome, by, now()
        self.save(update_fields=["outcome", "closed_by", "closed_at"])
        log.log_event(by, "certificatereport.closed", self)
