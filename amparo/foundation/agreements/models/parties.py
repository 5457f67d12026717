"""Parties of agreements: which institution signed when, and until when it takes part."""

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .. import status
from .agreements import Agreement, AgreementRole


class AgreementPartyQuerySet(PermissionQuerySet):
    def current(self, day: date) -> "AgreementPartyQuerySet":
        return self.filter(Q(until=None) | Q(until__gte=day))

    def signing(self) -> "AgreementPartyQuerySet":
        return self.exclude(role=AgreementRole.OBSERVER)


class AgreementParty(Record):
    """That an institution takes part in an agreement. An observer signs nothing."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="agreement_parties",
        verbose_name=gettext_lazy("Institution"),
    )  # fmt: skip
    role = models.CharField(
        pgettext_lazy("agreement", "Role"), max_length=12, choices=AgreementRole,
        default=AgreementRole.SIGNATORY,
    )  # fmt: skip
    signed_on = models.DateField(pgettext_lazy("agreement", "Signed on"), null=True, blank=True)
    until = models.DateField(pgettext_lazy("agreement", "Takes part until"), null=True, blank=True)
    # Added once all others had signed: they are bound whether it signs or not.
    has_joined_later = models.BooleanField(default=False, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "agreementparty"

    objects = AgreementPartyQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Party of an agreement")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organization"], name="party_of_an_agreement_once"
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("That an institution takes part in an agreement.")

    class Events:
        added = AuditEvent(gettext_lazy("Party added to an agreement"))
        signed = AuditEvent(gettext_lazy("Signature of an agreement recorded"))
        left = AuditEvent(gettext_lazy("Withdrawal of a party from an agreement recorded"))

    def __str__(self):
        return f"AgreementParty {self.ref}"

    @property
    def signs(self) -> bool:
        return self.role != AgreementRole.OBSERVER

    @property
    def as_signature(self) -> status.Signature:
        return status.Signature(self.signed_on, self.until, self.has_joined_later)

    def is_party_on(self, day: date) -> bool:
        return self.as_signature.is_party_on(day)

    def must_belong_to(self, agreement: Agreement) -> None:
        if self.agreement_id != agreement.pk:
            raise Refusal(_("Choose a party of this agreement."))

    @classmethod
    @transaction.atomic
    def add(
        cls, agreement: Agreement, *, by: User, organization: Organization,
        role: str = AgreementRole.SIGNATORY,
    ) -> "AgreementParty":  # fmt: skip
        """One more institution; it binds itself from the day on which it signs."""
        agreement.must_go_on()
        if agreement.parties.filter(organization=organization).exists():
            raise Refusal(_("This institution takes part in the agreement already."))
        party = cls.objects.create(
            agreement=agreement, by=by, organization=organization, role=role,
            has_joined_later=agreement.is_signed_by_all(agreement.today),
        )  # fmt: skip
        log.log_event(by, "agreementparty.added", party, role=role)
        return party

    @transaction.atomic
    def sign(self, *, by: User, on: date) -> None:
        """Records the day on which it signed. The same day twice is once."""
        lock_and_refresh(self, "signed_on", "until")
        if not self.signs:
            raise Refusal(_("An observer does not sign."))
        if self.signed_on == on:
            return
        if self.signed_on is not None:
            raise Refusal(_("The signature of this institution is recorded already."))
        if on > self.agreement.office.today_for(by):
            raise Refusal(_("The day of the signature is in the future."))
        if self.until is not None and on > self.until:
            raise Refusal(_("On that day it no longer took part."))
        self.agreement.must_go_on()
        self.signed_on = on
        self.save(update_fields=["signed_on"])
        log.log_event(by, "agreementparty.signed", self)

    @transaction.atomic
    def leave(self, *, by: User, until: date) -> None:
        """It takes part until the end of that day, and is a party no longer. With fewer than two
        left, the agreement has ended.
        """
        lock_and_refresh(self, "signed_on", "until")
        if self.until is not None:
            raise Refusal(_("It is recorded already until when this institution takes part."))
        if self.signed_on is not None and until < self.signed_on:
            raise Refusal(_("That day is before the institution signed."))
        self.until = until
        self.save(update_fields=["until"])
        log.log_event(by, "agreementparty.left", self, until=until)
