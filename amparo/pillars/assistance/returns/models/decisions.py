"""The decision to go home: free, informed, in a language they understand; theirs to take back.

What it means to be voluntary is argued over: some keep the word for those who may legally stay.
So the legal situation is kept with each decision, and figures can be read either way.
"""

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.models import Case

from .. import rules
from .journeys import ReturnJourney
from .travellers import Traveller


class ReturnDecision(Record):
    """What one traveller decided, how it was said, and what was so when they said it."""

    class Situation(models.TextChoices):
        MAY_STAY = "can_stay", gettext_lazy("Legally entitled to stay")
        MUST_LEAVE = "obliged", gettext_lazy("Obligation to leave")
        DETAINED = "detained", gettext_lazy("In detention")
        UNKNOWN = "unknown", pgettext_lazy("legal status", "Unknown")

    class Signed(models.TextChoices):
        SIGNATURE = "signature", gettext_lazy("Signature")
        THUMBPRINT = "thumbprint", gettext_lazy("Thumbprint")
        BEFORE_WITNESS = "witnessed", gettext_lazy("Stated before a witness")

    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="decisions")
    goes = models.BooleanField(gettext_lazy("Wants to return"))
    decided_on = models.DateField(gettext_lazy("Day"))
    language = models.CharField(max_length=10)
    with_interpreter = models.BooleanField(default=False)
    checks = models.JSONField(default=list)
    situation = models.CharField(gettext_lazy("Legal situation"), max_length=12, choices=Situation)
    signed = models.CharField(gettext_lazy("Form of declaration"), max_length=12, choices=Signed)
    by_guardian = models.BooleanField(default=False)
    guardian = PersonalField(gettext_lazy("Guardian"))
    # Whether the child itself wishes it, where a guardian decides.
    assent = models.BooleanField(null=True)
    witness = PersonalField(gettext_lazy("Witness"))
    text = PersonalField(pgettext_lazy("field", "Text"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    # They changed their mind, and who heard it.
    withdrawn_at = models.DateTimeField(gettext_lazy("Withdrawn on"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_text = PersonalField(gettext_lazy("What they said when they took it back"))

    crypto_label = "returndecision"
    audit_name = "returndecision"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Return decision")
        constraints = [
            models.CheckConstraint(
                name="return_is_never_against_a_child",
                condition=Q(goes=False) | Q(assent=None) | Q(assent=True),
            )
        ]

    class Privacy:
        owner = "traveller__journey__case"
        title = gettext_lazy("Return decision")
        review = True
        disclose = (
            "decided_on",
            "goes",
            "situation",
            "signed",
            "guardian",
            "witness",
            "text",
            "withdrawn_at",
            "withdrawn_text",
        )
        plain_text = {
            "checks": "codes of checks",
        }

    def __str__(self):
        return f"ReturnDecision {self.ref}"

    @property
    def file(self) -> Case:
        return self.traveller.journey.case

    @property
    def is_taken_back(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def lacks(self) -> tuple[str, ...]:
        is_child = self.traveller.is_child
        return rules.missing_for_phase(
            self.checks, is_child=is_child, by_guardian=self.by_guardian
        )

    @property
    def counts(self) -> bool:
        """A yes that is free, informed, understood, and not taken back."""
        return self.goes and not self.is_taken_back and not self.lacks

    @classmethod
    @transaction.atomic
    def take(
        cls, traveller: Traveller, *, by: User, goes: bool, decided_on: date, **said
    ) -> "ReturnDecision":
        """They say it. A decision that lacks something is kept as it is, and does not count."""
        journey = traveller.journey
        journey.hold()
        journey.must_be_before_departure()
        code_lists.require("voluntariness_check", *said.get("checks", ()))
        decision = cls(traveller=traveller, by=by, goes=goes, decided_on=decided_on, **said)
        decision._must_make_sense()
        was_in_force = traveller.has_decided
        decision.save()
        log.log_event(by, "return.decided", decision, decided="yes" if goes else "no")
        if was_in_force and not decision.counts:
            _undo(journey, by)
        else:
            journey.update_phase(by=by)
        return decision

    def _must_make_sense(self) -> None:
        journey = self.traveller.journey
        if not self.traveller.is_going:
            raise Refusal(_("They do not travel on this return."))
        if self.decided_on > journey.case.office.today_for(self.by):
            raise Refusal(_("A decision is recorded when it was taken, not before."))
        if not journey.counsellings.filter(held_on__lte=self.decided_on).exists():
            raise Refusal(_("Nobody decides before the counselling. Record it first."))
        if self.by_guardian and not self.guardian.strip():
            raise Refusal(_("Write the name of the guardian who decides for them."))
        if self.goes and self.assent is False:
            raise Refusal(_("This child does not wish to go. Record that they stay."))
        if self.signed == self.Signed.BEFORE_WITNESS and not self.witness.strip():
            raise Refusal(_("Write who witnessed it."))

    @transaction.atomic
    def withdraw(self, *, by: User, text: str = "") -> None:
        """Until departure they may change their mind, at any time and for any reason.

        Everything shuts: nothing stays booked, and whether they go freely is asked anew.
        """
        journey = self.traveller.journey
        journey.hold()
        lock_and_refresh(self, "withdrawn_at", "withdrawn_by_id", "withdrawn_text")
        if self.is_taken_back:
            return
        if not journey.is_before_departure and not journey.is_over:
            raise Refusal(_("They have departed already."))
        if journey.is_over or not self.goes or not self.traveller.is_going:
            raise Refusal(_("There is nothing to withdraw."))
        self.withdrawn_at, self.withdrawn_by, self.withdrawn_text = now(), by, text
        self.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_text"])
        log.log_event(by, "return.taken_back", self)
        _undo(journey, by)
        case = journey.case
        case.tell(case.supervisors(), "return.taken_back", by=by, urgent=True)
        if case.owner:
            case.tell([case.owner], "return.taken_back", by=by, urgent=True)


def _undo(journey: ReturnJourney, by: User) -> None:
    from .bookings import Booking

    for booking in Booking.objects.in_force().filter(journey=journey):
        booking.end(by=by, why=Booking.EndReason.TAKEN_BACK)
    journey.reopen(rules.VOLUNTARINESS, by=by, text=_("Return decision withdrawn."))
    journey.update_phase(by=by)


@aggregate_query("among the travellers may be some who are closed to the user")
def decided_people(journey: ReturnJourney) -> tuple[int, ...]:
    """The keys of those who go and of whom a free and informed yes is in force."""
    going = {each.pk: each for each in journey.going()}
    last: dict[int, ReturnDecision] = {}
    for decision in ReturnDecision.objects.filter(traveller__in=going).order_by("pk"):
        decision.traveller = going[decision.traveller_id]
        decision.traveller.journey = journey
        last[decision.traveller_id] = decision
    return tuple(each.traveller.person_id for each in last.values() if each.counts)
