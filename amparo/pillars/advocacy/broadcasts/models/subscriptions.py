"""Subscriptions: what somebody asked for by their own hand, where to, and until when.

Kept apart from the case register: no field leads to a person, and no name is asked. The address
is sealed under a data key of the subscription, which is destroyed with it. Nothing of this is
offline: whoever subscribes has a line.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo.foundation.people.models import Place

from ..addresses import Channel, address_key, zone_names_of

KEPT = timedelta(days=365)
ASKED_BEFORE = timedelta(days=30)
# Which words of consent stood on the page. A page with other words raises it.
CONSENT = 1


class SubscriptionQuerySet(PermissionQuerySet):
    def at(self, address: str) -> "SubscriptionQuerySet":
        """The one of this number or mail address, which is in its one form."""
        return self.filter(address_key=address_key(address))

    def to_be_renewed(self, today: date) -> "SubscriptionQuerySet":
        """Those that end within a month and were not asked yet."""
        return self.filter(kept_until__lte=today + ASKED_BEFORE, renewal_asked_on=None)


class Subscription(Record):
    """Messages on these topics, for these places, in this language, to this address."""

    channel = models.CharField(
        pgettext_lazy("subscription", "Channel"), max_length=8, choices=Channel
    )
    language = models.CharField(gettext_lazy("Language"), max_length=3)
    address = PersonalField(pgettext_lazy("subscription", "Number or email"))
    address_key = models.CharField(max_length=64, unique=True, editable=False)
    # Time zones of the country of the number: the outermost, where it has several.
    time_zones = models.CharField(max_length=80, blank=True, editable=False)
    since = models.DateTimeField(default=now, editable=False)
    # What was chosen last: whoever chose after an audience was frozen is not in it.
    chosen_at = models.DateTimeField(default=now, editable=False)
    confirmed_at = models.DateTimeField(default=now, editable=False)
    consent = models.PositiveSmallIntegerField(default=CONSENT, editable=False)
    kept_until = models.DateField(editable=False)
    renewal_asked_on = models.DateField(null=True, editable=False)

    crypto_label = "alertsubscription"
    audit_name = "alertsubscription"

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Subscription")
        indexes = [
            models.Index(
                fields=["channel", "language", "time_zones", "id"], name="subscriptions_in_order"
            ),
            models.Index(fields=["kept_until"], name="subscriptions_by_end"),
        ]

    class Privacy:
        no_owner = gettext_lazy(
            "Whoever subscribed has given no name: with a code sent to the address they see what"
            " is kept, and delete it."
        )
        plain_text = {"time_zones": "names of time zones"}

    class Events:
        confirmed = AuditEvent(gettext_lazy("Subscription confirmed by the subscriber"))
        renewed = AuditEvent(gettext_lazy("Subscription kept for another year"))
        disclosed = AuditEvent(gettext_lazy("Own subscription read by the subscriber"))
        stopped = AuditEvent(gettext_lazy("Subscription ended"))

    def __str__(self):
        return f"Subscription {self.ref}"

    @property
    def topic_labels(self) -> list[str]:
        return [codes.label("message_topic", each.topic) for each in self.topics.all()]

    @classmethod
    @transaction.atomic
    def confirm(
        cls, address: str, *, channel: str, language: str, topics: Iterable[str],
        places: Iterable[Place] = (),
    ) -> "Subscription":  # fmt: skip
        """Keeps what the holder of an address chose, in the place of what they chose before.

        Called with an address to which a code was sent and answered, and with no other.
        """
        wanted = list(dict.fromkeys(topics))
        for topic in wanted:
            codes.require("message_topic", topic)
        fields = {
            "channel": channel, "language": language,
            "time_zones": zone_names_of(address, channel), "chosen_at": now(),
            "confirmed_at": now(), "consent": CONSENT,
            "kept_until": now().date() + KEPT, "renewal_asked_on": None,
        }  # fmt: skip
        found = cls.objects.select_for_update().at(address).first()
        if found is None:
            found = cls.objects.create(address=address, address_key=address_key(address), **fields)
        else:
            for name, value in fields.items():
                setattr(found, name, value)
            found.save(update_fields=list(fields))
        found._choose(wanted, places)
        log.log_event(None, "alertsubscription.confirmed", found, language=language, kind=channel)
        return found

    def _choose(self, topics: list[str], places: Iterable[Place]) -> None:
        self.topics.all().delete()
        self.places.all().delete()
        SubscriptionTopic.objects.bulk_create(
            [SubscriptionTopic(subscription=self, topic=topic) for topic in topics]
        )
        SubscriptionPlace.objects.bulk_create(
            [SubscriptionPlace(subscription=self, place=place) for place in places]
        )

    @transaction.atomic
    def renew(self) -> None:
        """Keeps it for a year from now."""
        self.confirmed_at, self.kept_until = now(), now().date() + KEPT
        self.renewal_asked_on = None
        self.save(update_fields=["confirmed_at", "kept_until", "renewal_asked_on"])
        log.log_event(None, "alertsubscription.renewed", self)

    @transaction.atomic
    def stop(self, reason: str) -> None:
        """Ends and erases it, with the key of its address. `reason` is a code: "reply", "page",
        "mail", "expired".
        """
        log.log_event(None, "alertsubscription.stopped", self, reason=reason)
        DataKey.destroy([self.ref])
        self.delete()


class SubscriptionTopic(models.Model):
    """A topic that somebody subscribed to."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="topics")
    topic = models.CharField(pgettext_lazy("message", "Topic"), max_length=40)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("message", "Topic")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "topic"], name="subscription_topic_once"
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("What somebody without a name subscribed to.")

    def __str__(self):
        return f"{self.subscription_id} {self.topic}"


class SubscriptionPlace(models.Model):
    """An area that somebody wants messages about. Without any it is all of them."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="places")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")

    objects = PermissionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a message", "Area")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "place"], name="subscription_place_once"
            )
        ]

    class Privacy:
        no_owner = gettext_lazy("What somebody without a name subscribed to.")

    def __str__(self):
        return f"{self.subscription_id} {self.place_id}"
