"""Telling partners' systems that something waits for them: signed, tried for days, never a value.

    webhooks.tell(organization, "referral.sent", referral)

is said in the transaction of the deed: the word and the deed stand or fall together. A worker
sends it. Who is killed in between sends it again, so it arrives at least once, under one id.
"""

import base64
import hmac
import json

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from . import outbound
from .clock import now
from .jobs import go_on, in_background
from .models import Delivery, Organization, Subscription
from .models.subscriptions import EVENTS, PREFIX
from .refs import Referable


def tell(organization: Organization, kind: str, record: Referable) -> None:
    """Whoever of theirs wants to hear of it does."""
    if kind not in EVENTS:
        raise ValueError(f"{kind} is not an event that partners are told of.")
    for each in Subscription.objects.living().filter(organization=organization):
        if kind in each.events:
            each.tell(kind, record.ref)


@in_background(name="deliver-webhook", title=_("Tell a partner’s system"), in_slices=True)
def deliver(ref: str, tries: int) -> None:
    """One try. The line to the partner is not held inside a transaction: nobody waits for it."""
    found = Delivery.objects.waiting().select_related("subscription")
    delivery = found.filter(ref=ref, tries=tries).first()
    if delivery is None or not delivery.subscription.is_open:
        return  # it was taken, or is tried by another job, or they are told nothing now
    if until := delivery.subscription.rests():
        with transaction.atomic():
            go_on()
            delivery.put_off(until)
        return
    status, fault = _post(delivery)
    with transaction.atomic():
        go_on()
        if status is not None and 200 <= status < 300:
            delivery.taken(status)
        else:
            delivery.refused(status=status, fault=fault)


def _post(delivery: Delivery) -> tuple[int | None, str]:
    """What they answered, or why there was no answer."""
    body = said(delivery)
    try:
        answer = outbound.send(
            delivery.subscription.address, body, headers=headers(delivery, body)
        )
    except outbound.NotReached as fault:
        return None, type(fault).__name__
    return answer.status, ""


def said(delivery: Delivery) -> bytes:
    """The body: the same at every try."""
    told = {
        "type": delivery.kind,
        "timestamp": delivery.at.isoformat(timespec="milliseconds"),
        "data": {"ref": str(delivery.about)},
    }
    return json.dumps(told, separators=(",", ":")).encode()


def headers(delivery: Delivery, body: bytes) -> dict[str, str]:
    """Signed under each secret that counts now: the old one and the new one."""
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
    """Standard Webhooks: HMAC-SHA256 over id, moment and body, under the secret's own bytes."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    mark = hmac.digest(key, f"{name}.{moment}.".encode() + body, "sha256")
    return f"v1,{base64.b64encode(mark).decode()}"
