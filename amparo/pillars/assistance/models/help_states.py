"""In what state a request for help is, who asks, what may make one doubt it, and what waits."""

from datetime import UTC, datetime

from django.db import models
from django.utils.translation import gettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.grants import PermissionQuerySet

# Nothing waits for an answer: after everything that does.
NOTHING_DUE_AT = datetime(9999, 12, 31, tzinfo=UTC)


class State(models.TextChoices):
    NEW = "new", gettext_lazy("New")
    IN_HAND = "in_hand", gettext_lazy("In hand")
    CASE = "case", gettext_lazy("Became a case")
    CLOSED = "closed", gettext_lazy("Closed")
    SET_ASIDE = "set_aside", gettext_lazy("Set aside")
    WITHDRAWN = "withdrawn", gettext_lazy("Taken back")


OPEN = (State.NEW, State.IN_HAND)
OVER = (State.CLOSED, State.SET_ASIDE, State.WITHDRAWN)


class Asker(models.TextChoices):
    SELF = "self", gettext_lazy("For themselves")
    KNOWN = "known", gettext_lazy("For somebody else, who knows of it")
    UNKNOWN = "unknown", gettext_lazy("For somebody else, who does not know of it")


class Doubt(models.TextChoices):
    TRAP = "trap", gettext_lazy("A field was filled in that nobody sees")
    FAST = "fast", gettext_lazy("Sent faster than anybody writes")
    STALE = "stale", gettext_lazy("The page was opened days before")
    MANY = "many", gettext_lazy("Many came from the same network")


class Reason(models.TextChoices):
    ANSWERED = "answered", gettext_lazy("Answered: that was all they needed")
    REFERRED = "told_where", gettext_lazy("Told where they find help")
    NOT_REACHED = "not_reached", gettext_lazy("Could not be reached")
    TWICE = "twice", gettext_lazy("Asked twice: another request goes on")
    OTHER = "other", gettext_lazy("Another reason")


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
