"""Subscriptions: which system of a partner is told that something waits for it, and what became
of each word.
"""

import base64
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import audit, outbound
from ..clock import now
from ..fields import PersonalField
from ..reach import GuardedQuerySet
from ..refs import Referable
from ..refusals import Refusal
from .memberships import Membership
from .notices import Notice
from .offices import Organization
from .users import User

if TYPE_CHECKING:
    from .deliveries import Delivery

PREFIX, BYTES = "whsec_", 32
# How long the secret before still counts, so that the partner can change at leisure.
BOTH_COUNT = timedelta(hours=24)
# Who does not take anything for so long is not tried any more, and those who keep it are told.
PATIENCE = timedelta(days=5)
# Who does not answer at all is left alone, longer and longer: no worker stands before a wall.
RESTS = (timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))

EVENTS: dict[str, Promise] = {
    "referral.sent": gettext_lazy("Something was referred to them"),
    "referral.withdrawn": gettext_lazy("A referral to them was withdrawn"),
    "referral.replied": gettext_lazy("Their question about a referral was answered"),
    "help_request.answered": gettext_lazy("A request that they passed on was answered"),
    "consent.withdrawn": gettext_lazy("They must stop using what was shared with them"),
    "share.ended": gettext_lazy("Something that was shared with them has ended"),
    "share.forgotten": gettext_lazy("They must delete what was shared with them"),
}
PING = "ping"


class SubscriptionQuerySet(GuardedQuerySet):
    def living(self) -> "SubscriptionQuerySet":
        return self.filter(ended_at=None)


class Subscription(Referable):
    """An address of a partner that is told by HTTPS when something happens that concerns them.

    It is told what kind of thing happened and its ref, never a value: who wants to know more asks
    with a token. Each word is signed with a secret that only the two of us know.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="subscriptions")
    # An address may hold a word that opens something there: it is sealed like the secrets.
    address = PersonalField()
    events = models.JSONField(default=list)
    secret = PersonalField()
    old_secret = PersonalField()
    old_secret_until = models.DateTimeField(null=True, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    silences = models.PositiveSmallIntegerField(default=0)
    rests_until = models.DateTimeField(null=True, editable=False)
    paused_at = models.DateTimeField(null=True, editable=False)
    paused_because = models.CharField(max_length=10, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    crypto_label = "subscription"
    audit_name = "subscription"
    personal = ("address", "secret", "old_secret")
    harmless = (
        "events", "old_secret_until", "made_at", "failing_since", "silences", "rests_until",
        "paused_at", "paused_because", "ended_at",
    )  # fmt: skip

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return f"Subscription {self.ref}"

    @classmethod
    @transaction.atomic
    def make(
        cls, organization: Organization, *, address: str, events: list[str], by: User | None
    ) -> "tuple[Subscription, str]":
        """The subscription, and its secret: said this once, to be carried over by a safe way."""
        if not events or not set(events) <= set(EVENTS):
            raise Refusal(_("Choose what they are told."))
        if not outbound.may_ask(address):
            raise Refusal(
                _(
                    "The house may not call this address. It begins with https://, and whoever "
                    "keeps the machine names it in AMPARO_OUTBOUND."
                )
            )
        subscription = cls.objects.create(
            organization=organization, address=address, secret=new_secret(), made_by=by,
            events=[event for event in EVENTS if event in events],
        )  # fmt: skip
        audit.note(by, "subscription.made", subscription, recipient=organization.ref)
        return subscription, subscription.secret

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it is told anything now."""
        return self.ended_at is None and not self.is_paused

    @property
    def events_said(self) -> list[Promise]:
        return [EVENTS[event] for event in self.events if event in EVENTS]

    @property
    def secrets(self) -> list[str]:
        """Every secret that counts now, the newest first."""
        old_counts = self.old_secret_until is not None and now() < self.old_secret_until
        return [self.secret, *([self.old_secret] if old_counts else [])]

    @transaction.atomic
    def renew_secret(self, *, by: User) -> str:
        """A new secret, said once; the one before counts for a day beside it."""
        self.old_secret, self.old_secret_until = self.secret, now() + BOTH_COUNT
        self.secret = new_secret()
        self.save(update_fields=["secret", "old_secret", "old_secret_until"])
        audit.note(by, "subscription.secret_renewed", self)
        return self.secret

    @transaction.atomic
    def tell(self, kind: str, about: UUID) -> "Delivery":
        """Put it into the outbox, in the transaction of what happened."""
        from .deliveries import Delivery

        delivery = Delivery.objects.create(subscription=self, kind=kind, about=about)
        delivery.send()
        return delivery

    @transaction.atomic
    def try_out(self, *, by: User) -> "Delivery":
        """A word that means nothing, to see whether they hear us."""
        audit.note(by, "subscription.tried", self)
        return self.tell(PING, self.ref)

    def heard(self) -> None:
        """They took it: whatever was wrong is over."""
        if self.failing_since or self.rests_until:
            self.failing_since, self.rests_until, self.silences = None, None, 0
            self.save(update_fields=["failing_since", "rests_until", "silences"])

    def failed(self, *, was_silent: bool, is_gone: bool) -> None:
        """They did not take it; after some days, or where they say so, nobody tries any more."""
        self.failing_since = self.failing_since or now()
        if was_silent:
            self.rests_until = now() + RESTS[min(self.silences, len(RESTS) - 1)]
            self.silences += 1
        self.save(update_fields=["failing_since", "rests_until", "silences"])
        if is_gone:
            self.pause(because="gone")
        elif now() - self.failing_since >= PATIENCE:
            self.pause(because="failing")

    @transaction.atomic
    def pause(self, *, because: str = "asked", by: User | None = None) -> None:
        """Nothing is sent; what happens meanwhile waits."""
        if self.is_paused or self.ended_at:
            return
        self.paused_at, self.paused_because = now(), because
        self.save(update_fields=["paused_at", "paused_because"])
        audit.note(by, "subscription.paused", self, reason=because)
        keepers = Membership.objects.held().with_verb("system.keep").people()
        url = reverse("subscription", args=[self.ref])
        Notice.tell(keepers, what="subscription.paused", about="", url=url, by=by)

    @transaction.atomic
    def resume(self, *, by: User) -> None:
        """What waited is sent."""
        if self.ended_at:
            raise Refusal(_("This subscription has ended. Make a new one."))
        if not self.is_paused:
            return
        self.paused_at, self.paused_because = None, ""
        self.failing_since, self.rests_until, self.silences = None, None, 0
        self.save()
        audit.note(by, "subscription.resumed", self)
        for delivery in self.deliveries.waiting():
            delivery.put_off(now())

    @transaction.atomic
    def end(self, *, by: User) -> None:
        """They are told nothing more, not even what waits."""
        if self.ended_at is None:
            self.ended_at, self.ended_by = now(), by
            self.save(update_fields=["ended_at", "ended_by"])
            audit.note(by, "subscription.ended", self)

    def rests(self) -> datetime | None:
        """Until when it is left alone, where it is."""
        return self.rests_until if self.rests_until and self.rests_until > now() else None


def new_secret() -> str:
    """256 bits, as Standard Webhooks writes a secret."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()
