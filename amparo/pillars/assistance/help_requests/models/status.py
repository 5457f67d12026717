"""In what state a request for help is, who asks, what may make one doubt it, and what waits."""

from datetime import UTC, datetime

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.grants import PermissionQuerySet

# Nothing waits for an answer: after everything that does.
NO_DUE_TIME = datetime(9999, 12, 31, tzinfo=UTC)


class HelpRequestState(models.TextChoices):
    NEW = "new", pgettext_lazy("request for help, notification", "New")
    IN_HAND = "in_hand", pgettext_lazy("request for help", "In progress")
    CASE = "case", gettext_lazy("Turned into case")
    CLOSED = "closed", pgettext_lazy("request for help", "Closed")
    SET_ASIDE = "set_aside", gettext_lazy("Set aside (spam)")
    WITHDRAWN = "withdrawn", pgettext_lazy("request for help", "Withdrawn")


OPEN = (HelpRequestState.NEW, HelpRequestState.IN_HAND)
OVER = (HelpRequestState.CLOSED, HelpRequestState.SET_ASIDE, HelpRequestState.WITHDRAWN)


class RequesterType(models.TextChoices):
    SELF = "self", gettext_lazy("Self")
    KNOWN = "known", gettext_lazy("Someone else, who knows")
    UNKNOWN = "unknown", gettext_lazy("Someone else, who does not know")


class SpamSuspicion(models.TextChoices):
    TRAP = "trap", gettext_lazy("Hidden field filled in (possible spam)")
    FAST = "fast", gettext_lazy("Sent faster than anybody writes")
    STALE = "stale", gettext_lazy("Page opened days earlier")
    MANY = "many", gettext_lazy("Many came from the same network")


class CloseReason(models.TextChoices):
    ANSWERED = "answered", gettext_lazy("Answered: no further need")
    REFERRED = "told_where", gettext_lazy("Informed about services")
    NOT_REACHED = "not_reached", gettext_lazy("Unreachable")
    TWICE = "twice", gettext_lazy("Duplicate request")
    OTHER = "other", gettext_lazy("Other reason")


class HelpRequestQuerySet(PermissionQuerySet):
    def open(self) -> "HelpRequestQuerySet":
        return self.filter(state__in=OPEN)

    def heeded(self) -> "HelpRequestQuerySet":
        """What is somebody for all we know; in danger, whatever it looks like."""
        return self.open().filter(models.Q(doubt="") | models.Q(in_danger=True))

    def doubted(self) -> "HelpRequestQuerySet":
        """Perhaps a machine wrote it: a colleague looks."""
        return self.open().exclude(doubt="").filter(in_danger=False)

    def overdue(self) -> "HelpRequestQuerySet":
        return self.open().filter(due_at__lt=now())

    def by_urgency(self) -> "HelpRequestQuerySet":
        return self.order_by("-in_danger", "due_at", "pk")
