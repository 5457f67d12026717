"""Practice that a course asks for: what trainers saw of each participant; only added, never
changed. Whether somebody met it follows from all records (`amparo.pillars.training.practice`).
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import allow_new
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..practice import MET, NOT_MET, NOT_SEEN
from .attendance import must_have_seat
from .enrolments import Enrolment
from .event_stages import must_be_on, must_have_begun_by
from .participants import Participant


class PracticeOutcome(models.TextChoices):
    MET = MET, pgettext_lazy("practice", "Met")
    NOT_MET = NOT_MET, pgettext_lazy("practice", "Not met")
    NOT_SEEN = NOT_SEEN, pgettext_lazy("practice", "Not seen")


class PracticeEntry(Record):
    """What one trainer saw: that somebody met the practice of the course, or did not, or that it
    was not seen.
    """

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, verbose_name=pgettext_lazy("attendance", "Enrolment"),
        related_name="practice_entries",
    )  # fmt: skip
    outcome = models.CharField(
        pgettext_lazy("practice", "Outcome"), max_length=8, choices=PracticeOutcome
    )
    on = models.DateField(pgettext_lazy("practice", "Observed on"))
    is_correction = models.BooleanField(default=False, editable=False)
    # Who or what says it, and its own counter; None where it was written on the server.
    source = models.CharField(max_length=60, editable=False)
    number = models.BigIntegerField(null=True, editable=False)
    # The key of the command that a device sent: the same twice is one entry.
    command = models.UUIDField(null=True, unique=True, editable=False)
    because = PersonalField(pgettext_lazy("practice", "Reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Recorded on"), default=now, editable=False)

    crypto_label = "practiceentry"
    audit_name = "practiceentry"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Practice observed")
        ordering = ["pk"]

    class Privacy:
        owner = "enrolment__participant"
        title = gettext_lazy("Practice observed")
        disclose = ("outcome", "on", "at", "because")
        plain_text = {"source": "which device or page: no person but the user by key"}

    class Events:
        recorded = AuditEvent(gettext_lazy("Practice observed recorded"))
        corrected = AuditEvent(gettext_lazy("Practice observed corrected"))
        listed = AuditEvent(gettext_lazy("Practice of a training event viewed"))

    def __str__(self):
        return f"PracticeEntry {self.ref}"

    @property
    def file(self) -> Participant:
        """Under whose key the reason is sealed."""
        return self.enrolment.participant

    @classmethod
    @transaction.atomic
    def write(
        cls, enrolment: Enrolment, *, by: User, outcome: str, on: date, source: str,
        command: UUID | None = None, **fields: Any,
    ) -> "PracticeEntry":  # fmt: skip
        """Adds an entry. The same command twice is one entry. Nobody records their own."""
        if command and (known := cls.objects.filter(command=command).first()):
            return known
        must_be_on(enrolment.event)
        must_have_seat(enrolment)
        _must_be_another(enrolment, by)
        _must_be_asked(enrolment)
        must_have_begun_by(enrolment.event, on)
        entry = cls(
            enrolment=enrolment, by=by, outcome=PracticeOutcome(outcome), on=on, source=source,
            command=command, **fields,
        )  # fmt: skip
        allow_new(entry)
        entry.save()
        event = "corrected" if entry.is_correction else "recorded"
        log.log_event(by, f"practiceentry.{event}", entry, kind=str(entry.outcome))
        return entry

    @classmethod
    def correct(
        cls, enrolment: Enrolment, *, by: User, outcome: str, on: date, because: str
    ) -> "PracticeEntry":
        """Says what is right, with the reason; it stands above all that was recorded."""
        if not because.strip():
            raise Refusal(_("Write why this is corrected."))
        return cls.write(
            enrolment, by=by, outcome=outcome, on=on, because=because.strip(),
            source="correction", is_correction=True,
        )  # fmt: skip


def _must_be_another(enrolment: Enrolment, by: User) -> None:
    if enrolment.participant.user_id == by.pk:
        raise Refusal(_("Somebody else records your own practice."))


def _must_be_asked(enrolment: Enrolment) -> None:
    if not enrolment.event.version.requires_practice:
        raise Refusal(_("This course asks for no practice: nothing was recorded."))
