"""The legs of the way: from where to where, with whom, when; changed and called off on record."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Case

from .. import rules
from .decisions import ReturnDecision
from .journeys import ReturnJourney

_LEG_PROBLEMS = {
    rules.BACKWARDS: gettext_lazy("They would arrive before they leave. Look at both times."),
    rules.TOO_EARLY: gettext_lazy("They would leave before they decided to go. Look at the day."),
    rules.TWICE: gettext_lazy("This leg is there already."),
    rules.OVERLAPS: gettext_lazy(
        "Another leg is still under way at that time. Look at the times of both."
    ),
}


class LegQuerySet(PermissionQuerySet):
    def standing(self) -> "LegQuerySet":
        return self.filter(is_cancelled=False)


class Leg(Record):
    """One ride, flight or crossing."""

    class Way(models.TextChoices):
        AIR = "air", gettext_lazy("By air")
        ROAD = "road", gettext_lazy("By road")
        RAIL = "rail", gettext_lazy("By rail")
        WATER = "water", gettext_lazy("By water")

    journey = models.ForeignKey(ReturnJourney, models.CASCADE, related_name="legs")
    way = models.CharField(gettext_lazy("Means of travel"), max_length=6, choices=Way)
    leaves_from = PersonalField(pgettext_lazy("journey", "Origin"))
    goes_to = PersonalField(pgettext_lazy("journey", "Destination"))
    carrier = PersonalField(gettext_lazy("Carrier"))
    number = PersonalField(pgettext_lazy("journey", "Number"))
    leaves_at = models.DateTimeField(gettext_lazy("Departure time"))
    arrives_at = models.DateTimeField(gettext_lazy("Arrives at"))
    # The shadow of whether it was called off.
    is_cancelled = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "leg"
    audit_name = "leg"

    objects = LegQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Travel leg")
        constraints = [
            models.CheckConstraint(
                name="leg_arrives_after_it_leaves", condition=Q(arrives_at__gt=F("leaves_at"))
            ),
            models.UniqueConstraint(
                fields=["journey", "leaves_at"],
                name="each_leg_once",
                condition=Q(is_cancelled=False),
            ),
        ]

    class Privacy:
        owner = "journey__case"
        title = gettext_lazy("Travel leg")
        disclose = (
            "way",
            "leaves_from",
            "goes_to",
            "carrier",
            "number",
            "leaves_at",
            "arrives_at",
        )

    class Events:
        prefix = "return"
        leg_planned = AuditEvent(
            pgettext_lazy("ledger", "Travel leg planned"),
            icon="map-pin",
            timeline=gettext_lazy("Travel leg planned"),
            story=False,
        )
        leg_changed = AuditEvent(
            pgettext_lazy("ledger", "Travel leg changed"),
            icon="map-pin",
            timeline=gettext_lazy("Travel leg changed"),
            story=False,
        )
        leg_off = AuditEvent(
            pgettext_lazy("ledger", "Travel leg cancelled"),
            icon="x",
            timeline=gettext_lazy("Travel leg cancelled"),
            story=False,
        )

    def __str__(self):
        return f"Leg {self.ref}"

    @property
    def file(self) -> Case:
        return self.journey.case

    @property
    def hop(self) -> rules.LegTimes:
        return rules.LegTimes(self.leaves_at, self.arrives_at, self.carrier, self.number)

    @classmethod
    @transaction.atomic
    def plan(cls, journey: ReturnJourney, *, by: User, **fields) -> "Leg":
        """Only once everybody decided: no ticket pushes anybody."""
        journey.hold()
        journey.must_be_before_departure()
        leg = cls(journey=journey, by=by, **fields)
        if there := leg._same():
            if there.by_id == by.pk and there.hop == leg.hop:
                return there
            raise Refusal(_LEG_PROBLEMS[rules.TWICE])
        leg._must_fit()
        leg.save()
        log.log_event(by, "return.leg_planned", leg, mode=leg.way)
        _look_again(journey, by)
        return leg

    @transaction.atomic
    def change(self, *, by: User, leaves_at: datetime, arrives_at: datetime, because: str) -> None:
        """Other times: what was planned before is kept, and what is booked looked at again."""
        self.journey.hold()
        self.journey.must_be_before_departure()
        self.refresh_from_db()
        if (self.leaves_at, self.arrives_at) == (leaves_at, arrives_at):
            return
        if self.is_cancelled:
            raise Refusal(_("This leg was cancelled."))
        before = {"left_at": self.leaves_at, "arrived_at": self.arrives_at}
        self.leaves_at, self.arrives_at = leaves_at, arrives_at
        self._must_fit()
        self.save()
        change = LegChange.objects.create(leg=self, by=by, because=because, **before)
        log.log_event(by, "return.leg_changed", change)
        _look_again(self.journey, by)

    @transaction.atomic
    def call_off(self, *, by: User, because: str) -> None:
        self.journey.hold()
        self.refresh_from_db(fields=["is_cancelled"])
        if self.is_cancelled:
            return
        self.journey.must_be_before_departure()
        self.is_cancelled = True
        self.save(update_fields=["is_cancelled"])
        off = LegChange.objects.create(
            leg=self, by=by, because=because, left_at=self.leaves_at, arrived_at=self.arrives_at
        )
        log.log_event(by, "return.leg_off", off)
        _look_again(self.journey, by)

    def _same(self) -> "Leg | None":
        there = self.journey.legs.standing().filter(leaves_at=self.leaves_at)
        names = (self.carrier, self.number)
        return next((each for each in there if (each.carrier, each.number) == names), None)

    def _must_fit(self) -> None:
        journey = self.journey
        if not journey.all_decided():
            raise Refusal(_("Not everybody has decided yet. Travel is arranged after that."))
        others = [each.hop for each in journey.legs.standing().exclude(pk=self.pk)]
        decided_on = max(
            ReturnDecision.objects.filter(
                traveller__journey=journey, traveller__is_going=True, goes=True, withdrawn_at=None
            ).values_list("decided_on", flat=True)
        )
        leaves_on = journey.local(self.leaves_at)
        wrong = rules.leg_conflict(self.hop, others, leaves_on=leaves_on, decided_on=decided_on)
        if wrong:
            raise Refusal(_LEG_PROBLEMS[wrong])


def _look_again(journey: ReturnJourney, by: User) -> None:
    """What is booked stays booked only as far as every check holds on the new day."""
    from .bookings import recheck_booking

    recheck_booking(journey, by=by)
    journey.update_phase(by=by)


class LegChange(Record):
    """Other times for a leg, or called off: as it was before, and why."""

    leg = models.ForeignKey(Leg, models.CASCADE, related_name="changes")
    left_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    because = PersonalField(pgettext_lazy("column, field", "Reason"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "legchange"
    audit_name = "legchange"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Travel leg changed")

    class Privacy:
        owner = "leg__journey__case"
        title = gettext_lazy("Travel leg changed")
        review = True
        disclose = ("at", "because")

    def __str__(self):
        return f"LegChange {self.ref}"

    @property
    def file(self) -> Case:
        return self.leg.file
