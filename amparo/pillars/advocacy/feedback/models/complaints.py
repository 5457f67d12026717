"""A complaint: somebody says what we did wrong, or well, and is owed an answer."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import allow_new
from amparo.foundation.core.receipt_codes import ReceiptCodeModel
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Place

from ..access_grants import notify_recipients, update_grants
from ..code_lists import sensitive_kinds
from .actions import ComplaintActions, log_action


class ComplaintSettings(Record):
    """The limits of one office. They are defaults by common practice, not law."""

    office = models.OneToOneField(Office, models.CASCADE, related_name="complaint_settings")
    # Hours, whatever day it is: whoever tells of abuse must hear soon that they were heard.
    acknowledge_hours = models.PositiveSmallIntegerField(default=24)
    acknowledge_days = models.PositiveSmallIntegerField(default=5)
    answer_days = models.PositiveSmallIntegerField(default=20)
    kept_years = models.PositiveSmallIntegerField(default=2)
    # Who looks into misconduct, outside this office: a unit, its address. No person's own.
    investigation = models.CharField(max_length=200, blank=True)
    # Complaints that name no place come here.
    receives_unplaced = models.BooleanField(default=False)

    audit_name = "complaintsettings"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Complaint rules")

    class Privacy:
        plain_text = {
            "investigation": "a unit that investigates, and its address: no person's own",
        }

    class Events:
        changed = AuditEvent(gettext_lazy("Complaint rules updated"))

    def __str__(self):
        return f"Complaints at {self.office}"

    @classmethod
    def of(cls, office: Office) -> "ComplaintSettings":
        """Those of the office, or the defaults: reading them writes nothing."""
        return cls.objects.filter(office=office).first() or cls(office=office)

    @transaction.atomic
    def change(self, *, by: User, **fields) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.save()
        log.log_event(by, "complaintsettings.changed", self, fields=sorted(fields))

    def acknowledge_by(self, received: datetime, *, is_sensitive: bool) -> datetime:
        if is_sensitive:
            return received + timedelta(hours=self.acknowledge_hours)
        return self._end_of_working_day(received, self.acknowledge_days)

    def answer_by(self, received: datetime) -> datetime:
        """So many days, to the end of a day on which people work."""
        day = received.astimezone(self.office.zone).date() + timedelta(days=self.answer_days)
        return self.office.end_of_day(self.office.next_working_day(day))

    def _end_of_working_day(self, received: datetime, days: int) -> datetime:
        start = received.astimezone(self.office.zone).date()
        return self.office.end_of_day(self.office.after_working_days(start, days))


class ComplaintQuerySet(PermissionQuerySet):
    def open(self) -> "ComplaintQuerySet":
        return self.exclude(status=Complaint.Status.CLOSED)

    def sensitive(self) -> "ComplaintQuerySet":
        return self.filter(kind__in=sensitive_kinds())

    def ordinary(self) -> "ComplaintQuerySet":
        return self.exclude(kind__in=sensitive_kinds())

    def late(self) -> "ComplaintQuerySet":
        """Not acknowledged, or not answered, by its time."""
        return self.open().filter(due_at__lt=now())

    def not_escalated(self) -> "ComplaintQuerySet":
        """Of which nobody above was notified since it passed its day."""
        fresh = models.Q(escalated_at=None) | models.Q(escalated_at__lt=models.F("due_at"))
        return self.filter(fresh)


class Complaint(ComplaintActions, Record, ReceiptCodeModel):
    """What somebody tells us, with or without a name; they come back with a code.

    It belongs to nobody's file: who complains must not be found by it. It has a key of its own.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("complaint", "Received")
        ACKNOWLEDGED = "acknowledged", pgettext_lazy("complaint", "Acknowledged")
        IN_REVIEW = "in_review", pgettext_lazy("complaint", "Under review")
        REFERRED = "referred", gettext_lazy("Referred for investigation")
        RESPONDED = "responded", pgettext_lazy("complaint", "Answered")
        CLOSED = "closed", pgettext_lazy("complaint", "Closed")

    class Fears(models.TextChoices):
        YES = "yes", gettext_lazy("Yes, they fear consequences")
        NO = "no", gettext_lazy("No")
        UNSAID = "unsaid", gettext_lazy("Not stated")

    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=20, default="web")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=10, blank=True)
    text = PersonalField(pgettext_lazy("field", "Text"))
    about = PersonalField(pgettext_lazy("column", "Subject"))
    wish = PersonalField(gettext_lazy("Requested remedy"))
    # How an answer reaches them without harming them; empty: only with the code.
    contact_details = PersonalField(gettext_lazy("Contact details"))
    fears = models.CharField(max_length=6, choices=Fears, default=Fears.UNSAID)
    received_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=now, editable=False)
    acknowledge_by = models.DateTimeField()
    answer_by = models.DateTimeField()
    # Follows from what was done, for lists; written by its actions alone.
    status = models.CharField(max_length=12, choices=Status, default=Status.RECEIVED)
    due_at = models.DateTimeField(null=True, db_index=True)
    keep_until = models.DateField(null=True)
    escalated_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "complaint"
    audit_name = "complaint"

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Complaint")
        indexes = [models.Index(fields=["office", "at"], name="complaints_of_an_office")]

    class Events:
        worked_on = AuditEvent(gettext_lazy("Complaint action recorded"))

    def __str__(self):
        return f"Complaint {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("feedback:complaint", args=[self.ref])

    @property
    def is_sensitive(self) -> bool:
        return self.kind in sensitive_kinds()

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED

    @property
    def settings(self) -> ComplaintSettings:
        return ComplaintSettings.of(self.office)

    @classmethod
    @transaction.atomic
    def receive(
        cls, code: str, *, by: User | None, office: Office, text: str, kind: str, **details: Any
    ) -> "Complaint":
        """Record it, and give it to whoever may receive it. Sent twice, it is there once."""
        if known := cls.for_code(code):
            return known
        if not text.strip():
            raise Refusal(_("Write what happened. A few words are enough."))
        codes.require("feedback_type", kind)
        moment, settings = now(), ComplaintSettings.of(office)
        complaint = cls(
            receipt=cls.hash_code(code), office=office, text=text, kind=kind, received_by=by,
            at=moment, **details,
        )  # fmt: skip
        complaint.acknowledge_by = settings.acknowledge_by(
            moment, is_sensitive=complaint.is_sensitive
        )
        complaint.answer_by = settings.answer_by(moment)
        complaint.due_at = complaint.acknowledge_by
        allow_new(complaint)
        try:
            with transaction.atomic():
                complaint.save()
        except IntegrityError:  # the same form, sent twice in the same moment
            if known := cls.for_code(code):
                return known
            raise
        log_action(by, complaint)
        update_grants(complaint, by=by)
        return complaint

    @classmethod
    def office_for(cls, place: Place | None) -> Office:
        """Which office answers: one in the country of the place, else the one that takes the rest.

        The office where few are told of it is not chosen by who complains: it need not be known.
        """
        ours = (
            Office.objects.without_practice()
            .filter(organization__kind="own")
            .select_related("organization")
        )
        takes = ours.filter(complaint_settings__receives_unplaced=True)
        if place is not None and place.country:
            there = ours.filter(country=place.country).exclude(branches__isnull=False)
            if (
                found := there.order_by("pk").first()
                or ours.filter(country=place.country).order_by("pk").first()
            ):
                return found
        found = takes.order_by("pk").first() or ours.filter(parent=None).order_by("pk").first()
        if found is None:
            raise Refusal(_("Nobody here receives complaints yet. Tell the office in person."))
        return found

    def notify_recipients(self, what: str, *, by: User | None, urgent: bool = False) -> None:
        notify_recipients(self, what, by=by, urgent=urgent)
