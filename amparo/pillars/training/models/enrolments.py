"""Enrolments: who has a seat at a training event, and who waits for one.

Each has a receipt code, printed on the badge and sent to the participant: it opens their own page
without an account. It is computed from the key ring and the enrolment, and stored nowhere.
"""

from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import (
    allow_new,
    find_by_secret,
    lock_for_update,
)
from amparo.foundation.core.receipt_codes import ReceiptCodeModel
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from .events import TrainingEvent
from .participants import Participant


class EnrolmentState(models.TextChoices):
    ENROLLED = "enrolled", pgettext_lazy("enrolment", "Enrolled")
    WAITING = "waiting", pgettext_lazy("enrolment", "On the waiting list")
    WITHDRAWN = "withdrawn", pgettext_lazy("enrolment", "Withdrawn")


class Enrolment(Record, ReceiptCodeModel):
    """The seat of a participant at an event, or their turn on the waiting list."""

    State = EnrolmentState

    event = models.ForeignKey(
        TrainingEvent, models.PROTECT, verbose_name=gettext_lazy("Training event"),
        related_name="enrolments",
    )  # fmt: skip
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="enrolments")
    # Its number within the event, as lists and badges show it.
    number = models.PositiveIntegerField(pgettext_lazy("enrolment", "Number"), editable=False)
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=9, choices=EnrolmentState,
        default=EnrolmentState.ENROLLED,
    )  # fmt: skip
    # What helps them take part; erased 30 days after the event.
    needs = PersonalField(gettext_lazy("What you need to take part"))
    # Whether they agreed to be reminded, and to be asked months later.
    may_be_reminded = models.BooleanField(default=False)
    may_be_asked_later = models.BooleanField(default=False)
    # That they said what they think of the event; what they said is not known by whom.
    has_reacted = models.BooleanField(default=False, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Recorded on"), default=now, editable=False)
    # Since when they have the seat; later than `at` for who waited.
    enrolled_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    crypto_label = "enrolment"
    audit_name = "enrolment"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Enrolment")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "participant"], condition=~Q(state="withdrawn"),
                name="enrolled_once",
            ),
            models.UniqueConstraint(fields=["event", "number"], name="enrolment_number_once"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["event", "state", "id"], name="enrolments_in_turn"),
        ]

    class Privacy:
        owner = "participant"
        title = gettext_lazy("Trainings")
        disclose = ("event", "state", "at", "needs")

    class Events:
        enrolled = AuditEvent(gettext_lazy("Participant enrolled"))
        waits = AuditEvent(gettext_lazy("Participant put on the waiting list"))
        moved_up = AuditEvent(gettext_lazy("Participant moved up from the waiting list"))
        withdrawn = AuditEvent(gettext_lazy("Enrolment withdrawn"))

    def __str__(self):
        return f"Enrolment {self.ref}"

    @property
    def code(self) -> str:
        """Its receipt code, as it is shown: K7M4-XW2P-93HT."""
        return receipt_codes.code_of(f"enrolment {self.ref}")

    @classmethod
    def for_code(cls, code: str) -> Self | None:
        """Returns the enrolment of this code with its event and participant, and opens them; or
        None.
        """
        return find_by_secret(cls, code, "event__version__course", "participant")

    @classmethod
    @transaction.atomic
    def enrol(
        cls, event: TrainingEvent, participant: Participant, *, by: User | None, **fields
    ) -> "Enrolment":
        """Takes a seat for the participant, or their turn on the waiting list. Twice is once."""
        locked = lock_for_update(event)
        known = cls.objects.filter(event=event, participant=participant)
        if there := known.exclude(state=EnrolmentState.WITHDRAWN).first():
            return there
        if locked.state not in TrainingEvent.TAKES_REGISTRATIONS and by is None:
            raise Refusal(_("Registration is not open: nothing was recorded."))
        has_seat = locked.seats_taken < locked.seats
        if not has_seat and not locked.has_waiting_list:
            raise Refusal(_("All seats are taken, and there is no waiting list."))
        locked.last_number += 1
        counted = "seats_taken" if has_seat else "waiting"
        setattr(locked, counted, getattr(locked, counted) + 1)
        locked.save(update_fields=[counted, "last_number"])
        enrolment = cls(
            event=event, participant=participant, by=by, number=locked.last_number,
            state=EnrolmentState.ENROLLED if has_seat else EnrolmentState.WAITING,
            enrolled_at=now() if has_seat else None, **fields,
        )  # fmt: skip
        enrolment.receipt = cls.hash_code(enrolment.code)
        allow_new(enrolment)
        enrolment.save()
        event.refresh_from_db(fields=["seats_taken", "waiting", "last_number"])
        log.log_event(by, "enrolment.enrolled" if has_seat else "enrolment.waits", enrolment)
        return enrolment
