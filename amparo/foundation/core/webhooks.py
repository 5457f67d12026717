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
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from . import http_client
from .accounts.organizations import Membership, Organization
from .accounts.users import User
from .audit import log
from .audit.events import AuditEvent
from .clock import now
from .encryption.fields import PersonalField
from .jobs.backend import background_task
from .jobs.worker import checkpoint
from .notifications.models import Notification
from .permissions.grants import PermissionQuerySet
from .records import Record
from .refusals import Refusal

# Subscriptions.

PREFIX, BYTES = "whsec_", 32
# How long the previous secret stays valid.
BOTH_COUNT = timedelta(hours=24)
# After failing for so long a subscription is paused, and its managers are notified.
PATIENCE = timedelta(days=5)
# Pauses after each silence, so that no worker waits for a dead host.
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


class WebhookSubscriptionQuerySet(PermissionQuerySet):
    def living(self) -> "WebhookSubscriptionQuerySet":
        return self.filter(ended_at=None)


class WebhookSubscription(Record):
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
            notice=_("A partner’s system is told nothing for now. Look at why."),
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
        if not http_client.is_allowed_host(address):
            raise Refusal(
                gettext(
                    "This Amparo site may not call this address. It starts with https:// and must "
                    "be listed in AMPARO_OUTBOUND."
                )
            )
        subscription = cls.objects.create(
            organization=organization, address=address, secret=new_secret(), made_by=by,
            events=[event for event in EVENTS if event in events],
        )  # fmt: skip
        log.log_event(by, "subscription.made", subscription, recipient=organization.ref)
        return subscription, subscription.secret

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def is_open(self) -> bool:
        """Returns whether anything is sent to it now."""
        return self.ended_at is None and not self.is_paused

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

    def record_success(self) -> None:
        """Clears the failures after a delivery."""
        if self.failing_since or self.rests_until:
            self.failing_since, self.rests_until, self.silences = None, None, 0
            self.save(update_fields=["failing_since", "rests_until", "silences"])

    def record_failure(self, *, was_silent: bool, is_gone: bool) -> None:
        """Counts a failed delivery, waits longer after each silence, and pauses after five days or
        where the receiver says it is gone.
        """
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
        """Stops sending; deliveries wait. Notifies who manages systems. Idempotent."""
        if self.is_paused or self.ended_at:
            return
        self.paused_at, self.paused_because = now(), because
        self.save(update_fields=["paused_at", "paused_because"])
        log.log_event(by, "subscription.paused", self, reason=because)
        keepers = Membership.objects.held().with_permission("system.keep").people()
        url = reverse("subscription", args=[self.ref])
        Notification.notify(keepers, event="subscription.paused", about="", url=url, by=by)

    @transaction.atomic
    def resume(self, *, by: User) -> None:
        """Sends again, first what waits. Raises Refusal for an ended subscription."""
        if self.ended_at:
            raise Refusal(gettext("This subscription has ended. Make a new one."))
        if not self.is_paused:
            return
        self.paused_at, self.paused_because = None, ""
        self.failing_since, self.rests_until, self.silences = None, None, 0
        self.save()
        log.log_event(by, "subscription.resumed", self)
        for delivery in self.deliveries.waiting():
            delivery.retry_later(now())

    @transaction.atomic
    def end(self, *, by: User) -> None:
        """Ends the subscription for good; waiting deliveries are not sent. Idempotent."""
        if self.ended_at is None:
            self.ended_at, self.ended_by = now(), by
            self.save(update_fields=["ended_at", "ended_by"])
            log.log_event(by, "subscription.ended", self)

    def rests(self) -> datetime | None:
        """Returns until when nothing is sent after silences, or None."""
        return self.rests_until if self.rests_until and self.rests_until > now() else None


def new_secret() -> str:
    """Returns a secret of 256 bits in the format of Standard Webhooks."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


# Deliveries.

# How long to wait after each failure: more than three days in all.
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
GONE = 410


class WebhookDeliveryQuerySet(PermissionQuerySet):
    def waiting(self) -> "WebhookDeliveryQuerySet":
        return self.filter(state=WebhookDelivery.State.WAITING).order_by("pk")


class WebhookDelivery(Record):
    """One event for one subscription: written with the action, sent by a worker."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("webhook", "Pending")
        TAKEN = "taken", pgettext_lazy("webhook", "Delivered")
        FAILED = "failed", pgettext_lazy("task", "Abandoned")

    subscription = models.ForeignKey(
        WebhookSubscription, models.CASCADE, related_name="deliveries"
    )
    kind = models.CharField(max_length=40)
    about = models.UUIDField()
    at = models.DateTimeField(default=now, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=now)
    tried_at = models.DateTimeField(null=True, editable=False)
    # What they answered, or the kind of fault; never their words.
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=40, blank=True)

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
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def label(self) -> str:
        return str(EVENTS.get(self.kind, gettext("A try")))

    def send(self) -> None:
        """Queues the job in the caller's transaction; does nothing while the subscription is
        paused.
        """
        if self.subscription.is_open:
            job = deliver.using(run_after=self.next_at)
            job.enqueue(str(self.ref), self.tries)

    def retry_later(self, until) -> None:
        """Postpones the delivery without counting an attempt."""
        self.next_at = until
        self.save(update_fields=["next_at"])
        self.send()

    @transaction.atomic
    def record_delivered(self, status: int) -> None:
        """Records that the receiver accepted it."""
        self._note(status=status, fault="", state=self.State.TAKEN)
        self.subscription.record_success()

    @transaction.atomic
    def record_failure(self, *, status: int | None = None, fault: str = "") -> None:
        """Counts a failed attempt and queues the next; after the last one leaves it to a
        person.
        """
        is_over = self.tries >= len(WAITS)
        wait = timedelta(0) if is_over else WAITS[self.tries]
        self.tries += 1
        self.next_at = now() + wait
        state = self.State.FAILED if is_over else self.State.WAITING
        self._note(status=status, fault=fault[:40], state=state)
        self.subscription.record_failure(was_silent=status is None, is_gone=status == GONE)
        if not is_over:
            self.send()

    @transaction.atomic
    def replay(self, *, by: User) -> None:
        """Sends it again under the same id. Raises Refusal while it is being tried or after the
        subscription ended.
        """
        if self.is_waiting:
            raise Refusal(gettext("It is being tried already."))
        if self.subscription.ended_at:
            raise Refusal(gettext("This subscription has ended. Make a new one."))
        self.state, self.tries, self.next_at = self.State.WAITING, 0, now()
        self.save(update_fields=["state", "tries", "next_at"])
        log.log_event(by, "delivery.replayed", self)
        self.send()

    def _note(self, **found) -> None:
        for name, value in found.items():
            setattr(self, name, value)
        self.tried_at = now()
        self.save()


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
    if delivery is None or not delivery.subscription.is_open:
        return  # it was taken, or is tried by another job, or they are told nothing now
    if until := delivery.subscription.rests():
        with transaction.atomic():
            checkpoint()
            delivery.retry_later(until)
        return
    status, fault = _post(delivery)
    with transaction.atomic():
        checkpoint()
        if status is not None and 200 <= status < 300:
            delivery.record_delivered(status)
        else:
            delivery.record_failure(status=status, fault=fault)


def _post(delivery: WebhookDelivery) -> tuple[int | None, str]:
    """Returns the status of the answer, or None and the kind of fault."""
    body = delivery_body(delivery)
    try:
        answer = http_client.send(
            delivery.subscription.address, body, headers=headers(delivery, body)
        )
    except http_client.HostUnreachable as fault:
        return None, type(fault).__name__
    return answer.status, ""


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
