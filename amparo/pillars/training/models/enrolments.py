"""Enrolments: who has a seat at a training event, and who waits for one.

Each has a receipt code, printed on the badge and sent to the participant: it opens their own page
without an account. It is computed from the key ring and the enrolment, and stored nowhere.

A seat is taken by one statement that counts it, and whatever takes time is done before: of 10,000
who register in the same minutes none waits for the encryption of another's words, and there is
never a seat too many. A seat that is freed goes to who waits longest, in the same transaction.
"""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Case, F, Min, Q, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField, personal_fields
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import (
    allow_new,
    find_by_secret,
    lock_and_refresh,
    lock_for_update,
    lock_rows,
)
from amparo.foundation.core.receipt_codes import ReceiptCodeModel
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ..seat_offers import answer_by
from .events import TrainingEvent
from .participants import Participant
from .sessions import TrainingSession

# A free seat is given at once only where nobody waits: who came first is first.
HAS_SEAT = Q(seats_taken__lt=F("seats"), waiting=0)
COUNTERS = ("seats", "seats_taken", "waiting", "last_number", "state")


class EnrolmentState(models.TextChoices):
    ENROLLED = "enrolled", pgettext_lazy("enrolment", "Enrolled")
    WAITING = "waiting", pgettext_lazy("enrolment", "On the waiting list")
    WITHDRAWN = "withdrawn", pgettext_lazy("enrolment", "Withdrawn")
    # Sent again by somebody who is registered already: it takes no seat. Its page looks like that
    # of any other, so that nobody learns by registering a name whether that person takes part.
    REPEATED = "repeated", pgettext_lazy("enrolment", "Registered a second time")


class GuardianConsent(models.TextChoices):
    NONE = "", pgettext_lazy("guardian's consent", "Not yet given")
    SIGNED = "signed", pgettext_lazy("guardian's consent", "On a signed paper")
    IN_PERSON = "in_person", pgettext_lazy("guardian's consent", "In person, to a colleague")
    CALL = "call", pgettext_lazy("guardian's consent", "By a call")
    MESSAGE = "message", pgettext_lazy("guardian's consent", "By a message")


class Enrolment(Record, ReceiptCodeModel):
    """The seat of a participant at an event, or their turn on the waiting list."""

    State = EnrolmentState
    GuardianConsent = GuardianConsent
    COUNTED = (EnrolmentState.ENROLLED, EnrolmentState.WAITING)

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
    # The order of the waiting list, the lowest first: the number, unless the organizer moved them.
    turn = models.IntegerField(default=0, editable=False)
    # What the same name and address give again at this event (`same_person.person_key`); or "".
    person_key = models.CharField(max_length=64, blank=True, editable=False)
    repeats = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="repetitions"
    )
    # What helps them take part; erased 30 days after the event.
    needs = PersonalField(gettext_lazy("What you need to take part"))
    # How the guardian of somebody under 18 agreed to this training, and when.
    guardian_consent = models.CharField(
        gettext_lazy("How the guardian agreed"), max_length=9, choices=GuardianConsent, blank=True
    )
    guardian_consented_at = models.DateTimeField(null=True, editable=False)
    # Whether they agreed to be reminded, and to be asked months later.
    may_be_reminded = models.BooleanField(default=False)
    may_be_asked_later = models.BooleanField(default=False)
    # That they said what they think of the event; what they said is not known by whom.
    has_reacted = models.BooleanField(default=False, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Recorded on"), default=now, editable=False)
    # Since when they have the seat; later than `at` for who waited.
    enrolled_at = models.DateTimeField(null=True, editable=False)
    # Who moved up says until then whether they come; the organizer decides about who does not.
    answer_by = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    # Why the organizer withdrew them or moved them on the list.
    because = PersonalField(pgettext_lazy("enrolment", "Reason"))

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
            models.UniqueConstraint(
                fields=["event", "person_key"], name="one_seat_for_a_person",
                condition=Q(state__in=("enrolled", "waiting")) & ~Q(person_key=""),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["event", "state", "turn"], name="enrolments_in_turn"),
        ]

    class Privacy:
        owner = "participant"
        title = gettext_lazy("Trainings")
        disclose = ("event", "state", "at", "needs", "guardian_consent", "because")

    class Events:
        enrolled = AuditEvent(gettext_lazy("Participant enrolled"))
        waits = AuditEvent(gettext_lazy("Participant put on the waiting list"))
        repeated = AuditEvent(gettext_lazy("Participant registered a second time"))
        listed = AuditEvent(gettext_lazy("Waiting list viewed"))
        moved_up = AuditEvent(gettext_lazy("Participant moved up from the waiting list"))
        moved_down = AuditEvent(gettext_lazy("Participant moved to the waiting list"))
        put_first = AuditEvent(gettext_lazy("Participant put first on the waiting list"))
        confirmed = AuditEvent(gettext_lazy("Seat at a training event confirmed"))
        changed = AuditEvent(gettext_lazy("Contact or consents of an enrolment changed"))
        consented = AuditEvent(gettext_lazy("Consent of a guardian recorded"))
        withdrawn = AuditEvent(gettext_lazy("Enrolment withdrawn"))
        united = AuditEvent(gettext_lazy("Two enrolments of one person united"))

    def __str__(self):
        return f"Enrolment {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("training:enrolment", args=[self.ref])

    @property
    def code(self) -> str:
        """Its receipt code, as it is shown: K7M4-XW2P-93HT."""
        return receipt_codes.code_of(f"enrolment {self.ref}")

    @classmethod
    def for_code(cls, code: str) -> Self | None:
        """Returns the enrolment of this code with its event, the sessions of that, and its
        participant, and opens them; or None.
        """
        return find_by_secret(
            cls, code, "event__version__course", "event__sessions", "participant"
        )

    @property
    def lacks_guardian_consent(self) -> bool:
        return self.participant.is_minor and not self.guardian_consent

    @property
    def in_force(self) -> "Enrolment":
        """The enrolment that counts for who holds this one's badge: of somebody who was on the
        list twice, and was found to be one person, the one that stayed.
        """
        if self.state != self.State.WITHDRAWN or self.repeats is None:
            return self
        return self.repeats.in_force

    @property
    def is_to_confirm(self) -> bool:
        """Whether they moved up, and have not said yet that they come."""
        has_offer = self.state == self.State.ENROLLED and self.answer_by is not None
        return has_offer and self.confirmed_at is None

    # A seat is taken.

    @classmethod
    @transaction.atomic
    def enrol(
        cls, event: TrainingEvent, participant: Participant, *, by: User | None,
        ref: UUID | None = None, **fields: Any,
    ) -> "Enrolment":  # fmt: skip
        """Takes a seat for the participant, or their turn on the waiting list. Twice is once.

        With a `person_key` that is on the list already it takes neither, and is kept as repeated.
        `ref` is that of a form, so that one that is sent twice is one. Sets the counters of
        `event` as they are stored then. Refused where registration is not open, unless a colleague
        enrols, and where neither a seat nor a waiting list is left.
        """
        enrolment = cls(event=event, participant=participant, by=by, **fields)
        enrolment.ref = ref or enrolment.ref
        enrolment.receipt = cls.hash_code(enrolment.code)
        enrolment._encrypt()
        allow_new(enrolment)
        try:
            with transaction.atomic():
                enrolment._take_seat()
        except (IntegrityError, Refusal) as fault:
            rows = cls.objects.filter(event=event, participant=participant)
            if there := rows.exclude(state=EnrolmentState.WITHDRAWN).first():
                event.refresh_from_db(fields=COUNTERS)
                return there
            if isinstance(fault, Refusal) or not enrolment.person_key:
                raise
            enrolment._take_seat()  # the same person, at the same moment, by another form
        what = enrolment.state if enrolment.state != cls.State.WAITING else "waits"
        log.log_event(by, f"enrolment.{what}", enrolment)
        enrolment.send_mail("registered")
        return enrolment

    def _encrypt(self) -> None:
        """Encrypts the personal values now: nothing is to do while the row of the event is
        locked.
        """
        for name in personal_fields(type(self)):
            field: Any = self._meta.get_field(name)
            setattr(self, name, field.pre_save(self, True))

    def _take_seat(self) -> None:
        """Counts it and writes it. Raises IntegrityError where somebody was quicker."""
        earlier = _seat_of(self.event_id, self.person_key) if self.person_key else None
        counted = _count_in(self.event, is_ours=self.by_id is not None, is_new=not earlier)
        self.number = self.turn = counted["last_number"]
        self.repeats_id, self.state = earlier, EnrolmentState.REPEATED
        if not earlier:
            waits = counted["waiting"] > 0
            self.state = EnrolmentState.WAITING if waits else EnrolmentState.ENROLLED
            self.enrolled_at = None if waits else now()
        self.save(force_insert=True)

    # A seat is freed, or given.

    @classmethod
    def give_free_seats(cls, event: TrainingEvent, *, by: User | None, but: int = 0) -> int:
        """Gives each free seat to who waits longest, and tells them; returns how many. `but` is
        the key of an enrolment that does not get one. In the caller's transaction.

        Does nothing once the event has begun or was called off: then the organizer decides.
        """
        locked = lock_for_update(event)
        free = locked.seats - locked.seats_taken
        if free <= 0 or not locked.waiting or not locked.moves_up:
            return 0
        starts_at = first_start(event.pk)
        if starts_at is not None and starts_at <= now():
            return 0
        waiting = cls.objects.filter(event=event, state=EnrolmentState.WAITING).exclude(pk=but)
        found = lock_rows(waiting.order_by("turn", "pk")[:free], "participant")
        for each in sorted(found, key=lambda each: (each.turn, each.pk)):
            each._move_up(by, answer_by(now(), starts_at))
        _count(event, seats_taken=len(found), waiting=-len(found))
        return len(found)

    def _move_up(self, by: User | None, until: datetime | None) -> None:
        self.state, self.enrolled_at = EnrolmentState.ENROLLED, now()
        self.answer_by, self.confirmed_at = until, None
        self.save(update_fields=["state", "enrolled_at", "answer_by", "confirmed_at"])
        log.log_event(by, "enrolment.moved_up", self)
        self.send_mail("moved_up")

    @transaction.atomic
    def withdraw(self, *, by: User | None, because: str = "") -> None:
        """Gives the seat back, and the next who waits gets it; who only waited leaves the list,
        and nobody moves up for that. Twice is once.
        """
        was = self._lock()
        if was == EnrolmentState.WITHDRAWN:
            return
        self.state, self.withdrawn_at, self.because = self.State.WITHDRAWN, now(), because.strip()
        self.save(update_fields=["state", "withdrawn_at", "because"])
        log.log_event(by, "enrolment.withdrawn", self)
        self.send_mail("withdrawn")
        release(self.event, was, by=by)

    @transaction.atomic
    def move_down(self, *, by: User, because: str) -> None:
        """Puts who has a seat at the end of the waiting list; the first who waits gets the
        seat.
        """
        if self._lock() != EnrolmentState.ENROLLED:
            raise Refusal(_("They have no seat that could be given to somebody else."))
        if not self.event.waiting:
            raise Refusal(_("Nobody waits for the seat. Withdraw the enrolment instead."))
        _count(self.event, seats_taken=-1, waiting=1, last_number=1)
        self.turn, self.state, self.because = self.event.last_number, self.State.WAITING, because
        self.enrolled_at = self.answer_by = self.confirmed_at = None
        self.save(update_fields=[
            "turn", "state", "because", "enrolled_at", "answer_by", "confirmed_at",
        ])  # fmt: skip
        log.log_event(by, "enrolment.moved_down", self)
        self.send_mail("moved_down")
        self.give_free_seats(self.event, by=by, but=self.pk)

    @transaction.atomic
    def put_first(self, *, by: User, because: str) -> None:
        """Makes them the next who gets a seat. Twice is once."""
        self._must_wait()
        waiting = Enrolment.objects.filter(event=self.event, state=EnrolmentState.WAITING)
        first = waiting.exclude(pk=self.pk).aggregate(turn=Min("turn"))["turn"]
        if first is None or first > self.turn:
            return
        self.turn, self.because = first - 1, because
        self.save(update_fields=["turn", "because"])
        log.log_event(by, "enrolment.put_first", self)

    @transaction.atomic
    def give_seat(self, *, by: User) -> None:
        """Gives them a free seat by hand, which the list no longer does once it has begun."""
        self._must_wait()
        if self.event.seats_taken >= self.event.seats:
            raise Refusal(_("No seat is free. Raise the number of seats, or withdraw somebody."))
        self._move_up(by, None)
        _count(self.event, seats_taken=1, waiting=-1)

    @transaction.atomic
    def confirm(self, *, by: User | None) -> None:
        """They come: asked of who moved up. Twice is once."""
        if self._lock() == EnrolmentState.WITHDRAWN:
            raise Refusal(_("The seat was given back: somebody else may have it now."))
        if not self.is_to_confirm:
            return
        self.confirmed_at = now()
        self.save(update_fields=["confirmed_at"])
        log.log_event(by, "enrolment.confirmed", self)

    @transaction.atomic
    def record_guardian_consent(self, *, by: User, guardian: str, how: str) -> None:
        """Records who agreed that somebody under 18 takes part, and how."""
        if not guardian.strip():
            raise Refusal(_("Write who agreed."))
        if not self.event.uses_codes:  # there, nobody is named
            self.participant.guardian_name = guardian.strip()
            self.participant.save(update_fields=["guardian_name"])
        self.guardian_consent, self.guardian_consented_at = how, now()
        self.save(update_fields=["guardian_consent", "guardian_consented_at"])
        log.log_event(by, "enrolment.consented", self, kind=how)

    def _must_wait(self) -> None:
        if self._lock() != EnrolmentState.WAITING:
            raise Refusal(_("They are not on the waiting list any more."))

    def _lock(self) -> str:
        """Locks the event, then this; takes over what is stored, and returns the state."""
        lock_and_refresh(self.event, *COUNTERS)
        lock_and_refresh(self, "state", "turn", "answer_by", "confirmed_at", "withdrawn_at")
        return self.state

    def send_mail(self, what: str) -> None:
        """Queues a mail to the participant; whether they gave an address is looked at later, so
        that nothing takes longer for who did.
        """
        if settings.AMPARO_MAIL_HOST:
            find_task("email-training-registration").enqueue(str(self.ref), what)


def release(event: TrainingEvent, was: str, *, by: User | None) -> None:
    """Counts out an enrolment that was in this state, and gives a freed seat to the next."""
    if was == EnrolmentState.ENROLLED:
        _count(event, seats_taken=-1)
        Enrolment.give_free_seats(event, by=by)
    elif was == EnrolmentState.WAITING:
        _count(event, waiting=-1)


def _count_in(event: TrainingEvent, *, is_ours: bool, is_new: bool) -> dict[str, Any]:
    """Counts one more in a single statement, and returns the counters then.

    From there until the end of the transaction the row of the event is locked.
    """
    rows = TrainingEvent.objects.filter(HAS_SEAT | Q(has_waiting_list=True), pk=event.pk)
    if is_ours:
        rows = rows.exclude(state=TrainingEvent.State.CANCELLED)
    else:
        rows = rows.filter(state__in=TrainingEvent.TAKES_REGISTRATIONS)
    taken, waiting = F("seats_taken"), F("waiting")
    counted = {
        "seats_taken": _either(HAS_SEAT, taken + 1, taken),
        "waiting": _either(HAS_SEAT, waiting, waiting + 1),
    }
    is_counted = rows.update(last_number=F("last_number") + 1, **(counted if is_new else {}))
    event.refresh_from_db(fields=COUNTERS)
    if not is_counted:
        takes = event.state != event.State.CANCELLED if is_ours else event.takes_registrations
        raise Refusal(
            _("All seats are taken, and there is no waiting list.") if takes
            else _("Registration is not open: nothing was recorded.")
        )  # fmt: skip
    return {name: getattr(event, name) for name in COUNTERS}


def _either(condition: Q, then: Any, default: Any) -> Case:
    return Case(When(condition, then=then), default=default, output_field=models.IntegerField())


def _count(event: TrainingEvent, **more: int) -> None:
    """Adds to the counters of an event, in one statement."""
    changed = {name: F(name) + count for name, count in more.items()}
    TrainingEvent.objects.filter(pk=event.pk).update(**changed)
    event.refresh_from_db(fields=COUNTERS)


@aggregate_query("whoever registers may not read who did before; told is only the key of a row")
def _seat_of(event: int, key: str) -> int | None:
    rows = Enrolment.objects.filter(event=event, person_key=key, state__in=Enrolment.COUNTED)
    return rows.values_list("pk", flat=True).first()


@aggregate_query("when an event begins is on its page; told is a moment")
def first_start(event: int) -> datetime | None:
    """Returns when the first session of an event starts; None without one."""
    return TrainingSession.objects.filter(event=event).aggregate(at=Min("starts_at"))["at"]
