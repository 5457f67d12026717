"""A journey home: who goes where, how far it has come, and what must be settled before."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import Team, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person, Place
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.access_grants import people_of
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.models.base import CaseRecord
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.pathways.models import Check, CheckResult

from .. import rules
from ..rules import TravellerFacts, journey_phase, required_checks

if TYPE_CHECKING:
    from .legs import Leg
    from .travellers import Traveller

# What other deeds of the same moment change.
HELD = ("state", "leaves_on", "since", "to_team", "ended_at")
KINDS = ("avrr", "vhr", "spontaneous")  # others of the list `return_type` are no free decision


class ReturnJourneyQuerySet(PermissionQuerySet):
    def going_on(self) -> "ReturnJourneyQuerySet":
        return self.exclude(state__in=rules.OVER)


class ReturnJourney(CaseRecord):
    """The return of one person, or of people who go together."""

    class State(models.TextChoices):
        COUNSELLING = "counselling", pgettext_lazy("stage", "Return counselling")
        DECIDED = "decided", pgettext_lazy("return stage", "Decision taken")
        PREPARING = "preparing", gettext_lazy("In preparation")
        BOOKED = "booked", pgettext_lazy("travel", "Booked")
        DEPARTED = "departed", gettext_lazy("In transit")
        ARRIVED = "arrived", pgettext_lazy("person", "Arrived")
        RECEIVED = "received", gettext_lazy("Reception done")
        CANCELLED = "cancelled", gettext_lazy("Cancelled before departure")

    class EndReason(models.TextChoices):
        TAKEN_BACK = "taken_back", gettext_lazy("Person changed their mind")
        UNSAFE = "unsafe", gettext_lazy("It is not safe to return")
        UNFIT = "unfit", gettext_lazy("Unable to travel")
        OTHER_WAY = "other_way", pgettext_lazy("return", "Alternative found")
        LOST = "lost", gettext_lazy("Lost to follow-up")
        MISTAKE = "mistake", gettext_lazy("Recorded in error")

    kind = models.CharField(pgettext_lazy("column", "Type"), max_length=20, default="avrr")
    country = models.CharField(gettext_lazy("Country"), max_length=2)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    where = PersonalField(pgettext_lazy("column", "Location"))
    to_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="returns_awaited")
    # Those who part go on a journey of their own.
    parted_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="parted")
    # The shadow of what happened, for lists; kept by `update_phase` alone.
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=12, choices=State, default=State.COUNSELLING
    )
    since = models.DateTimeField(default=now)
    leaves_on = models.DateField(gettext_lazy("Departure date"), null=True)
    # It ended before they left: they stay, or go another way.
    ended_at = models.DateTimeField(gettext_lazy("Ended on"), null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    end_reason = models.CharField(
        pgettext_lazy("return", "Reason for closure"),
        max_length=12,
        choices=EndReason,
        blank=True,
        editable=False,
    )
    end_text = PersonalField(pgettext_lazy("return", "Result"))

    # The legs as they are planned now, where a page has fetched them; None asks the database.
    legs_at_hand: "list[Leg] | None" = None

    crypto_label = "returnjourney"
    audit_name = "returnjourney"

    objects = ReturnJourneyQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("case record", "Return")
        indexes = [
            models.Index(fields=["state", "since"], name="returns_by_phase"),
            models.Index(fields=["leaves_on"], name="returns_by_day", condition=Q(state="booked")),
        ]
        constraints = [
            models.CheckConstraint(
                name="return_is_booked_for_a_day",
                condition=~Q(state="booked") | Q(leaves_on__isnull=False),
            )
        ]

    class Privacy:
        owner = "case"
        title = pgettext_lazy("case record", "Return")
        disclose = (
            "kind", "country", "where", "state", "leaves_on", "ended_at", "end_reason", "end_text",
        )  # fmt: skip
        review = ("end_text",)

    class Events:
        prefix = "return"
        begun = AuditEvent(
            gettext_lazy("Return preparation started"),
            icon="home-heart",
            timeline=pgettext_lazy("timeline", "Return preparation started"),
        )
        joined = AuditEvent(
            pgettext_lazy("ledger", "Traveller added to the return"),
            icon="users",
            timeline=gettext_lazy("Traveller added to the return"),
        )
        received_by = AuditEvent(
            pgettext_lazy("ledger", "Receiving office assigned"),
            icon="building-community",
            timeline=gettext_lazy("Receiving office assigned"),
            story=False,
        )
        counselled = AuditEvent(
            gettext_lazy("Return counselling recorded"),
            icon="messages",
            timeline=gettext_lazy("Return counselling"),
        )
        decided = AuditEvent(
            pgettext_lazy("ledger", "Return decision recorded"),
            icon="file-certificate",
            timeline=gettext_lazy("Return decision recorded"),
        )
        taken_back = AuditEvent(
            gettext_lazy("Withdrawal of return decision recorded"),
            icon="hand-stop",
            timeline=gettext_lazy("Return decision withdrawn"),
            notice=Notice(
                gettext_lazy("Decision to return withdrawn: nothing is booked"),
                "danger",
                icon="arrow-back-up",
            ),
        )
        parted = AuditEvent(
            pgettext_lazy("ledger", "Traveller removed from the return"),
            icon="users",
            timeline=gettext_lazy("Traveller removed from the return"),
        )
        document = AuditEvent(
            gettext_lazy("Travel document status updated"),
            icon="file-certificate",
            timeline=pgettext_lazy("timeline", "Travel document status updated"),
            story=False,
        )
        ended = AuditEvent(
            gettext_lazy("Return cancelled before departure"),
            icon="x",
            timeline=pgettext_lazy("timeline", "Return cancelled before departure"),
            quote="end_text",
        )
        printed = AuditEvent(gettext_lazy("Return document printed"))
        listed = AuditEvent(gettext_lazy("Return list viewed"))
        manifest_listed = AuditEvent(gettext_lazy("Departure list viewed"))
        manifest_taken = AuditEvent(gettext_lazy("Departure list exported"))

    def get_absolute_url(self) -> str:
        return reverse("returns:journey", args=[self.ref])

    def going(self) -> "QuerySet[Traveller]":
        return self.travellers.filter(is_going=True).select_related("person").order_by("pk")

    @property
    def is_before_departure(self) -> bool:
        return self.state in rules.BEFORE_DEPARTURE

    @property
    def is_over(self) -> bool:
        return self.state in rules.OVER

    def local(self, moment: datetime) -> date:
        return moment.astimezone(self.case.office.zone).date()

    @classmethod
    @transaction.atomic
    def begin(
        cls, case: Case, *, by: User, country: str, travellers: list[Person], where: str = "",
        place: Place | None = None, to_team: Team | None = None, kind: str = "avrr",
    ) -> "ReturnJourney":  # fmt: skip
        """Somebody thinks of going home: from here on it is walked through with them."""
        case.require_work_allowed()
        code_lists.require("return_type", kind)
        if not travellers:
            raise Refusal(_("Choose who would travel."))
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if there := cls._of_these(case, travellers):
            return there
        journey = cls.objects.create(
            case=case, by=by, kind=kind, country=country.upper(), where=where, place=place,
            to_team=to_team,
        )  # fmt: skip
        log.log_event(by, "return.begun", journey, kind=kind, count=len(travellers))
        for person in travellers:
            journey._take_along(person)
        journey.update_phase(by=by)
        case.touch()
        return journey

    @classmethod
    def _of_these(cls, case: Case, people: list[Person]) -> "ReturnJourney | None":
        """Sent twice it is the same journey; nobody goes on two at a time."""
        going = cls.objects.going_on().filter(
            travellers__person__in=people, travellers__is_going=True
        )
        for journey in going.distinct():
            same = {each.person_id for each in journey.going()} == {each.pk for each in people}
            if same and journey.case_id == case.pk:
                return journey
            raise Refusal(_("Somebody of these is already on a return. Look there first."))
        return None

    @transaction.atomic
    def add_traveller(self, person: Person, *, by: User) -> "Traveller":
        """One more goes with them: what was settled for the others is looked at again."""
        self.hold()
        self.must_be_before_departure()
        if there := self.going().filter(person=person).first():
            return there
        if ReturnJourney.objects.going_on().filter(
            travellers__person=person, travellers__is_going=True
        ).exists():  # fmt: skip
            raise Refusal(_("Somebody of these is already on a return. Look there first."))
        traveller = self._take_along(person)
        log.log_event(by, "return.joined", self)
        self.reopen(rules.VOLUNTARINESS, by=by, text=_("Somebody joined the journey."))
        self.reopen(rules.SHARING, by=by, text=_("Somebody joined the journey."))
        self.update_phase(by=by)
        return traveller

    def _take_along(self, person: Person) -> "Traveller":
        if person.pk not in people_of(self.case):
            raise Refusal(_("Only people of this case can travel on it. Let them join it first."))
        traveller, _is_new = self.travellers.get_or_create(person=person)
        if not traveller.is_going:  # they had parted, and go along after all
            traveller.is_going = True
            traveller.save(update_fields=["is_going"])
        return traveller

    @transaction.atomic
    def set_receiving_office(self, team: Team, *, by: User) -> None:
        """Another office welcomes them: they are asked whether it may read their file."""
        self.hold()
        self.must_be_before_departure()
        if self.to_team_id == team.pk:
            return
        self.to_team = team
        self.save(update_fields=["to_team"])
        log.log_event(by, "return.received_by", self, to=team.ref)
        self.reopen(rules.SHARING, by=by, text=_("Another office receives them."))
        self.update_phase(by=by)

    @transaction.atomic
    def end(self, *, by: User, reason: str, text: str = "") -> None:
        """It ends before they left, and nothing stays booked; ended twice, the first holds."""
        self.hold()
        if self.ended_at:
            return
        self.case.require_open()  # also where consent was taken back: then it must end
        if not self.is_before_departure:
            raise Refusal(_("They have departed already."))
        self.ended_at, self.ended_by = now(), by
        self.end_reason, self.end_text = reason, text
        self.save(update_fields=["ended_at", "ended_by", "end_reason", "end_text"])
        log.log_event(by, "return.ended", self, reason=reason)
        for booking in self.bookings.in_force():
            booking.end(by=by, why=booking.EndReason.ENDED)
        self.close(by=by)

    def close(self, *, by: User) -> None:
        """Whoever travelled may go on another return from now on."""
        self.travellers.update(is_open=False)
        self.update_phase(by=by)

    # What must be settled.

    @property
    def checks(self) -> "QuerySet[Check]":
        return Check.objects.of(self.ref)

    def create_checks(self, *, by: User) -> None:
        """Put up what stands for who goes now. Checks only come: none goes while they wait."""
        goers = [TravellerFacts(*each) for each in self._goers()]
        wanted = required_checks(goers, is_received=self.to_team_id is not None)
        standing = set(self.checks.values_list("kind", "person_id"))
        for kind, key in sorted(wanted, key=lambda each: rules.IN_ORDER.index(each[0])):
            person = int(str(key)) if key is not None else None
            if (kind, person) not in standing:
                Check.put(self.case, self.ref, (kind,), by=by, person=person)

    @aggregate_query("among the travellers may be some who are closed to the user")
    def _goers(self) -> tuple[tuple[int, bool, bool, bool], ...]:
        """The key of each, whether a child, trafficked, and to be taken for a child."""
        people = {each.person_id: each.person for each in self.going()}
        today, trafficked = self.case.office.today(), self._trafficked(people)
        return tuple(
            (pk, person.is_child(today), pk in trafficked, person.counts_as_child(today))
            for pk, person in people.items()
        )

    def _trafficked(self, people: dict[int, Person]) -> set[int]:
        """Whom the file or any screening takes for trafficked: the main person, or all who go.

        A later, hastier screening without signs takes nothing away.
        """
        case = self.case
        is_so = case.confidentiality == Case.Confidentiality.TRAFFICKING
        if not is_so:
            is_so = Screening.objects.filter(case=case, trafficking=True).exists()
        if not is_so:
            return set()
        main = case.main_person
        return {main.pk} if main and main.pk in people else set(people)

    @transaction.atomic
    def settle(self, check: Check, *, by: User, **found) -> CheckResult:
        """What was found at one of its checks. The journey is held first, as when it is booked."""
        self.hold()
        if not self.is_before_departure:
            raise Refusal(_("They have departed already."))
        return check.decide(by=by, **found)

    def reopen(self, kind: str, *, by: User, text: str) -> None:
        for check in Check.objects.filter(way=self.ref, kind=kind):
            check.reopen(by=by, text=text)

    def all_decided(self) -> bool:
        """Whether a free and informed yes of everybody who goes is in force."""
        from .decisions import decided_people

        going = self.travellers.filter(is_going=True).count()
        return bool(going) and len(decided_people(self)) == going

    def update_phase(self, *, by: User | None) -> None:
        """Checks for who goes now, and the shadow of what is on record, in the caller's deed."""
        if by is not None and self.is_before_departure and self.going().exists():
            self.create_checks(by=by)
            self._unbook_behind_new_checks(by)
        self.refresh_from_db(fields=HELD)
        state = journey_phase(self._so_far())
        leaves_on = self._first_day()
        if (state, leaves_on) == (self.state, self.leaves_on):
            return
        if state != self.state:
            self.since = now()
        self.state, self.leaves_on = state, leaves_on
        self.save(update_fields=["state", "leaves_on", "since"])

    def _unbook_behind_new_checks(self, by: User) -> None:
        """What is put up while they are booked is not passed yet: nothing stays booked."""
        booking = self.bookings.in_force().first()
        day = self._first_day() or self.case.office.today()
        if booking and Check.objects.of(self.ref).shut(day).exists():
            booking.end(by=by, why="check")

    def _so_far(self) -> rules.JourneyFacts:
        reached = set(self.milestones.values_list("kind", flat=True))
        return rules.JourneyFacts(
            all_decided=self.all_decided(),
            is_prepared=self._is_prepared(),
            is_booked=self.bookings.in_force().exists(),
            has_departed="departure" in reached,
            has_arrived="arrival" in reached,
            is_welcomed="reception" in reached,
            has_ended=self.ended_at is not None,
        )

    def _is_prepared(self) -> bool:
        from .provisions import TravelDocument

        kept = (self.legs, self.provisions, self.bookings, TravelDocument.objects.latest_of(self))
        return any(each.exists() for each in kept)

    @property
    def first_leg_at(self) -> datetime | None:
        """When the first leg leaves, as it is planned now."""
        if self.legs_at_hand is not None:
            return min((leg.leaves_at for leg in self.legs_at_hand), default=None)
        return self.legs.standing().aggregate(first=models.Min("leaves_at"))["first"]

    def _first_day(self) -> date | None:
        first = self.first_leg_at
        return self.local(first) if first else None

    def arrives_on(self) -> date | None:
        if self.legs_at_hand is not None:
            last = max((leg.arrives_at for leg in self.legs_at_hand), default=None)
        else:
            last = self.legs.standing().aggregate(last=models.Max("arrives_at"))["last"]
        return self.local(last) if last else None

    @contextmanager
    def save_new_checks(self, *, by: User) -> Iterator[None]:
        """Does a step in one transaction. Where it is refused, what stands before it is put up
        all the same: a check that is named in the refusal is on the page and can be settled.
        """
        try:
            with transaction.atomic():
                yield
        except Refusal:
            if not self.case.is_ended:
                with transaction.atomic():
                    self.hold()
                    self.update_phase(by=by)
            raise

    def hold(self) -> None:
        """Of two who move the same journey in the same moment, one sees what the other did."""
        self.refresh_from_db(
            fields=HELD,
            from_queryset=ReturnJourney.objects.select_for_update(of=("self",)),
        )

    def must_be_before_departure(self) -> None:
        self.case.require_work_allowed()
        if self.is_over:
            raise Refusal(_("This return is over."))
        if not self.is_before_departure:
            raise Refusal(_("They have departed already."))
