"""The journey itself: they left, they arrived, they were welcomed."""

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
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models.persons import age_at
from amparo.pillars.assistance.cases.extension_points import arrival_confirmed
from amparo.pillars.assistance.cases.models import Case
from amparo.ui import formats as speech

from .boarding import must_be_checked
from .bookings import require_booking_conditions
from .decisions import ReturnDecision
from .journeys import ReturnJourney


class JourneyMilestone(Record):
    """One of three things that happen once on a journey, each in its turn."""

    class Kind(models.TextChoices):
        DEPARTURE = "departure", gettext_lazy("Departure")
        ARRIVAL = "arrival", gettext_lazy("Arrival")
        RECEPTION = "reception", gettext_lazy("Reception on arrival")

    journey = models.ForeignKey(ReturnJourney, models.CASCADE, related_name="milestones")
    kind = models.CharField(pgettext_lazy("return", "Milestone"), max_length=10, choices=Kind)
    day = models.DateField(gettext_lazy("Day"))
    text = PersonalField(pgettext_lazy("field", "Text"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "journeymilestone"
    audit_name = "journeymilestone"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Departure, arrival or reception")
        constraints = [
            models.UniqueConstraint(fields=["journey", "kind"], name="once_on_each_journey"),
            models.CheckConstraint(
                condition=Q(kind__in=["departure", "arrival", "reception"]),
                name="milestone_is_one_of_three",
            ),
        ]
        indexes = [models.Index(fields=["kind", "day"], name="milestones_by_day")]

    class Privacy:
        owner = "journey__case"
        title = gettext_lazy("Departure, arrival and reception")
        review = True
        disclose = ("kind", "day", "text")

    class Events:
        prefix = "return"
        departed = AuditEvent(
            pgettext_lazy("ledger", "Departure recorded"),
            icon="home-heart",
            timeline=gettext_lazy("Departure recorded"),
            quote="text",
        )
        arrived = AuditEvent(
            pgettext_lazy("ledger", "Arrival confirmed"),
            icon="map-pin",
            timeline=gettext_lazy("Arrival confirmed"),
        )
        welcomed = AuditEvent(
            pgettext_lazy("ledger", "Reception recorded"),
            icon="home",
            timeline=gettext_lazy("Reception recorded"),
            quote="text",
        )

    def __str__(self):
        return f"JourneyMilestone {self.ref}"

    @property
    def file(self) -> Case:
        return self.journey.case

    def first_day_for(self, by: User) -> date:
        """Its day, or the day before where `by` works with a clock that is behind."""
        here, there = self.by.office, by.office
        if here is None or there is None:
            return self.day
        return min(self.day, here.start_of_day(self.day).astimezone(there.zone).date())

    @classmethod
    def depart(
        cls, journey: ReturnJourney, *, by: User, left_on: date, text: str = ""
    ) -> "JourneyMilestone":
        """They leave, through checks that are all passed on that day."""
        with journey.save_new_checks(by=by):
            return cls._depart(journey, by, left_on, text)

    @classmethod
    def _depart(
        cls, journey: ReturnJourney, by: User, left_on: date, text: str
    ) -> "JourneyMilestone":
        journey.hold()
        there = cls._of(journey, cls.Kind.DEPARTURE)
        if there and there.day == left_on:
            return there  # sent twice
        journey.must_be_before_departure()
        _must_be_past(journey, left_on, by)
        if not journey.bookings.in_force().exists():
            raise Refusal(_("Nothing is booked. Book the journey before they leave."))
        _must_follow_the_plan(journey, left_on)
        journey.create_checks(by=by)
        require_booking_conditions(journey, on=left_on, by=by)
        must_be_checked(journey, left_on)
        departure = cls.objects.create(
            journey=journey, kind=cls.Kind.DEPARTURE, day=left_on, text=text, by=by
        )
        log.log_event(by, "return.departed", departure)
        journey.update_phase(by=by)
        return departure

    @classmethod
    @transaction.atomic
    def arrive(
        cls, journey: ReturnJourney, *, by: User, arrived_on: date, text: str = ""
    ) -> "JourneyMilestone":
        """They are there: said by who has the case then."""
        journey.hold()
        if there := cls._of(journey, cls.Kind.ARRIVAL):
            if there.day == arrived_on:
                return there  # sent twice
            raise Refusal(_("Their arrival is confirmed already."))
        journey.case.require_work_allowed()
        departure = cls._of(journey, cls.Kind.DEPARTURE)
        if departure is None:
            raise Refusal(_("Nobody arrives before they left. Record the departure first."))
        _must_be_past(journey, arrived_on, by)
        if arrived_on < departure.first_day_for(by):
            raise Refusal(_("They would arrive before they left. Look at both days."))
        _must_be_born(journey, arrived_on)
        arrival = cls.objects.create(
            journey=journey, kind=cls.Kind.ARRIVAL, day=arrived_on, text=text, by=by
        )
        log.log_event(by, "return.arrived", arrival)
        journey.case.contacted(arrived_on)
        journey.case.touch()
        journey.update_phase(by=by)
        arrival_confirmed.send(cls, case=journey.case, on=arrived_on, by=by)
        return arrival

    @classmethod
    @transaction.atomic
    def welcome(
        cls, journey: ReturnJourney, *, by: User, welcomed_on: date, text: str = ""
    ) -> "JourneyMilestone":
        """The office of the place of return meets them: what they need first."""
        journey.hold()
        if there := cls._of(journey, cls.Kind.RECEPTION):
            return there
        case = journey.case
        case.require_work_allowed()
        arrival = cls._of(journey, cls.Kind.ARRIVAL)
        if arrival is None:
            raise Refusal(_("Confirm first that they arrived."))
        if journey.to_team and case.team.office_id != journey.to_team.office_id:
            raise Refusal(
                _("The receiving office welcomes them, once it has taken the case over.")
            )
        _must_be_past(journey, welcomed_on, by)
        if welcomed_on < arrival.day:
            raise Refusal(_("They would be welcomed before they arrived. Look at both days."))
        reception = cls.objects.create(
            journey=journey, kind=cls.Kind.RECEPTION, day=welcomed_on, text=text, by=by
        )
        log.log_event(by, "return.welcomed", reception)
        case.contacted(welcomed_on)
        case.touch()
        journey.close(by=by)
        return reception

    @classmethod
    def _of(cls, journey: ReturnJourney, kind: str) -> "JourneyMilestone | None":
        return cls.objects.filter(journey=journey, kind=kind).first()


def _must_be_past(journey: ReturnJourney, day: date, by: User) -> None:
    if day > journey.case.office.today_for(by):
        raise Refusal(_("This day is still to come. Record it when it has happened."))


def _must_follow_the_plan(journey: ReturnJourney, left_on: date) -> None:
    yes = ReturnDecision.objects.filter(traveller__journey=journey, traveller__is_going=True)
    decided = yes.filter(goes=True).order_by("decided_on").last()
    if decided and left_on < decided.decided_on:
        raise Refusal(_("They would leave before they decided to go. Look at the day."))
    if journey.leaves_on and left_on < journey.leaves_on:
        day = speech.day(journey.leaves_on)
        raise Refusal(
            _("The first leg leaves on %(day)s. If they left before, change the leg first.")
            % {"day": day}
        )


def _must_be_born(journey: ReturnJourney, on: date) -> None:
    if not _are_born(journey, on):
        raise Refusal(_("Somebody would arrive before they were born. Look at the dates."))


@aggregate_query("among the travellers may be some who are closed to the user")
def _are_born(journey: ReturnJourney, on: date) -> bool:
    people = (traveller.person for traveller in journey.going())
    ages = (age_at(on, person.birth_date, person.birth_year) for person in people)
    return all(age is None or age >= 0 for age in ages)
