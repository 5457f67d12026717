"""What an organization says about a referral, and what we answer: each said once, and kept."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record, new_reference
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.services.models.services import ServiceProvided

if TYPE_CHECKING:
    from amparo.pillars.assistance.cases.models.cases import Case

    from .referrals import Referral


class PartnerRecord(Record):
    """Something said about a referral: by an account, by a link, or to a colleague of ours.

    `by` is who has an account here; `link` the ref of the one-time link through which somebody
    without an account said it. Where both are empty, nobody can say who it was.
    """

    referral: "models.ForeignKey[Referral, Referral]"
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    link = models.UUIDField(null=True, editable=False)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{type(self).__name__} {self.ref}"

    @property
    def file(self) -> "Case":
        return self.referral.case

    def is_by(self, by: User | None, link: Record | None) -> bool:
        return (self.by, self.link) == (by, link.ref if link else None)


def who(by: User | None, link: Record | None) -> dict:
    """Who says it, as the fields that keep it."""
    return {"by": by, "link": link.ref if link else None}


class ReferralResponseQuerySet(PermissionQuerySet):
    def final(self) -> "ReferralResponseQuerySet":
        """A yes or a no; a question is not one yet."""
        return self.exclude(outcome=ReferralResponse.Outcome.ASKED)


class ReferralResponse(PartnerRecord):
    """Yes, no and why, or a question before they can say."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("referral answer", "Accepted")
        REJECTED = "rejected", pgettext_lazy("referral", "Declined")
        ASKED = "asked", gettext_lazy("A question")

    class Reason(models.TextChoices):
        FULL = "full", gettext_lazy("No capacity at present")
        NOT_FOR_THEM = "not_eligible", gettext_lazy("Not eligible")
        ELSEWHERE = "other_area", gettext_lazy("Outside our area")
        PAPERS = "papers", gettext_lazy("Documents missing")
        ENDED = "not_offered", gettext_lazy("Service discontinued")
        KNOWN = "known_already", gettext_lazy("Already assisted by us")
        OTHER = "other", gettext_lazy("Other reason")

    referral = models.ForeignKey("referrals.Referral", models.CASCADE, related_name="answers")
    outcome = models.CharField(gettext_lazy("Result"), max_length=10, choices=Outcome)
    reason = models.CharField(gettext_lazy("Reason"), max_length=20, choices=Reason, blank=True)
    text = PersonalField(pgettext_lazy("field", "Text"))
    # What we answered to their question.
    replied_at = models.DateTimeField(gettext_lazy("Answered on"), null=True, editable=False)
    replied_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    reply_text = PersonalField(gettext_lazy("Our answer"))

    crypto_label = "answer"
    audit_name = "answer"

    objects = ReferralResponseQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Referral answer")
        constraints = [
            # Two answers in the same moment: the second one meets this.
            models.UniqueConstraint(
                fields=["referral"], condition=~Q(outcome="asked"), name="answered_once"
            ),
            models.CheckConstraint(
                name="only_a_question_is_replied_to",
                condition=Q(replied_at=None, replied_by=None)
                | Q(outcome="asked", replied_at__isnull=False, replied_by__isnull=False),
            ),
        ]

    class Privacy:
        owner = "referral__case"
        title = gettext_lazy("Replies of the services")
        review = True
        disclose = ("at", "outcome", "reason", "text", "replied_at", "reply_text")

    @classmethod
    def give(
        cls, referral: "Referral", outcome: str, *, by: User | None, link: Record | None, **said
    ) -> "ReferralResponse":
        return cls.objects.create(referral=referral, outcome=outcome, **who(by, link), **said)

    @classmethod
    def must_say_why(cls, reason: str, text: str) -> None:
        if reason not in cls.Reason.values:
            raise Refusal(_("Choose why it cannot be accepted."))
        if reason == cls.Reason.OTHER and not text.strip():
            raise Refusal(_("Write the reason in a few words."))

    def is_same(self, outcome: str, by: User | None, link: Record | None) -> bool:
        """The same answer sent again: a phone that retries is welcome."""
        return self.outcome == outcome and self.is_by(by, link)

    def reply(self, *, by: User, at: datetime, text: str) -> None:
        """We answer their question."""
        if not text.strip():
            raise Refusal(_("Write the answer."))
        self.replied_at, self.replied_by, self.reply_text = at, by, text.strip()
        self.save(update_fields=["replied_at", "replied_by", "reply_text"])


class ReportedService(PartnerRecord):
    """What they gave, and when: it stands in the case as a service received from another."""

    referral = models.ForeignKey("referrals.Referral", models.CASCADE, related_name="reports")
    service = models.OneToOneField(ServiceProvided, models.CASCADE, related_name="report")
    goes_on = models.BooleanField(gettext_lazy("Assistance continues"), default=False)

    audit_name = "reportedservice"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Service reported by partner")
        ordering = ["pk"]

    class Privacy:
        owner = "referral__case"
        title = gettext_lazy("Services reported by others")
        disclose = ("at", "goes_on")

    @classmethod
    def give(
        cls, referral: "Referral", *, by: User | None, link: Record | None, given_on: date,
        text: str = "", goes_on: bool = False, ref: UUID | None = None, **what,
    ) -> "tuple[ReportedService, bool]":  # fmt: skip
        """`ref` is what the sender calls it: sent again, it is the same report."""
        earlier = referral.reports.filter(ref=ref).first() if ref else None
        if earlier:
            return earlier, False
        if given_on > referral.case.office.today_for(by):
            raise Refusal(_("A service is reported when it was given, not before."))
        service = ServiceProvided.received(referral, by=by, given_on=given_on, note=text, **what)
        report = cls.objects.create(
            ref=ref or new_reference(), referral=referral, service=service, goes_on=goes_on,
            **who(by, link),
        )  # fmt: skip
        return report, True
