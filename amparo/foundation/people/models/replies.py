"""What people answer to a text; and that they want no more of them."""

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy

from amparo.foundation.trust import audit
from amparo.foundation.trust.clock import now
from amparo.foundation.trust.fields import PersonalField
from amparo.foundation.trust.models import Notice
from amparo.foundation.trust.reach import GuardedQuerySet
from amparo.foundation.trust.refs import Referable

from ..signals import text_came_back
from .messages import Message, Owner
from .persons import Person


class Stopped(Referable):
    """A telephone that wants no more texts, by a key that names nobody.

    It holds until whoever it belongs to says yes anew: a later consent, not a flag.
    """

    number_key = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "stopped"
    personal = ()
    harmless = ("number_key", "at")

    objects = GuardedQuerySet.as_manager()

    def __str__(self):
        return f"Stopped {self.ref}"

    @classmethod
    @transaction.atomic
    def hear(cls, number_key: str) -> "Stopped":
        """From the next text on; what waits for them is not sent."""
        stopped = cls.objects.create(number_key=number_key)
        audit.note(None, "message.stopped", stopped)
        for message in Message.objects.to(number_key).on_the_way():
            message.step(Message.State.EXPIRED, reason="stopped")
        return stopped


class MessageReply(Referable):
    """What came back from a telephone, to the last text that went there."""

    class Kind(models.TextChoices):
        STOP = "stop", gettext_lazy("Wants no more texts")
        NO = "no", gettext_lazy("Cannot come")
        OTHER = "other", gettext_lazy("Answered")

    message = models.ForeignKey(Message, models.CASCADE, related_name="replies")
    kind = models.CharField(max_length=10, choices=Kind)
    words = PersonalField()
    # What the provider calls it: told twice, it is kept once.
    event = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=now, editable=False)

    crypto_label = "messagereply"
    audit_name = "messagereply"
    personal = ("words",)
    harmless = ("kind", "event", "at")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"MessageReply {self.ref}"

    @property
    def file(self) -> Person | Owner:
        return self.message.file

    @classmethod
    @transaction.atomic
    def hear(cls, number_key: str, *, kind: str, words: str, event: str) -> "MessageReply | None":
        """Kept with the last text that went there; where none did, nobody we know answered."""
        if cls.objects.filter(event=event).exists():
            return None
        gone = Message.objects.to(number_key).exclude(state__in=Message.ON_THE_WAY)
        message = gone.select_related("person", "by").order_by("-at", "-pk").first()
        if kind == cls.Kind.STOP:
            Stopped.hear(number_key)
        if message is None:
            return None
        reply = cls.objects.create(message=message, kind=kind, words=words, event=event)
        audit.note(None, "message.answered", message, kind=kind)
        tell_who_wrote(message, f"message.{kind}")
        return reply


def tell_who_wrote(message: Message, what: str) -> None:
    """Without a word of it: one tap from the file. Of who has no file, the pillar hears."""
    text_came_back.send(Message, message=message, what=what)
    if message.by and message.person:
        url = f"{reverse('people:person', args=[message.person.ref])}#messages"
        Notice.tell([message.by], what=what, about="", url=url, by=None)
