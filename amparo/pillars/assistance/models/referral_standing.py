"""Where a referral stands, and the words with which its lists are asked for."""

from enum import StrEnum

from django.db.models import Exists, OuterRef

from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.grants import PermissionQuerySet

from .answers import Answer
from .referral_ends import Escalation


class Status(StrEnum):
    """Where a referral stands; the codes of the list `referral_status`."""

    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ASKED = "asked"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    IN_PROGRESS = "in_progress"
    WITHDRAWN = "withdrawn"


WITH_THEM = (Status.SENT, Status.ACKNOWLEDGED)
UNANSWERED = (*WITH_THEM, Status.ASKED)
TAKEN_ON = (Status.ACCEPTED, Status.IN_PROGRESS)
GOING_ON = (*UNANSWERED, *TAKEN_ON, Status.REJECTED)


class ReferralQuerySet(PermissionQuerySet):
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

    def unheard(self) -> "ReferralQuerySet":
        """Overdue, and whoever answers for the case was not told yet."""
        told = Escalation.objects.filter(referral=OuterRef("pk"), due=OuterRef("answer_due"))
        return self.overdue().exclude(Exists(told))

    def answered(self) -> "ReferralQuerySet":
        """They said yes or no."""
        return self.filter(answers__in=Answer.objects.final())

    def to_their_team(self) -> "ReferralQuerySet":
        return self.select_related("organization", "service", "case__team__office", "case__owner")
