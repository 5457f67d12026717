"""A complaint: somebody says what we did wrong, or well, and is owed an answer."""

from typing import Any

from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core import receipt_codes
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

from ..reaching import hand_out, tell
from ..shipped import sensitive_kinds
from .deeds import Deeds, note_work
from .rules import ComplaintRules


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

    def not_told(self) -> "ComplaintQuerySet":
        """Of which nobody above has heard since it passed its day."""
        fresh = models.Q(escalated_at=None) | models.Q(escalated_at__lt=models.F("due_at"))
        return self.filter(fresh)


class Complaint(Deeds, Record, ReceiptCodeModel):
    """What somebody tells us, with or without a name; they come back with a code.

    It lies in nobody's file: who complains must not be found by it, and it has a key of its own.
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
    words = PersonalField(pgettext_lazy("field", "Text"))
    about = PersonalField(pgettext_lazy("column", "Subject"))
    wish = PersonalField(gettext_lazy("Requested remedy"))
    # How an answer reaches them without harming them; empty: only with the code.
    reach_me = PersonalField(gettext_lazy("Contact details"))
    fears = models.CharField(max_length=6, choices=Fears, default=Fears.UNSAID)
    heard_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    acknowledge_by = models.DateTimeField()
    answer_by = models.DateTimeField()
    # The shadow of what happened, for lists; kept by its deeds alone.
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
        return reverse("advocacy:complaint", args=[self.ref])

    @property
    def is_sensitive(self) -> bool:
        return self.kind in sensitive_kinds()

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED

    @property
    def rules(self) -> ComplaintRules:
        return ComplaintRules.of(self.office)

    @classmethod
    @transaction.atomic
    def hear(
        cls, code: str, *, by: User | None, office: Office, words: str, kind: str, **told: Any
    ) -> "Complaint":
        """Take it in, and give it to whoever may receive it. Sent twice, it is there once."""
        if known := cls.for_code(code):
            return known
        if not words.strip():
            raise Refusal(_("Write what happened. A few words are enough."))
        codes.require("feedback_type", kind)
        frozen, rules = now(), ComplaintRules.of(office)
        complaint = cls(
            receipt=cls.hash_code(code), office=office, words=words, kind=kind, heard_by=by,
            at=frozen, **told,
        )  # fmt: skip
        complaint.acknowledge_by = rules.acknowledge_by(
            frozen, is_sensitive=complaint.is_sensitive
        )
        complaint.answer_by = rules.answer_by(frozen)
        complaint.due_at = complaint.acknowledge_by
        allow_new(complaint)
        try:
            with transaction.atomic():
                complaint.save()
        except IntegrityError:  # the same form, sent twice in the same moment
            if known := cls.for_code(code):
                return known
            raise
        note_work(by, complaint)
        hand_out(complaint, by=by)
        return complaint

    @classmethod
    def office_for(cls, place: Place | None) -> Office:
        """Which office answers: one in the country of the place, else the one that takes the rest.

        The office where few are told of it is not chosen by who complains: it need not be known.
        """
        ours = Office.objects.filter(organization__kind="own").select_related("organization")
        takes = ours.filter(complaint_rules__receives_unplaced=True)
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

    def tell(self, what: str, *, by: User | None, urgent: bool = False) -> None:
        tell(self, what, by=by, urgent=urgent)


def fresh_code() -> str:
    """For what is heard in person: the code is written on paper for them."""
    return receipt_codes.new_code()
