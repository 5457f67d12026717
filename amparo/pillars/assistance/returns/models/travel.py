"""The journey itself: they left, they arrived, they were welcomed; or it ended before."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models.persons import age_at
from amparo.ui import formats as speech

from ...extension_points import arrival_confirmed
from ...models import Case
from .bookings import must_hold
from .decisions import ReturnDecision
from .journeys import ReturnJourney


class Departure(Record):
    """They left, through gates that were all passed on that day."""

    journey = models.OneToOneField(ReturnJourney, models.CASCADE, related_name="departure")
    left_on = models.DateField(gettext_lazy("Left on"))
    words = PersonalField(gettext_lazy("Words"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "departure"
    audit_name = "departure"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Departure")

    class Privacy:
        owner = "journey__case"
        title = gettext_lazy("Departure")
        review = True
        disclose = ("left_on", "words")

    class Events:
        quote = "words"

    def __str__(self):
        return f"Departure {self.ref}"

    @property
    def file(self) -> Case:
        return self.journey.case

    def first_day_for(self, by: User) -> date:
        """The day they left, or the day before where `by` works with a clock that is behind."""
        here, there = self.by.office, by.office
        if here is None or there is None:
            return self.left_on
        return min(self.left_on, here.start_of_day(self.left_on).astimezone(there.zone).date())

    @classmethod
    def record(
        cls, journey: ReturnJourney, *, by: User, left_on: date, words: str = ""
    ) -> "Departure":
        with journey.keeping_new_gates(by=by):
            return cls._record(journey, by, left_on, words)

    @classmethod
    def _record(cls, journey: ReturnJourney, by: User, left_on: date, words: str) -> "Departure":
        journey.hold()
        if there := cls.objects.filter(journey=journey, left_on=left_on).first():
            return there
        journey.must_be_before_departure()
        _must_be_past(journey, left_on, by)
        if not journey.bookings.in_force().exists():
            raise Refusal(_("Nothing is booked. Book the journey before they leave."))
        _must_follow_the_plan(journey, left_on)
        journey.stand_gates(by=by)
        must_hold(journey, on=left_on, by=by)
        departure = cls.objects.create(journey=journey, by=by, left_on=left_on, words=words)
        log.log_event(by, "return.departed", departure)
        journey.put_right(by=by)
        return departure


class Arrival(Record):
    """They arrived: said by who has the case then."""

    journey = models.OneToOneField(ReturnJourney, models.CASCADE, related_name="arrival")
    arrived_on = models.DateField(gettext_lazy("Arrived on"))
    words = PersonalField(gettext_lazy("Words"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "arrival"
    audit_name = "arrival"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Arrival")

    class Privacy:
        owner = "journey__case"
        title = gettext_lazy("Arrival")
        review = True
        disclose = ("arrived_on", "words")

    def __str__(self):
        return f"Arrival {self.ref}"

    @property
    def file(self) -> Case:
        return self.journey.case

    @classmethod
    @transaction.atomic
    def confirm(
        cls, journey: ReturnJourney, *, by: User, arrived_on: date, words: str = ""
    ) -> "Arrival":
        journey.hold()
        if there := cls.objects.filter(journey=journey).first():
            if there.arrived_on == arrived_on:
                return there
            raise Refusal(_("Their arrival is confirmed already."))
        journey.case.must_allow_work()
        departure = Departure.objects.filter(journey=journey).first()
        if departure is None:
            raise Refusal(_("Nobody arrives before they left. Record the departure first."))
        _must_be_past(journey, arrived_on, by)
        if arrived_on < departure.first_day_for(by):
            raise Refusal(_("They would arrive before they left. Look at both days."))
        _must_be_born(journey, arrived_on)
        arrival = cls.objects.create(journey=journey, by=by, arrived_on=arrived_on, words=words)
        log.log_event(by, "return.arrived", arrival)
        journey.case.contacted(arrived_on)
        journey.case.touch()
        journey.put_right(by=by)
        arrival_confirmed.send(cls, case=journey.case, on=arrived_on, by=by)
        return arrival


class Welcome(Record):
    """The office of the place of return met them: what they need first."""

    journey = models.OneToOneField(ReturnJourney, models.CASCADE, related_name="welcome")
    welcomed_on = models.DateField(gettext_lazy("Welcomed on"))
    words = PersonalField(gettext_lazy("Words"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "welcome"
    audit_name = "welcome"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Welcome")

    class Privacy:
        owner = "journey__case"
        title = gettext_lazy("Welcome")
        review = True
        disclose = ("welcomed_on", "words")

    class Events:
        quote = "words"

    def __str__(self):
        return f"Welcome {self.ref}"

    @property
    def file(self) -> Case:
        return self.journey.case

    @classmethod
    @transaction.atomic
    def give(
        cls, journey: ReturnJourney, *, by: User, welcomed_on: date, words: str = ""
    ) -> "Welcome":
        journey.hold()
        if there := cls.objects.filter(journey=journey).first():
            return there
        case = journey.case
        case.must_allow_work()
        arrival = Arrival.objects.filter(journey=journey).first()
        if arrival is None:
            raise Refusal(_("Confirm first that they arrived."))
        if journey.to_team and case.team.office_id != journey.to_team.office_id:
            raise Refusal(
                _("The receiving office welcomes them, once it has taken the case over.")
            )
        _must_be_past(journey, welcomed_on, by)
        if welcomed_on < arrival.arrived_on:
            raise Refusal(_("They would be welcomed before they arrived. Look at both days."))
        welcome = cls.objects.create(journey=journey, by=by, welcomed_on=welcomed_on, words=words)
        log.log_event(by, "return.welcomed", welcome)
        case.contacted(welcomed_on)
        case.touch()
        journey.close(by=by)
        return welcome


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
