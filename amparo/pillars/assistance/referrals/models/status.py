"""Where a referral stands, how it ends, and the words with which its lists are asked for."""

from enum import StrEnum

from django.db.models import F, Q, TextChoices
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.grants import PermissionQuerySet

from .responses import ReferralResponse


class ReferralStatus(StrEnum):
    """Where a referral stands; the codes of the list `referral_status`."""

    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ASKED = "asked"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    IN_PROGRESS = "in_progress"
    WITHDRAWN = "withdrawn"


class WithdrawalReason(TextChoices):
    """Why a referral was taken back before it was closed."""

    PERSON = "person", gettext_lazy("Person no longer wants it")
    CONSENT = "consent", pgettext_lazy("referral", "Consent withdrawn")
    ANOTHER = "another_way", gettext_lazy("Alternative found")
    DANGER = "danger", gettext_lazy("Would endanger someone")
    MISTAKE = "mistake", gettext_lazy("Sent in error")


class ReferralOutcome(TextChoices):
    """What became of it, confirmed with the person: it closes the loop, and is the status then.

    Distinctions of Primero (facts only): received, by ourselves, already received elsewhere, not
    applicable, declined by the person, unavailable.
    """

    COMPLETED = "completed", gettext_lazy("Service received")
    DECLINED = "declined", gettext_lazy("Person no longer wanted it")
    UNAVAILABLE = "unavailable", gettext_lazy("Service not available")
    OURSELVES = "own_agency", gettext_lazy("Provided by our office")
    ELSEWHERE = "elsewhere", gettext_lazy("Received elsewhere")
    NOT_NEEDED = "not_applicable", gettext_lazy("No longer needed")
    EXPIRED = "expired", gettext_lazy("No answer by due date")


WITH_THEM = (ReferralStatus.SENT, ReferralStatus.ACKNOWLEDGED)
UNANSWERED = (*WITH_THEM, ReferralStatus.ASKED)
TAKEN_ON = (ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS)
GOING_ON = (*UNANSWERED, *TAKEN_ON, ReferralStatus.REJECTED)
# Taken back for a reason, or closed with an outcome by somebody; until then neither.
ENDED_ONE_WAY = (
    Q(
        status__in=[each.value for each in GOING_ON],
        ended_at=None,
        ended_by=None,
        end_reason="",
        outcome="",
    )
    | Q(status=ReferralStatus.WITHDRAWN.value, ended_at__isnull=False, outcome="")
    & ~Q(end_reason="")
    | Q(
        outcome__in=ReferralOutcome.values,
        status=F("outcome"),
        ended_at__isnull=False,
        ended_by__isnull=False,
        end_reason="",
    )
)
# By an account, or by a link.
READ_BY_ONE = (
    Q(acknowledged_at=None, acknowledged_by=None, acknowledged_link=None)
    | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False, acknowledged_link=None)
    | Q(acknowledged_at__isnull=False, acknowledged_by=None, acknowledged_link__isnull=False)
)


class ReferralQuerySet(PermissionQuerySet):
    def without_practice(self) -> "ReferralQuerySet":
        return self.filter(case__team__office__is_practice=False)

    def going_on(self) -> "ReferralQuerySet":
        """The loop is not closed yet."""
        return self.filter(status__in=GOING_ON)

    def unanswered(self) -> "ReferralQuerySet":
        """They have said neither yes nor no."""
        return self.filter(status__in=UNANSWERED)

    def waiting(self) -> "ReferralQuerySet":
        """They have it, and have neither answered nor asked something back."""
        return self.filter(status__in=WITH_THEM)

    def overdue(self) -> "ReferralQuerySet":
        """The time in which they answer is over."""
        return self.waiting().filter(answer_due__lt=now())

    def not_escalated(self) -> "ReferralQuerySet":
        """Overdue, and whoever answers for the case was not told yet."""
        return self.overdue().exclude(escalated_for=F("answer_due"))

    def answered(self) -> "ReferralQuerySet":
        """They said yes or no."""
        return self.filter(answers__in=ReferralResponse.objects.final())

    def to_their_team(self) -> "ReferralQuerySet":
        return self.select_related("organization", "service", "case__team__office", "case__owner")
