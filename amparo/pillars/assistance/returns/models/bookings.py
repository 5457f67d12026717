"""Booked: only through gates that are all passed, and only as long as they stay so."""

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

from ...gates.models.gates import lacking, last_decisions, must_be_passed
from ...models import Case
from ..protection_check import asked_since_of, findings, refusals
from .journeys import ReturnJourney


class Booking(Record):
    """The journey is booked: tickets are bought, somebody waits at the other end."""

    journey = models.ForeignKey(ReturnJourney, models.CASCADE, related_name="bookings")
    code = PersonalField(gettext_lazy("Code"))
    # The shadow of whether it ended.
    is_in_force = models.BooleanField(gettext_lazy("In force"), default=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "booking"
    audit_name = "booking"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Booking")
        constraints = [
            models.UniqueConstraint(
                fields=["journey"], name="one_booking_at_a_time", condition=Q(is_in_force=True)
            )
        ]

    class Privacy:
        owner = "journey__case"
        title = gettext_lazy("Booking")
        disclose = ("at", "code", "is_in_force")

    def __str__(self):
        return f"Booking {self.ref}"

    @property
    def file(self) -> Case:
        return self.journey.case

    @classmethod
    def make(cls, journey: ReturnJourney, *, by: User, code: str = "") -> "Booking":
        """No path books a journey through an open gate: this is the only one there is."""
        with journey.keeping_new_gates(by=by):
            return cls._make(journey, by, code)

    @classmethod
    def _make(cls, journey: ReturnJourney, by: User, code: str) -> "Booking":
        journey.hold()
        journey.must_be_before_departure()
        if there := journey.bookings.filter(is_in_force=True).first():
            return there
        first = journey._first_day()
        if first is None:
            raise Refusal(_("No leg is planned yet. Plan the way first."))
        if first < journey.case.office.today():
            raise Refusal(_("The first leg leaves on a day that has passed. Change it."))
        journey.stand_gates(by=by)
        must_hold(journey, on=first, by=by)
        booking = cls.objects.create(journey=journey, by=by, code=code)
        log.log_event(by, "return.booked", booking, due=first)
        journey.put_right(by=by)
        return booking

    def end(self, *, by: User, why: str, words: str = "") -> None:
        """It holds no longer; those who answer for the journey hear it at once."""
        if not Booking.objects.filter(pk=self.pk, is_in_force=True).update(is_in_force=False):
            return
        self.is_in_force = False
        ended = BookingEnded.objects.create(booking=self, by=by, why=why, words=words)
        log.log_event(by, "return.unbooked", ended, reason=why)
        self.journey.put_right(by=by)
        if why == BookingEnded.Why.GATE:
            case = self.journey.case
            owner = [case.owner] if case.owner else []
            told = list(dict.fromkeys([*owner, *case.supervisors()]))
            case.tell(told, "return.unbooked", by=None, urgent=True)

    @transaction.atomic
    def give_up(self, *, by: User, why: str, words: str = "") -> None:
        """They did not come to the departure, or it was cancelled: told by whoever saw it."""
        self.journey.hold()
        if self.is_in_force:
            self.journey.must_be_before_departure()
        self.end(by=by, why=why, words=words)


class BookingEnded(Record):
    """Why it holds no longer."""

    class Why(models.TextChoices):
        NO_SHOW = "no_show", gettext_lazy("They did not come to the departure")
        CANCELLED = "cancelled", gettext_lazy("The booking was cancelled")
        TAKEN_BACK = "taken_back", gettext_lazy("A decision was taken back")
        GATE = "gate", gettext_lazy("A condition is no longer met")
        ENDED = "ended", gettext_lazy("The return ended")

    SAID = (Why.NO_SHOW, Why.CANCELLED)

    booking = models.OneToOneField(Booking, models.CASCADE, related_name="ended")
    why = models.CharField(gettext_lazy("Why"), max_length=12, choices=Why)
    words = PersonalField(gettext_lazy("Words"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "bookingended"
    audit_name = "bookingended"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Booking that ended")

    class Privacy:
        owner = "booking__journey__case"
        title = gettext_lazy("Booking that ended")
        review = True
        disclose = ("at", "why", "words")

    def __str__(self):
        return f"BookingEnded {self.ref}"

    @property
    def file(self) -> Case:
        return self.booking.file


def must_hold(journey: ReturnJourney, *, on: date, by: User) -> None:
    """Every gate is passed for that day, what each took is still so, and no question is open.

    The protection questions are told first: they hold for caseworker and supervisor together.
    """
    people = journey.travellers.filter(is_going=True).values_list("person", flat=True)
    told = refusals(findings(list(people), asked_since_of(journey.case)), by)
    try:
        _gates_must_hold(journey, on=on)
    except Refusal as refusal:
        told.append(str(refusal))
    if told:
        raise Refusal(" ".join(told))


def _gates_must_hold(journey: ReturnJourney, *, on: date) -> None:
    must_be_passed(journey.ref, on=on)
    gates = list(journey.gates)
    missing = lacking(gates, last_decisions(gates))
    found = [words for said in missing.values() for words in said]
    if found:
        raise Refusal(" ".join(dict.fromkeys(found)))
    if not journey.all_decided():  # whoever goes, goes freely: asked once more
        raise Refusal(_("Not everybody has decided yet. Travel is arranged after that."))


def look_again(journey: ReturnJourney, *, by: User) -> None:
    """Something it rests on has changed: what no longer holds is no longer booked."""
    booking = journey.bookings.filter(is_in_force=True).first()
    if booking is None:
        return
    journey.stand_gates(by=by)
    journey.leaves_on = journey._first_day()
    try:
        if journey.leaves_on is None:
            raise Refusal(_("No leg is planned yet. Plan the way first."))
        must_hold(journey, on=journey.leaves_on, by=by)
    except Refusal:
        booking.end(by=by, why=BookingEnded.Why.GATE)
