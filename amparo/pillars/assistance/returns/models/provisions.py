"""What they need on the way: escorts, help in transit, medicines, papers."""

from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case

from .bookings import recheck_booking
from .journeys import ReturnJourney
from .travellers import Traveller


class TravelAssistanceQuerySet(PermissionQuerySet):
    def standing(self) -> "TravelAssistanceQuerySet":
        return self.filter(ended_at=None)


class TravelAssistance(Record):
    """An escort, help in transit, medicines or equipment, for one of them or for all."""

    class Kind(models.TextChoices):
        OPERATIONAL = "operational", gettext_lazy("Operational escort")
        MEDICAL = "medical", gettext_lazy("Medical escort")
        SOCIAL = "social", gettext_lazy("Social escort")
        TRANSIT = "transit", gettext_lazy("Transit assistance")
        MEDICINES = "medicines", gettext_lazy("Medication carried")
        EQUIPMENT = "equipment", gettext_lazy("Special equipment")
        # With medical escort and medicines, what a clinician may ask for: `fitness_rules.py`.
        OXYGEN = "oxygen", gettext_lazy("Oxygen")
        WHEELCHAIR = "wheelchair", gettext_lazy("Wheelchair")
        SEAT = "seat", gettext_lazy("A seat of their own, or more than one")
        STRETCHER = "stretcher", gettext_lazy("Stretcher")
        HANDOVER = "handover", gettext_lazy("Handover that the receiving clinic accepted")

    journey = models.ForeignKey(ReturnJourney, models.CASCADE, related_name="provisions")
    traveller = models.ForeignKey(Traveller, models.CASCADE, null=True, related_name="provisions")
    kind = models.CharField(pgettext_lazy("column", "Type"), max_length=12, choices=Kind)
    text = PersonalField(pgettext_lazy("field", "Text"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    # Not needed after all, or somebody else does it.
    ended_at = models.DateTimeField(gettext_lazy("Ended on"), null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_reason = PersonalField(gettext_lazy("Reason for ending"))

    crypto_label = "provision"
    audit_name = "provision"

    objects = TravelAssistanceQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Travel assistance")

    class Privacy:
        owner = "journey__case"
        title = gettext_lazy("Travel assistance")
        review = True
        disclose = ("kind", "text", "ended_at", "ended_reason")

    class Events:
        prefix = "return"
        provided = AuditEvent(
            pgettext_lazy("ledger", "Travel assistance arranged"),
            icon="heart-handshake",
            timeline=gettext_lazy("Travel assistance arranged"),
            story=False,
        )
        provision_ended = AuditEvent(
            gettext_lazy("Travel assistance ended"),
            icon="x",
            timeline=gettext_lazy("Travel assistance not needed"),
            story=False,
        )

    def __str__(self):
        return f"Provision {self.ref}"

    @property
    def file(self) -> Case:
        return self.journey.case

    @classmethod
    @transaction.atomic
    def arrange(
        cls, journey: ReturnJourney, *, by: User, kind: str, text: str,
        traveller: Traveller | None = None,
    ) -> "TravelAssistance":  # fmt: skip
        journey.hold()
        journey.must_be_before_departure()
        if not text.strip():
            raise Refusal(_("Write who it is, or what they need."))
        made = cls.objects.create(
            journey=journey, by=by, kind=kind, text=text, traveller=traveller
        )
        log.log_event(by, "return.provided", made, kind=kind)
        journey.update_phase(by=by)
        return made

    @transaction.atomic
    def end(self, *, by: User, because: str = "") -> None:
        """It is not needed after all, or somebody else does it."""
        self.journey.hold()
        lock_and_refresh(self, "ended_at", "ended_by_id", "ended_reason")
        if self.ended_at:
            return
        self.ended_at, self.ended_by, self.ended_reason = now(), by, because
        self.save(update_fields=["ended_at", "ended_by", "ended_reason"])
        log.log_event(by, "return.provision_ended", self)
        recheck_booking(self.journey, by=by)
        self.journey.update_phase(by=by)


class TravelDocumentQuerySet(PermissionQuerySet):
    def latest_of(self, journey: ReturnJourney) -> "TravelDocumentQuerySet":
        return self.filter(traveller__journey=journey, is_latest=True)


class TravelDocument(Record):
    """How far a paper has come with which one of them may travel. Each step is kept."""

    class Status(models.TextChoices):
        MISSING = "missing", pgettext_lazy("travel document", "Missing")
        APPLIED = "applied", pgettext_lazy("travel document", "Applied for")
        ISSUED = "issued", gettext_lazy("Issued")
        EXPIRED = "expired", pgettext_lazy("travel document", "Expired")

    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="documents")
    kind = models.CharField(pgettext_lazy("column", "Type"), max_length=40)
    status = models.CharField(pgettext_lazy("column", "Status"), max_length=10, choices=Status)
    good_until = models.DateField(pgettext_lazy("field", "Valid until"), null=True)
    # It says of itself that it does not run out.
    never_expires = models.BooleanField(gettext_lazy("Does not run out"), default=False)
    # On which day whoever wrote this down held it in their hands.
    seen_on = models.DateField(pgettext_lazy("travel document", "Seen on"), null=True)
    # The shadow of whether nothing was noted of this paper since.
    is_latest = models.BooleanField(default=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "traveldocument"

    objects = TravelDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Travel document")
        constraints = [
            models.UniqueConstraint(
                fields=["traveller", "kind"], name="one_state_of_each_travel_document",
                condition=Q(is_latest=True),
            ),
            models.CheckConstraint(
                name="seen_travel_document_has_an_expiry",
                condition=Q(seen_on=None) | Q(never_expires=True) | Q(good_until__isnull=False),
            ),
        ]  # fmt: skip

    class Privacy:
        owner = "traveller__journey__case"
        title = gettext_lazy("Travel document")
        disclose = ("kind", "status", "good_until", "never_expires", "seen_on")

    def __str__(self):
        return f"TravelDocument {self.ref}"

    @property
    def file(self) -> Case:
        return self.traveller.journey.case

    def is_valid_on(self, day: date) -> bool:
        """Whether somebody saw it, and it holds on that day by what stands in it."""
        if self.status != self.Status.ISSUED or self.seen_on is None:
            return False
        return self.never_expires or (self.good_until is not None and self.good_until >= day)

    @classmethod
    @transaction.atomic
    def track(
        cls, traveller: Traveller, *, by: User, kind: str, status: str,
        good_until: date | None = None, never_expires: bool = False, seen_on: date | None = None,
    ) -> "TravelDocument":  # fmt: skip
        journey = traveller.journey
        journey.hold()
        journey.must_be_before_departure()
        code_lists.require("document_kind", kind)
        before = traveller.documents.filter(kind=kind, is_latest=True)
        said: dict[str, Any] = {
            "status": status, "good_until": None if never_expires else good_until,
            "never_expires": never_expires, "seen_on": seen_on,
        }  # fmt: skip
        if seen_on:
            _must_be_seen(journey, by, **said)
        if there := before.filter(**said).first():
            return there
        before.update(is_latest=False)
        made = cls.objects.create(traveller=traveller, by=by, kind=kind, **said)
        log.log_event(by, "return.document", made, kind=kind, status=status)
        recheck_booking(journey, by=by)
        journey.update_phase(by=by)
        return made


def _must_be_seen(
    journey: ReturnJourney, by: User, *, status: str, good_until: date | None,
    never_expires: bool, seen_on: date,
) -> None:  # fmt: skip
    """Nobody has seen what is not there yet, and whoever has, knows when it runs out."""
    if status in (TravelDocument.Status.MISSING, TravelDocument.Status.APPLIED):
        raise Refusal(_("A document that is not issued yet cannot be seen. Leave the day empty."))
    if seen_on > journey.case.office.today_for(by):
        raise Refusal(_("Write it down once you have seen it."))
    if good_until is None and not never_expires:
        raise Refusal(
            _("Write until when it holds, as it stands in it, or tick that it does not run out.")
        )
