"""Services given: what was given, how much of it, from which budget line, with a receipt."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.models import BudgetLine
from amparo.foundation.people.models import Person, Place
from amparo.pillars.assistance.cases.models.cases import Case
from amparo.pillars.assistance.planning.models.plans import Action


class ServiceProvided(Record):
    """One service that somebody received."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="services")
    # Nobody of ours: an organization without an account reported what it gave.
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    action = models.ForeignKey(
        Action, models.SET_NULL, null=True, blank=True, related_name="services"
    )
    service_type = models.CharField(gettext_lazy("Service"), max_length=40)
    given_on = models.DateField(gettext_lazy("Day"))
    quantity = models.DecimalField(
        gettext_lazy("Quantity"), max_digits=10, decimal_places=2, default=1
    )
    unit = models.CharField(gettext_lazy("Unit"), max_length=30, blank=True)
    value = models.DecimalField(
        gettext_lazy("Value"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(gettext_lazy("Currency"), max_length=3, blank=True)
    budget_line = models.ForeignKey(
        BudgetLine,
        models.PROTECT,
        verbose_name=gettext_lazy("Budget line"),
        null=True,
        blank=True,
        related_name="services",
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=gettext_lazy("Organization"),
        null=True,
        blank=True,
        related_name="+",
    )
    # The name of the organization as it was then, or somebody of no organization.
    provider = models.CharField(gettext_lazy("Provided by"), max_length=200, blank=True)
    receipt = models.CharField(gettext_lazy("Receipt"), max_length=40, blank=True)
    is_emergency = models.BooleanField(default=False)
    # That of the case on the day it was given: a case that moves takes no history along.
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        verbose_name=gettext_lazy("Place"),
        null=True,
        blank=True,
        related_name="+",
    )
    note = PersonalField(pgettext_lazy("record", "Note"))
    at = models.DateTimeField(default=now, editable=False)
    voided_at = models.DateTimeField(gettext_lazy("Cancelled on"), null=True, editable=False)
    voided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    voided_reason = PersonalField(gettext_lazy("Why it was cancelled"))

    crypto_label = "serviceprovided"
    audit_name = "serviceprovided"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Service provided")
        ordering = ["-given_on", "-pk"]
        # What a budget line paid is summed without reading the services themselves.
        indexes = [
            models.Index(
                fields=["budget_line", "given_on", "currency", "value"],
                name="services_by_line",
                condition=models.Q(voided_at=None, budget_line__isnull=False),
            )
        ]

    class Privacy:
        owner = "case"
        title = gettext_lazy("Services you received")
        disclose = (
            "given_on",
            "service_type",
            "quantity",
            "unit",
            "value",
            "currency",
            "provider",
            "receipt",
            "note",
            "voided_at",
            "voided_reason",
        )
        review = ("voided_reason",)
        plain_text = {
            "provider": "name of an organization",
        }

    class Events:
        prefix = "service"
        given = AuditEvent(
            pgettext_lazy("deed", "Service provided"),
            icon="heart-handshake",
            timeline=gettext_lazy("Given: {service}"),
        )
        voided = AuditEvent(gettext_lazy("Service record cancelled"), icon="x")
        charged = AuditEvent(gettext_lazy("Budget line of a service chosen"))

    def __str__(self):
        return f"ServiceProvided {self.ref}"

    @property
    def file(self) -> Case:
        return self.case

    @property
    def is_void(self) -> bool:
        return self.voided_at is not None

    @classmethod
    @transaction.atomic
    def give(
        cls, case: Case, *, by: User, recipients: Iterable[Person] | None = None, **fields
    ) -> "ServiceProvided":
        """Record a service; outside the plan only in an emergency.

        It was for `recipients`, else for everybody who is accompanied in the case today.
        """
        case.require_work_allowed()
        service = cls(case=case, by=by, place=case.place, **fields)
        if service.action is None and not service.is_emergency:
            raise Refusal(
                _("Choose the action of the plan that this serves, or mark it as an emergency.")
            )
        if service.given_on > case.office.today_for(by):
            raise Refusal(_("A service is recorded when it was given, not before."))
        if service.budget_line:
            service.budget_line.must_serve(case.team.office, service.given_on)
        if service.organization:
            service.provider = service.organization.name
        if service.value is not None and not service.currency:
            service.currency = case.office.currency
        service.save()
        service.receipt = service.receipt or f"R-{service.pk:06d}"
        service.save()
        service._was_for(_chosen_of(case.persons(), recipients))
        case.contacted(service.given_on)
        case.touch()
        log.log_event(by, "service.given", service, kind=service.service_type)
        return service

    @classmethod
    def received(
        cls, referral: Any, *, by: User | None, service_type: str = "", **fields
    ) -> "ServiceProvided":
        """From another organization, to which they were referred: also what nobody planned."""
        service = cls.objects.create(
            case=referral.case, action=referral.action, by=by, place=referral.case.place,
            service_type=service_type or referral.service_type,
            organization=referral.organization, provider=referral.organization.name, **fields,
        )  # fmt: skip
        service.receipt = f"R-{service.pk:06d}"
        service.save()
        service._was_for(
            each.person for each in referral.referred_persons.select_related("person")
        )
        return service

    @transaction.atomic
    def charge_to(self, line: BudgetLine, *, by: User) -> None:
        """Says afterwards which budget line paid for it; one that was chosen stays."""
        lock_and_refresh(self, "budget_line_id", "voided_at")
        if self.is_void:
            raise Refusal(_("This record was already cancelled."))
        if self.budget_line_id is not None:
            raise Refusal(_("A budget line was chosen for this service already."))
        line.must_serve(self.case.team.office, self.given_on)
        self.budget_line = line
        self.save(update_fields=["budget_line"])
        log.log_event(by, "service.charged", self)

    def _was_for(self, persons: Iterable[Person]) -> None:
        ServiceRecipient.objects.bulk_create(
            ServiceRecipient(service=self, person=person) for person in persons
        )

    @transaction.atomic
    def void(self, *, by: User, because: str) -> None:
        """It was recorded by mistake: it no longer counts, and the mistake stays visible."""
        if not because.strip():
            raise Refusal(_("Write why this record is cancelled."))
        lock_and_refresh(self, "voided_at")
        if self.is_void:
            raise Refusal(_("This record was already cancelled."))
        self.voided_at, self.voided_by, self.voided_reason = now(), by, because
        self.save(update_fields=["voided_at", "voided_by", "voided_reason"])
        self.case.touch()
        log.log_event(by, "service.voided", self)


def _chosen_of(accompanied: list[Person], chosen: Iterable[Person] | None) -> list[Person]:
    if chosen is None:
        return accompanied
    found = list(dict.fromkeys(chosen))
    if not found or not set(accompanied).issuperset(found):
        raise Refusal(_("Choose whom it was for, among the people accompanied in this case."))
    return found


class ServiceRecipient(Record):
    """For whom a service was, of those who are accompanied in its case."""

    service = models.ForeignKey(ServiceProvided, models.CASCADE, related_name="recipients")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    audit_name = "servicerecipient"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Recipient of a service")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "person"], name="recipient_of_a_service_once"
            )
        ]

    class Privacy:
        owner = "service__case"
        withheld = gettext_lazy(
            "For whom a service was: the services themselves are told in the file."
        )

    def __str__(self):
        return f"ServiceRecipient {self.ref}"

    @property
    def file(self) -> Case:
        return self.service.case


class AnonymousService(Record):
    """What a service cost whose file was erased since: the figure stays, and names nobody."""

    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="given_and_erased")
    on = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)

    audit_name = "anonymousservice"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Service of a file that was erased")

    def __str__(self):
        return f"AnonymousService {self.ref}"
