"""Whom to call about an agreement: colleagues of its parties, sealed and erasable."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .agreements import Agreement
from .parties import AgreementParty


class AgreementContact(Record):
    """One function at one party, and who holds it; the function stays when the name is deleted."""

    class Function(models.TextChoices):
        FOCAL_POINT = "focal_point", pgettext_lazy("agreement", "Focal point")
        DATA_PROTECTION = "data_protection", gettext_lazy("Data protection focal point")
        SIGNATORY = "signatory", pgettext_lazy("agreement", "Person who signs")
        LEGAL = "legal", gettext_lazy("Legal adviser")
        OTHER = "other", pgettext_lazy("function", "Other")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="contacts")
    party = models.ForeignKey(
        AgreementParty, models.PROTECT, related_name="contacts",
        verbose_name=gettext_lazy("Institution"),
    )  # fmt: skip
    function = models.CharField(
        pgettext_lazy("agreement", "Function"), max_length=16, choices=Function
    )
    name = PersonalField(gettext_lazy("Name"))
    phone = PersonalField(gettext_lazy("Telephone"))
    email = PersonalField(gettext_lazy("E-mail"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "agreementcontact"
    audit_name = "agreementcontact"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Contact for an agreement")
        ordering = ["pk"]

    class Privacy:
        no_owner = gettext_lazy("Colleagues of institutions; deleted once they no longer answer.")

    class Events:
        added = AuditEvent(gettext_lazy("Contact for an agreement added"))
        erased = AuditEvent(gettext_lazy("Contact for an agreement deleted"))

    def __str__(self):
        return f"AgreementContact {self.ref}"

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @classmethod
    @transaction.atomic
    def add(
        cls, agreement: Agreement, *, by: User, party: AgreementParty, function: str, name: str,
        phone: str = "", email: str = "",
    ) -> "AgreementContact":  # fmt: skip
        """Whom to call at one of the parties: a name, and at least one way to reach them."""
        party.must_belong_to(agreement)
        if not name.strip():
            raise Refusal(_("Write the name of the contact."))
        if not (phone.strip() or email.strip()):
            raise Refusal(_("Write a telephone number or an e-mail address."))
        contact = cls.objects.create(
            agreement=agreement, by=by, party=party, function=function, name=name.strip(),
            phone=phone.strip(), email=email.strip(),
        )  # fmt: skip
        log.log_event(by, "agreementcontact.added", contact)
        return contact

    @transaction.atomic
    def erase(self, *, by: User) -> None:
        """Name and numbers go for good, also in backups; that there was a contact stays. Twice is
        once.
        """
        lock_and_refresh(self, "erased_at")
        if self.is_erased:
            return
        self.name, self.phone, self.email, self.erased_at = "", "", "", now()
        self.save()
        DataKey.destroy([self.ref])
        log.log_event(by, "agreementcontact.erased", self)
