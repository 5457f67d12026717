"""Short links to the public page of a message, one for each channel and placement, and how often
each was opened on a day.

A count is a day and a number: no person, no address, no cookie, no hour. Seen by whoever sees
messages; kept as long as the message, and names nobody. Not offline.
"""

from datetime import date

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.core.refusals import Refusal

# Letters and figures that nobody mistakes for each other when they type them from a poster.
CODE_LETTERS, CODE_LENGTH = "abcdefghjkmnpqrstuvwxyz23456789", 6
LABEL_LETTERS = 40


class MessageLink(Record):
    """A short address of a message, `/a/w/<code>/`. `label` is what an office calls a placement: a
    district or a station, never a person.
    """

    message = models.ForeignKey("KeyMessage", models.CASCADE, related_name="links")
    channel = models.CharField(pgettext_lazy("message", "Channel"), max_length=40)
    label = models.CharField(
        pgettext_lazy("link", "Placement"), max_length=LABEL_LETTERS, blank=True
    )
    code = models.SlugField(max_length=12, unique=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)

    audit_name = "messagelink"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a message", "Short link")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "channel", "label"], name="message_link_once_a_placement"
            ),
        ]

    class Privacy:
        no_owner = gettext_lazy("An address of a public page; names nobody.")
        plain_text = {"label": "a place or station; its form says to name nobody"}

    class Events:
        made = AuditEvent(gettext_lazy("Short link of a key message made"))

    def __str__(self):
        return f"MessageLink {self.ref}"

    @property
    def channel_label(self) -> str:
        return codes.label("communication_channel", self.channel)

    @classmethod
    @transaction.atomic
    def for_message(cls, message, channel: str, *, by: User, label: str = "") -> "MessageLink":
        """Returns the link of this message, channel and placement, and makes it the first time.
        Refused for a message that has no public page.
        """
        codes.require("communication_channel", channel)
        label = " ".join(label.split())
        if found := cls.objects.filter(message=message, channel=channel, label=label).first():
            return found
        if not message.is_public:
            raise Refusal(_("This message has no public page to lead to."))
        link = cls._create(message=message, channel=channel, label=label, by=by)
        log.log_event(by, "messagelink.made", link, code=channel)
        return link

    @classmethod
    def _create(cls, **fields) -> "MessageLink":
        """Tries other codes where one is taken: of 700 million, it hardly ever is."""
        for _attempt in range(5):
            code = get_random_string(CODE_LENGTH, CODE_LETTERS)
            if not cls.objects.filter(code=code).exists():
                return cls.objects.create(code=code, **fields)
        raise IntegrityError("No free code for a short link")

    def count_visit(self, day: date) -> None:
        """Adds one to the count of a day. Two at one moment are two."""
        rows = LinkVisitCount.objects.filter(link=self, day=day)
        if not rows.update(count=F("count") + 1):
            _row, is_new = LinkVisitCount.objects.get_or_create(
                link=self, day=day, defaults={"count": 1}
            )
            if not is_new:
                rows.update(count=F("count") + 1)


class LinkVisitCount(models.Model):
    """How often a short link was opened on one day, on the clock of the office."""

    link = models.ForeignKey(MessageLink, models.CASCADE, related_name="visit_counts")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a short link", "Openings on a day")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["link", "day"], name="link_visits_once_a_day"),
        ]

    class Privacy:
        no_owner = gettext_lazy("A count of openings of a public page; knows nobody.")

    def __str__(self):
        return f"{self.link_id} {self.day}"
