"""Text messages to a safe telephone, what became of each, replies, and numbers that opted out.

Each thing that happens to a message is a row of its own (`MessageStatusChange`). Whatever is
interrupted, it is sent at least once, each time under the same key (its ref); see
`messaging/delivery.py`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.labels import labelled
from amparo.foundation.core.models import Notification, Office, User
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record

from ..extension_points import message_answered_or_failed
from ..messaging.recipients import (
    REASONS,
    NotReachableByText,
    Recipient,
    last_digits,
    next_safe_time,
    recipient_of,
)
from ..messaging.templates import MessageDraft, message_templates
from .opted_out_numbers import OptedOutNumber
from .persons import Person

VALID_FOR = timedelta(hours=48)


@dataclass(frozen=True)
class MessageOwner:
    """A file that lies in a pillar above, by its kind and ref alone."""

    kind: str
    ref: UUID


class MessageQuerySet(PermissionQuerySet):
    def on_the_way(self) -> "MessageQuerySet":
        """Not handed over yet, and not ended."""
        return self.filter(state__in=Message.ON_THE_WAY)

    def about(self, ref: UUID) -> "MessageQuerySet":
        """Written for this record: the reminder of a task."""
        return self.filter(for_ref=ref)

    def to(self, number_key: str) -> "MessageQuerySet":
        return self.filter(number_key=number_key)

    def undelivered(self) -> "MessageQuerySet":
        return self.filter(state__in=(Message.State.FAILED, Message.State.EXPIRED))


class Message(Record):
    """One text to one telephone. What it says is on a list; the number is sealed."""

    class State(models.TextChoices):
        QUEUED = "queued", gettext_lazy("Scheduled for safe hours")
        TAKEN = "taken", pgettext_lazy("SMS", "Sending")
        HANDED = "handed", pgettext_lazy("SMS", "Sent")
        DELIVERED = "delivered", pgettext_lazy("SMS", "Delivered")
        FAILED = "failed", gettext_lazy("Not delivered")
        EXPIRED = "expired", gettext_lazy("Not sent")
        CANCELLED = "cancelled", pgettext_lazy("SMS", "Cancelled")

    ON_THE_WAY = (State.QUEUED, State.TAKEN)
    # Of two things said of it, the one further on is its state: what arrived did not fail.
    ORDER = (
        State.QUEUED, State.TAKEN, State.CANCELLED, State.EXPIRED, State.HANDED, State.FAILED,
        State.DELIVERED,
    )  # fmt: skip

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="messages")
    # Whoever has no file of a person: a request for help, a complaint.
    about_kind = models.CharField(max_length=20, blank=True)
    about_ref = models.UUIDField(null=True, db_index=True)
    # What it reminds of.
    for_ref = models.UUIDField(null=True, db_index=True)
    template = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    day = models.DateField(null=True)
    hour = models.TimeField(null=True)
    number = PersonalField(pgettext_lazy("column", "Telephone number"))
    number_key = models.CharField(max_length=64, db_index=True)
    # Of the office: its clock, and the country whose numbers need no code.
    clock = models.CharField(max_length=60)
    country = models.CharField(max_length=2, blank=True)
    due_at = models.DateTimeField()
    until = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)
    # The shadow of its steps, for lists.
    state = models.CharField(
        pgettext_lazy("column", "Status"), max_length=10, choices=State, default=State.QUEUED
    )

    crypto_label = "message"
    audit_name = "message"

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "SMS")
        indexes = [
            models.Index(
                fields=["until"], name="messages_on_the_way",
                condition=Q(state__in=("queued", "taken")),
            )
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                name="message_is_to_somebody",
                condition=Q(person__isnull=False, about_ref=None)
                | Q(person=None, about_ref__isnull=False),
            )
        ]

    class Privacy:
        owner = "person"
        title = gettext_lazy("SMS sent to you")
        disclose = ("at", "number", "text", "state")

    class Events:
        queued = AuditEvent(gettext_lazy("SMS written"), icon="message-2", story=False)
        handed = AuditEvent(
            gettext_lazy("SMS sent"),
            icon="message-2",
            timeline=gettext_lazy("A text was sent to their telephone"),
        )
        delivered = AuditEvent(
            gettext_lazy("SMS delivered"),
            icon="message-2",
            timeline=gettext_lazy("SMS delivered"),
            story=False,
        )
        failed = AuditEvent(
            gettext_lazy("SMS not delivered"),
            icon="message-2",
            notice=Notice(
                gettext_lazy("SMS not delivered: try another channel"),
                "message",
                icon="exclamation-circle",
            ),
        )
        expired = AuditEvent(gettext_lazy("SMS not sent"), icon="message-2")
        cancelled = AuditEvent(gettext_lazy("SMS cancelled"), icon="message-2", story=False)
        answered = AuditEvent(gettext_lazy("SMS reply received"), icon="messages")
        stopped = AuditEvent(gettext_lazy("SMS opt-out received"))
        listed = AuditEvent(gettext_lazy("Undelivered SMS viewed"))

    def __str__(self):
        return f"Message {self.ref}"

    @property
    def file(self) -> Person | MessageOwner:
        if self.person:
            return self.person
        assert self.about_ref  # noqa: S101 - a constraint of the table
        return MessageOwner(self.about_kind, self.about_ref)

    @property
    @labelled(pgettext_lazy("field", "Text"))
    def text(self) -> str:
        return message_templates()[self.template].says(self.language, self.day, self.hour)

    @property
    def last_digits(self) -> str:
        return last_digits(self.number)

    @property
    def is_on_the_way(self) -> bool:
        return self.state in self.ON_THE_WAY

    @property
    def because(self) -> str:
        """Why it did not arrive."""
        reasons = [step.reason for step in self.status_changes.all() if step.reason in REASONS]
        return str(REASONS[reasons[-1]]) if reasons else ""

    # Writing one.

    @classmethod
    @transaction.atomic
    def queue(
        cls,
        to: Person | MessageOwner,
        wanted: MessageDraft,
        *,
        way: Recipient,
        by: User | None,
        office: Office,
        for_ref: UUID | None = None,
    ) -> "Message":
        """It leaves at the first good hour, unless something forbids it until then."""
        wanted.must_be_whole()
        leaves = wanted.moment(way, office)
        owner = {"person": to} if isinstance(to, Person) else _owner_fields(to)
        message = cls.objects.create(
            **owner, for_ref=for_ref, template=wanted.template,
            language=wanted.in_language_of(way), day=wanted.day, hour=wanted.hour,
            number=way.number, number_key=way.key, clock=office.time_zone,
            country=office.country, due_at=leaves, until=wanted.until or leaves + VALID_FOR, by=by,
        )  # fmt: skip
        log.log_event(
            by, "message.queued", message, kind=message.template, language=message.language
        )
        find_task("send-text-message").using(run_after=leaves).enqueue(str(message.ref))
        return message

    @transaction.atomic
    def take_back(self, *, by: User | None) -> bool:
        """Not needed any more; one that is handed over already cannot be called back."""
        message = self.locked()
        if message.state != self.State.QUEUED:
            return False
        return message.record_status(self.State.CANCELLED, reason="not_needed", by=by)

    # On its way: said by the delivery and by what a provider tells, each at most once.

    def next_attempt_at(self) -> datetime | None:
        """None where it may leave now, else when to try again; `NotReachableByText` if never."""
        moment = now()
        if moment >= self.until:
            raise NotReachableByText("too_late")
        way = recipient_of(self)
        good = next_safe_time(self._after_others(moment), way.when, way.zones(self.clock))
        if good is None:
            raise NotReachableByText("no_good_hour")
        if good >= self.until:
            raise NotReachableByText("too_late")
        return None if good <= moment else good

    def _after_others(self, moment: datetime) -> datetime:
        """So many a day to one telephone, and no more."""
        day, most = timedelta(days=1), settings.AMPARO_SMS_DAILY_LIMIT
        lately = MessageStatusChange.objects.filter(
            message__number_key=self.number_key, what=self.State.HANDED, at__gt=moment - day
        ).exclude(message=self)
        moments = list(lately.order_by("-at").values_list("at", flat=True)[:most])
        return moments[-1] + day if len(moments) >= most else moment

    def record_status(
        self, what: str, *, reason: str = "", by: User | None = None, **told: str
    ) -> bool:
        """One thing more that happened to it; what happened already happens no second time."""
        _step, is_new = MessageStatusChange.objects.get_or_create(
            message=self, what=what, number=0, defaults={"reason": reason, **told}
        )
        if not is_new:
            return False
        self._is_now(what)
        log.log_event(by, f"message.{what}", self, reason=reason)
        return True

    def start_attempt(self) -> "MessageStatusChange":
        """An attempt begins: if nothing follows, whoever tries again knows that it began."""
        number = self.status_changes.filter(what=self.State.TAKEN).count() + 1
        self._is_now(self.State.TAKEN)
        return MessageStatusChange.objects.create(
            message=self, what=self.State.TAKEN, number=number
        )

    def _is_now(self, what: str) -> None:
        if self.ORDER.index(self.State(what)) > self.ORDER.index(self.State(self.state)):
            self.state = what
            self.save(update_fields=["state"])

    def locked(self) -> "Message":
        """As it is now, and nobody else's until this transaction ends."""
        return Message.objects.select_for_update(of=("self",)).get(pk=self.pk)


def _owner_fields(owner: MessageOwner) -> dict:
    return {"about_kind": owner.kind, "about_ref": owner.ref}


class MessageStatusChange(Record):
    """One thing that happened to a text: taken up, handed over, arrived, failed, and why."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="status_changes")
    what = models.CharField(max_length=10, choices=Message.State)
    # Attempts are counted; all else happens once.
    number = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=20, blank=True)
    provider = models.CharField(max_length=20, blank=True)
    provider_id = models.CharField(max_length=100, blank=True, db_index=True)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "messagestep"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "what", "number"], name="message_status_change_once"
            )
        ]

    class Privacy:
        owner = "message__person"
        withheld = gettext_lazy("When each text left and arrived; its state is told with it.")
        plain_text = {
            "provider_id": "number of a message at the provider",
        }

    def __str__(self):
        return f"{self.what} {self.number}"

    @property
    def file(self) -> Person | MessageOwner:
        return self.message.file


# Replies and opting out.


@transaction.atomic
def opt_out(number_key: str) -> OptedOutNumber:
    """Sends nothing more to this telephone from the next text on, nor what waits for it."""
    opted_out = OptedOutNumber.objects.create(number_key=number_key)
    log.log_event(None, "message.stopped", opted_out)
    for message in Message.objects.to(number_key).on_the_way():
        message.record_status(Message.State.EXPIRED, reason="stopped")
    return opted_out


class MessageReply(Record):
    """What came back from a telephone, to the last text that went there."""

    class Kind(models.TextChoices):
        STOP = "stop", gettext_lazy("Opted out of SMS")
        NO = "no", gettext_lazy("Unable to attend")
        OTHER = "other", pgettext_lazy("SMS reply", "Replied")

    message = models.ForeignKey(Message, models.CASCADE, related_name="replies")
    kind = models.CharField(max_length=10, choices=Kind)
    text = PersonalField(pgettext_lazy("field", "Text"), crypto_name="words")
    # What the provider calls it: told twice, it is kept once.
    event = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(gettext_lazy("Day"), default=now, editable=False)

    crypto_label = "messagereply"
    audit_name = "messagereply"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    class Privacy:
        owner = "message__person"
        title = gettext_lazy("Your replies")
        disclose = ("at", "text")

    def __str__(self):
        return f"MessageReply {self.ref}"

    @property
    def file(self) -> Person | MessageOwner:
        return self.message.file

    @classmethod
    @transaction.atomic
    def record(cls, number_key: str, *, kind: str, text: str, event: str) -> "MessageReply | None":
        """Kept with the last text that went there; where none did, nobody we know answered."""
        if cls.objects.filter(event=event).exists():
            return None
        gone = Message.objects.to(number_key).exclude(state__in=Message.ON_THE_WAY)
        message = gone.select_related("person", "by").order_by("-at", "-pk").first()
        if kind == cls.Kind.STOP:
            opt_out(number_key)
        if message is None:
            return None
        reply = cls.objects.create(message=message, kind=kind, text=text, event=event)
        log.log_event(None, "message.answered", message, kind=kind)
        notify_sender(message, f"message.{kind}")
        return reply


def notify_sender(message: Message, what: str) -> None:
    """Without a word of it: one tap from the file. Of who has no file, the pillar hears."""
    message_answered_or_failed.send(Message, message=message, what=what)
    if message.by and message.person:
        url = f"{reverse('people:person', args=[message.person.ref])}#messages"
        Notification.notify([message.by], event=what, about="", url=url, by=None)
