"""What happened with an ask: put, followed up, answered. Never changed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record


class Channel(models.TextChoices):
    LETTER = "letter", pgettext_lazy("way of asking", "Letter")
    MEETING = "meeting", pgettext_lazy("way of asking", "Meeting")
    CALL = "call", pgettext_lazy("way of asking", "Telephone call")
    STATEMENT = "statement", pgettext_lazy("way of asking", "Public statement")
    DESK = "desk", pgettext_lazy("way of asking", "Desk of the institution")


# Nobody puts an ask by the desk alone: it is shown there once it was put.
WAYS_TO_PUT = tuple(each for each in Channel if each != Channel.DESK)


class AskStep(Record):
    """One event: who asked or answered, how and when, in which words."""

    class Kind(models.TextChoices):
        RETURNED = "returned", pgettext_lazy("ask, event", "Returned for changes")
        PUT = "put", pgettext_lazy("ask, event", "Put")
        FOLLOW_UP = "follow_up", pgettext_lazy("ask, event", "Followed up")
        ANSWER = "answer", pgettext_lazy("ask, event", "Answered")

    class Outcome(models.TextChoices):
        OPEN = "open", pgettext_lazy("answer to an ask", "Neither agreed nor refused")
        AGREED = "agreed", pgettext_lazy("answer to an ask", "Agreed")
        REFUSED = "refused", pgettext_lazy("answer to an ask", "Refused")

    ask = models.ForeignKey("Ask", models.CASCADE, related_name="steps")
    kind = models.CharField(pgettext_lazy("column", "Type"), max_length=9, choices=Kind)
    on = models.DateField(pgettext_lazy("field", "Date"))
    channel = models.CharField(
        pgettext_lazy("ask", "How"), max_length=9, choices=Channel, blank=True
    )
    # Who put the ask or called; of an answer, who wrote it down.
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    text = models.TextField(pgettext_lazy("ask", "Words"), max_length=4_000, blank=True)
    # Of an answer.
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=gettext_lazy("Institution"), null=True,
        related_name="+",
    )  # fmt: skip
    outcome = models.CharField(
        pgettext_lazy("ask", "Outcome"), max_length=8, choices=Outcome, blank=True
    )
    # Who carries it out, as a post, and until when.
    agreed_post = models.CharField(
        pgettext_lazy("ask", "Who carries it out"), max_length=200, blank=True
    )
    agreed_until = models.DateField(pgettext_lazy("ask", "Until when"), null=True, blank=True)
    # A colleague has read an answer from a desk: before that its words are not public.
    released_at = models.DateTimeField(null=True, editable=False)
    released_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )

    audit_name = "askstep"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("ask", "Event of an ask")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="ask_answer_with_its_outcome",
                condition=Q(kind="answer", organization__isnull=False) & ~Q(outcome="")
                | ~Q(kind="answer") & Q(outcome="", organization=None),
            ),
            models.CheckConstraint(
                name="ask_agreed_by_whom_until_when",
                condition=~Q(outcome="agreed")
                | ~Q(agreed_post="") & Q(agreed_until__isnull=False),
            ),
        ]  # fmt: skip

    class Privacy:
        no_owner = gettext_lazy("What institutions said to each other; names nobody.")
        plain_text = {
            "text": "words of an institution to another; the form says to name nobody",
            "agreed_post": "a post of an institution, no person",
        }

    def __str__(self):
        return f"AskStep {self.ref}"

    @property
    def file(self):
        return self.ask

    @property
    def is_from_desk(self) -> bool:
        return self.kind == self.Kind.ANSWER and self.channel == Channel.DESK
