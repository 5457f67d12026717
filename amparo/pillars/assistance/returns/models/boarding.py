"""The check before boarding: on the day, each who travels is asked once more."""

from datetime import date, datetime, timedelta

from django.db import models, transaction
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
from amparo.pillars.assistance.cases.models import Case

from ..fitness_rules import CHECKED_HOURS, CHECKED_WITHIN
from .journeys import ReturnJourney
from .travellers import Traveller


class BoardingCheck(Record):
    """What one traveller said and showed on the day, and who looked."""

    class CheckedBy(models.TextChoices):
        CLINICIAN = "clinician", gettext_lazy("A clinician")
        ESCORT = "escort", gettext_lazy("Who accompanies them on the way")
        COLLEAGUE = "colleague", gettext_lazy("A colleague of the office")

    QUESTIONS = ("feels_well", "has_medicines", "has_documents", "knows_where")

    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="boarding_checks")
    held_at = models.DateTimeField(gettext_lazy("When it was"))
    checked_by = models.CharField(
        pgettext_lazy("check before boarding", "Checked by"), max_length=10, choices=CheckedBy
    )
    name = PersonalField(gettext_lazy("Name of who checked"))
    feels_well = models.BooleanField(gettext_lazy("Feels well enough to leave"))
    has_medicines = models.BooleanField(gettext_lazy("Has their medicines, or needs none"))
    has_documents = models.BooleanField(gettext_lazy("Has their documents"))
    knows_where = models.BooleanField(gettext_lazy("Knows where they go, and who meets them"))
    text = PersonalField(pgettext_lazy("field", "Text"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "boardingcheck"
    audit_name = "boardingcheck"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Check before boarding")

    class Privacy:
        owner = "traveller__journey__case"
        title = gettext_lazy("Checks before boarding")
        review = True
        disclose = (
            "held_at", "checked_by", "name", "feels_well", "has_medicines", "has_documents",
            "knows_where", "text",
        )  # fmt: skip

    class Events:
        prefix = "return"
        boarding_checked = AuditEvent(
            gettext_lazy("Pre-boarding check recorded"),
            icon="checkup-list",
            timeline=pgettext_lazy("timeline", "Pre-boarding check recorded"),
            story=False,
        )

    def __str__(self):
        return f"BoardingCheck {self.ref}"

    @property
    def file(self) -> Case:
        return self.traveller.journey.case

    @property
    def is_passed(self) -> bool:
        return all(getattr(self, name) for name in self.QUESTIONS)

    @classmethod
    @transaction.atomic
    def hold(
        cls, traveller: Traveller, *, by: User, held_at: datetime, checked_by: str,
        name: str = "", text: str = "", **answers: bool,
    ) -> "BoardingCheck":  # fmt: skip
        """A no ends what is booked, and those who answer for the journey hear it at once."""
        journey = traveller.journey
        journey.hold()
        journey.must_be_before_departure()
        booking = journey.bookings.in_force().first()
        if not traveller.is_going or booking is None:
            raise Refusal(_("Nothing is booked for them. Book the journey before this check."))
        if held_at > now():
            raise Refusal(_("A check is recorded when it was done, not before."))
        if held_at < earliest_check(journey, journey.leaves_on or journey.local(now())):
            raise Refusal(_too_early(journey))
        said = {"held_at": held_at, "checked_by": checked_by} | answers
        if there := traveller.boarding_checks.filter(by=by, **said).order_by("-pk").first():
            return there  # sent twice
        made = cls.objects.create(traveller=traveller, by=by, name=name, text=text, **said)
        outcome = "passed" if made.is_passed else "stopped"
        log.log_event(by, "return.boarding_checked", made, outcome=outcome)
        if not made.is_passed:
            booking.end(by=by, why=booking.EndReason.BOARDING)
        return made


def must_be_checked(journey: ReturnJourney, on: date) -> None:
    """Nobody departs without a check of that day, passed by everybody who goes."""
    since = earliest_check(journey, on)
    if not _all_passed(journey, since):
        raise Refusal(
            _(
                "Not everybody was checked before boarding, or not on the day. Check each of "
                "them, under who travels."
            )
        )


@aggregate_query("among the travellers may be some who are closed to the user")
def _all_passed(journey: ReturnJourney, since: datetime) -> bool:
    going = set(journey.going().values_list("pk", flat=True))
    last: dict[int, BoardingCheck] = {}
    held = BoardingCheck.objects.filter(traveller__in=going, held_at__gte=since)
    for check in held.order_by("held_at", "pk"):
        last[check.traveller_id] = check
    return bool(going) and all(key in last and last[key].is_passed for key in going)


def earliest_check(journey: ReturnJourney, on: date) -> datetime:
    """From when a check counts for a departure on that day: so many hours before it."""
    leaves_at = journey.first_leg_at
    day = journey.case.office.start_of_day(on)
    return max(leaves_at or day, day) - timedelta(hours=_hours(journey))


def _hours(journey: ReturnJourney) -> int:
    return journey.case.rules.amount(CHECKED_WITHIN) or CHECKED_HOURS


def _too_early(journey: ReturnJourney) -> str:
    return _("This check is made in the last %(hours)s hours before they leave.") % {
        "hours": _hours(journey)
    }
