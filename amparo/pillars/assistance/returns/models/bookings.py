"""Booked: only through checks that are all passed, and only as long as they stay so."""

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.pathways.models import Check
from amparo.pillars.assistance.pathways.models.checks import (
    lacking,
    last_decisions,
    missing_at,
    require_checks_passed,
)

from .. import rules
from ..children_alone import refusals_for_children
from ..protection_check import asked_since_of, findings, refusals
from .journeys import ReturnJourney

OF_PAPERS = (rules.DOCUMENTS, rules.EXIT_PERMISSION)


class BookingQuerySet(PermissionQuerySet):
    def in_force(self) -> "BookingQuerySet":
        return self.filter(ended_at=None)


class Booking(Record):
    """The journey is booked: tickets are bought, somebody waits at the other end."""

    class EndReason(models.TextChoices):
        NO_SHOW = "no_show", gettext_lazy("No-show at departure")
        CANCELLED = "cancelled", gettext_lazy("The booking was cancelled")
        TAKEN_BACK = "taken_back", gettext_lazy("Return decision withdrawn")
        CHECK = "check", gettext_lazy("Pre-departure check no longer met")
        BOARDING = (
            "boarding",
            gettext_lazy("Stopped at the check before boarding"),
        )
        ENDED = "ended", gettext_lazy("Return closed")

    SAID = (EndReason.NO_SHOW, EndReason.CANCELLED)

    journey = models.ForeignKey(ReturnJourney, models.CASCADE, related_name="bookings")
    code = PersonalField(pgettext_lazy("reference list", "Code"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    ended_at = models.DateTimeField(gettext_lazy("Ended on"), null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    end_reason = models.CharField(
        gettext_lazy("Reason for ending"),
        max_length=12,
        choices=EndReason,
        blank=True,
        editable=False,
    )
    end_text = PersonalField(pgettext_lazy("field", "Text"))

    crypto_label = "booking"
    audit_name = "booking"

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Travel booking")
        constraints = [
            models.UniqueConstraint(
                fields=["journey"], name="one_booking_at_a_time", condition=Q(ended_at=None)
            )
        ]

    class Privacy:
        owner = "journey__case"
        title = gettext_lazy("Travel booking")
        disclose = ("at", "code", "ended_at", "end_reason", "end_text")
        review = ("end_text",)

    class Events:
        prefix = "return"
        booked = AuditEvent(
            pgettext_lazy("ledger", "Travel booked"),
            icon="calendar-event",
            timeline=gettext_lazy("Travel booked"),
        )
        unbooked = AuditEvent(
            gettext_lazy("The booking of a return ended"),
            icon="hand-stop",
            timeline=gettext_lazy("Travel booking cancelled"),
            notice=Notice(
                gettext_lazy("Booking cancelled: a pre-departure check is no longer met"),
                "work",
                icon="x",
            ),
        )

    def __str__(self):
        return f"Booking {self.ref}"

    @property
    def file(self) -> Case:
        return self.journey.case

    @property
    def is_in_force(self) -> bool:
        return self.ended_at is None

    @classmethod
    def make(cls, journey: ReturnJourney, *, by: User, code: str = "") -> "Booking":
        """No path books a journey through an open check: this is the only one there is."""
        with journey.save_new_checks(by=by):
            return cls._make(journey, by, code)

    @classmethod
    def _make(cls, journey: ReturnJourney, by: User, code: str) -> "Booking":
        journey.hold()
        journey.must_be_before_departure()
        if there := journey.bookings.in_force().first():
            return there
        first = journey._first_day()
        if first is None:
            held = holds_on(journey, by)
            raise Refusal(*held, _("No leg is planned yet. Plan the way first."))
        if first < journey.case.office.today():
            raise Refusal(_("The first leg leaves on a day that has passed. Change it."))
        journey.create_checks(by=by)
        require_booking_conditions(journey, on=first, by=by)
        booking = cls.objects.create(journey=journey, by=by, code=code)
        log.log_event(by, "return.booked", booking, due=first)
        journey.update_phase(by=by)
        return booking

    def end(self, *, by: User, why: str, text: str = "") -> None:
        """It holds no longer; those who answer for the journey hear it at once. Must run in a
        transaction.
        """
        lock_and_refresh(self, "ended_at", "ended_by_id", "end_reason", "end_text")
        if not self.is_in_force:
            return
        self.ended_at, self.ended_by = now(), by
        self.end_reason, self.end_text = why, text
        self.save(update_fields=["ended_at", "ended_by", "end_reason", "end_text"])
        log.log_event(by, "return.unbooked", self, reason=why)
        self.journey.update_phase(by=by)
        if why in (self.EndReason.CHECK, self.EndReason.BOARDING):
            case = self.journey.case
            owner = [case.owner] if case.owner else []
            told = list(dict.fromkeys([*owner, *case.supervisors()]))
            case.tell(told, "return.unbooked", by=None, urgent=True)

    @transaction.atomic
    def give_up(self, *, by: User, why: str, text: str = "") -> None:
        """They did not come to the departure, or it was cancelled: told by whoever saw it."""
        self.journey.hold()
        if self.is_in_force:
            self.journey.must_be_before_departure()
        self.end(by=by, why=why, text=text)


def require_booking_conditions(journey: ReturnJourney, *, on: date, by: User) -> None:
    """Every check is passed for that day, what each took is still so, and no question is open.

    The protection questions are told first: they hold for caseworker and supervisor together.
    """
    told = holds_on(journey, by)
    try:
        _checks_must_hold(journey, on=on, by=by)
    except Refusal as refusal:
        told += refusal.args
    if told:
        raise Refusal(*told)


def holds_on(journey: ReturnJourney, reader: User) -> list[str]:
    """Says which protection questions and flags hold the return back, as `reader` may see them."""
    people = list(journey.travellers.filter(is_going=True).values_list("person", flat=True))
    found = findings(people, asked_since_of(journey.case))
    return refusals(found, reader) + refusals_for_children(journey.case, people)


def _checks_must_hold(journey: ReturnJourney, *, on: date, by: User) -> None:
    """What is shut is named; and of whom a document or a permission lacks, as `by` knows them."""
    found: list[str] = []
    try:
        require_checks_passed(journey.ref, on=on)
    except Refusal as refusal:
        found += refusal.args
    checks = list(journey.checks)
    papers = [check for check in checks if check.kind in OF_PAPERS and check.is_shut_on(on)]
    missing = missing_at(papers) | lacking(checks, last_decisions(checks))
    names = _names_of(checks, by)
    # Together what one of them lacks; first what all do.
    for check in sorted(checks, key=lambda each: each.person_id or 0):
        found += [
            _of_whom(names.get(check.person_id), words) for words in missing.get(check.pk, [])
        ]
    if found:
        raise Refusal(*dict.fromkeys(found))
    if not journey.all_decided():  # whoever goes, goes freely: asked once more
        raise Refusal(_("Not everybody has decided yet. Travel is arranged after that."))


def _names_of(checks: list[Check], reader: User) -> dict[int | None, str]:
    keys = {check.person_id for check in checks if check.person_id}
    known = Person.objects.accessible_to(reader).filter(pk__in=keys)
    return {person.pk: person.name for person in known}


def _of_whom(name: str | None, text: str) -> str:
    return _("%(name)s: %(what)s") % {"name": name, "what": text} if name else text


def recheck_booking(journey: ReturnJourney, *, by: User) -> None:
    """Something it rests on has changed: what no longer holds is no longer booked."""
    booking = journey.bookings.in_force().first()
    if booking is None:
        return
    journey.create_checks(by=by)
    journey.leaves_on = journey._first_day()
    try:
        if journey.leaves_on is None:
            raise Refusal(_("No leg is planned yet. Plan the way first."))
        require_booking_conditions(journey, on=journey.leaves_on, by=by)
    except Refusal:
        booking.end(by=by, why=Booking.EndReason.CHECK)
