"""Webhooks: a partner's system is notified of events that concern it; signed, retried for days.

webhooks.notify_partner(organization, "referral.sent", referral)

stands in the transaction of the action: both are committed or neither. A worker sends it at least
once, always with the same id, and never a value.

Standard Webhooks (https://www.standardwebhooks.com): id, timestamp and signature in the headers;
the receiver ignores an id that it has processed.
"""

import base64
import hmac
import json
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.notifications.kinds import Notice

from .accounts.organizations import Membership, Organization
from .accounts.users import User
from .audit import log
from .audit.events import AuditEvent
from .clock import now
from .encryption.fields import PersonalField
from .jobs.backend import background_task
from .outbound import (
    OutboundDelivery,
    OutboundDeliveryQuerySet,
    OutboundTarget,
    OutboundTargetQuerySet,
    attempt,
    must_be_allowed,
    request,
)
from .records import Record
from .refusals import Refusal

# Subscriptions.

PREFIX, BYTES = "whsec_", 32
# How long the previous secret stays valid.
BOTH_COUNT = timedelta(hours=24)

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


class WebhookSubscriptionQuerySet(OutboundTargetQuerySet):
    """Subscriptions of partners."""


class WebhookSubscription(OutboundTarget):
    """An HTTPS address of a partner that is notified of events.

    It receives the kind of event and a ref, never a value; details are fetched with a token. Each
    message is signed with a shared secret.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="subscriptions")
    # An address may contain a secret: it is encrypted too.
    address = PersonalField(_("Address"))
    events = models.JSONField(default=list)
    secret = PersonalField(_("Signing secret"))
    old_secret = PersonalField(_("Previous signing secret"))
    old_secret_until = models.DateTimeField(null=True, editable=False)

    crypto_label = "subscription"
    audit_name = "subscription"
    ended_words = gettext_lazy("This subscription has ended. Make a new one.")

    objects = WebhookSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Webhook subscription")
        ordering = ["-made_at"]

    class Privacy:
        no_owner = _("How a partner’s system is told: of nobody, and ended with it.")
        plain_text = {
            "events": "codes of events",
        }

    class Events:
        made = AuditEvent(_("Webhook subscription created"))
        tried = AuditEvent(_("Webhook tested"))
        secret_renewed = AuditEvent(_("Webhook secret renewed"))
        paused = AuditEvent(
            _("Webhook paused"),
            notice=Notice(
                gettext_lazy("Data feed to a partner’s system paused"), "work", icon="tool"
            ),
        )
        resumed = AuditEvent(_("Webhook resumed"))
        ended = AuditEvent(_("Webhook deleted"))

    def __str__(self):
        return f"WebhookSubscription {self.ref}"

    @classmethod
    @transaction.atomic
    def make(
        cls, organization: Organization, *, address: str, events: list[str], by: User | None
    ) -> "tuple[WebhookSubscription, str]":
        """Creates a subscription; returns it and its secret, to be handed over by a safe way.
        Raises Refusal for unknown events and for hosts outside AMPARO_OUTBOUND.
        """
        if not events or not set(events) <= set(EVENTS):
            raise Refusal(gettext("Choose what they are told."))
        must_be_allowed(address)
        subscription = cls.objects.create(
            organization=organization, address=address, secret=new_secret(), made_by=by,
            events=[event for event in EVENTS if event in events],
        )  # fmt: skip
        log.log_event(by, "subscription.made", subscription, recipient=organization.ref)
        return subscription, subscription.secret

    def get_absolute_url(self) -> str:
        return reverse("subscription", args=[self.ref])

    def keepers(self) -> list[User]:
        return Membership.objects.held().with_permission("system.keep").people()

    @property
    def event_labels(self) -> list[Promise]:
        return [EVENTS[event] for event in self.events if event in EVENTS]

    @property
    def secrets(self) -> list[str]:
        """Returns the secrets that are valid now, the newest first."""
        old_counts = self.old_secret_until is not None and now() < self.old_secret_until
        return [self.secret, *([self.old_secret] if old_counts else [])]

    @transaction.atomic
    def renew_secret(self, *, by: User) -> str:
        """Returns a new secret; the previous one stays valid beside it for 24 hours."""
        self.old_secret, self.old_secret_until = self.secret, now() + BOTH_COUNT
        self.secret = new_secret()
        self.save(update_fields=["secret", "old_secret", "old_secret_until"])
        log.log_event(by, "subscription.secret_renewed", self)
        return self.secret

    @transaction.atomic
    def queue(self, kind: str, about: UUID) -> "WebhookDelivery":
        """Queues a delivery in the caller's transaction and returns it."""
        delivery = WebhookDelivery.objects.create(subscription=self, kind=kind, about=about)
        delivery.send()
        return delivery

    @transaction.atomic
    def try_out(self, *, by: User) -> "WebhookDelivery":
        """Queues a test message and returns its delivery."""
        log.log_event(by, "subscription.tried", self)
        return self.queue(PING, self.ref)


def new_secret() -> str:
    """Returns a secret of 256 bits in the format of Standard Webhooks."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


# Deliveries.


class WebhookDeliveryQuerySet(OutboundDeliveryQuerySet):
    """Deliveries to subscriptions."""


class WebhookDelivery(OutboundDelivery):
    """One event for one subscription: written with the action, sent by a worker."""

    subscription = models.ForeignKey(
        WebhookSubscription, models.CASCADE, related_name="deliveries"
    )
    kind = models.CharField(max_length=40)
    about = models.UUIDField()

    audit_name = "delivery"

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("Webhook delivery")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "at"], name="deliveries_by_state")]

    class Events:
        replayed = AuditEvent(_("Webhook delivery retried"))

    def __str__(self):
        return f"{self.kind} {self.ref}"

    @property
    def target(self) -> WebhookSubscription:
        return self.subscription

    @property
    def job(self) -> Any:
        return deliver

    @property
    def label(self) -> str:
        return str(EVENTS.get(self.kind, gettext("A try")))


# Sending.


def notify_partner(organization: Organization, kind: str, record: Record) -> None:
    """Queues a delivery for each subscription of the organization to this kind of event;
    ValueError for an unknown kind.
    """
    if kind not in EVENTS:
        raise ValueError(f"{kind} is not an event that partners are told of.")
    for each in WebhookSubscription.objects.living().filter(organization=organization):
        if kind in each.events:
            each.queue(kind, record.ref)


@background_task(name="deliver-webhook", title=_("Send webhook"), in_slices=True)
def deliver(ref: str, tries: int) -> None:
    """Makes one attempt. The request runs outside a transaction."""
    found = WebhookDelivery.objects.waiting().select_related("subscription")
    delivery = found.filter(ref=ref, tries=tries).first()
    if delivery is not None:  # else it was taken, or is tried by another job
        attempt(delivery, _post)


def _post(delivery: WebhookDelivery) -> tuple[int | None, str]:
    """Returns the status of the answer, or None and the kind of fault."""
    body = delivery_body(delivery)
    address = delivery.subscription.address
    status, fault, _said = request(address, body, headers=headers(delivery, body))
    return status, fault


def delivery_body(delivery: WebhookDelivery) -> bytes:
    """Returns the body, the same at every attempt."""
    told = {
        "type": delivery.kind,
        "timestamp": delivery.at.isoformat(timespec="milliseconds"),
        "data": {"ref": str(delivery.about)},
    }
    return json.dumps(told, separators=(",", ":")).encode()


def headers(delivery: WebhookDelivery, body: bytes) -> dict[str, str]:
    """Returns the headers, signed with each valid secret."""
    name, moment = f"msg_{delivery.ref.hex}", f"{now().timestamp():.0f}"
    signed = [sign(secret, name, moment, body) for secret in delivery.subscription.secrets]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Amparo",
        "webhook-id": name,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(signed),
    }


def sign(secret: str, name: str, moment: str, body: bytes) -> str:
    """Returns a signature of Standard Webhooks: HMAC-SHA256 over id, timestamp and body."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    mark = hmac.digest(key, f"{name}.{moment}.".encode() + body, "sha256")
    return f"v1,{base64.b64encode(mark).decode()}"
