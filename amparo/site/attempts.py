"""How often somebody may try a password: enough for tired fingers, too few for guessing.

OWASP ASVS 5.0, V6.3.1: five tries in five minutes for an account. The count lies in the cache
under a keyed hash, so that neither the cache nor a log names an account.
"""

import hmac
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache

TRIES = 5
WINDOW = 5 * 60


def _slot(email: str) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), email.strip().lower().encode(), sha256)
    return f"sign-in:{digest.hexdigest()}"


def left(email: str) -> int:
    """Tries that are left for this account now."""
    return max(0, TRIES - cache.get(_slot(email), 0))


def failed(email: str) -> int:
    """Count one failure; say how many tries are left."""
    slot = _slot(email)
    cache.add(slot, 0, WINDOW)
    cache.incr(slot)
    return left(email)


def forget(email: str) -> None:
    cache.delete(_slot(email))
