"""Links in mails to subscribers: they open one subscription, and name nobody.

A link holds the ref and a keyed hash of it, so that none is found by trying; it is stored nowhere
and works until the subscription ends.
"""

import binascii
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from amparo.foundation.core.encryption import key_ring

from .models import Subscription

PURPOSE = "subscription links"
HASH_BYTES = 16


def token_of(ref: UUID) -> str:
    return urlsafe_b64encode(ref.bytes + _hash(ref)).decode().rstrip("=")


def subscription_of(token: str) -> Subscription | None:
    """Returns the subscription that a link opens; None where it ended, or the link is none."""
    try:
        told = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(told) != 16 + HASH_BYTES:
        return None
    ref = UUID(bytes=told[:16])
    if not hmac.compare_digest(_hash(ref), told[16:]):
        return None
    return Subscription.objects.filter(ref=ref).first()


def link_of(ref: UUID, language: str) -> str:
    """Returns the address that stands in a mail, for a page in the language of the mail."""
    path = reverse("public:alerts-link", args=[token_of(ref)])
    return f"{settings.AMPARO_BASE_URL}{path}?lang={language}"


def own_page(language: str) -> str:
    """Returns the address at which whoever has a code sees what is kept."""
    return f"{settings.AMPARO_BASE_URL}{reverse('public:alerts-own')}?lang={language}"


def _hash(ref: UUID) -> bytes:
    return hmac.new(key_ring.derive(PURPOSE), ref.bytes, sha256).digest()[:HASH_BYTES]
