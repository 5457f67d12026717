"""Other systems: tokens that nobody uses or that end soon, and partners who do not hear us."""

from collections.abc import Iterator
from datetime import timedelta

from amparo.foundation.core.clock import now
from amparo.foundation.core.http_client import is_allowed_host
from amparo.foundation.core.models import Subscription, Token

from .findings import Finding, check, ok, warn

UNUSED = timedelta(days=90)
SOON = timedelta(days=14)


@check("systems")
def tokens() -> Iterator[Finding]:
    living = Token.objects.living()
    old = now() - UNUSED
    unused = living.filter(made_at__lt=old).exclude(last_used_on__gte=old.date()).count()
    ending = living.filter(until__lt=now() + SOON).count()
    if unused:
        yield warn(f"{unused} tokens were not used for 90 days: revoke them at /systems/")
    if ending:
        yield warn(f"{ending} tokens end within two weeks: make new ones at /systems/")
    if not unused and not ending:
        yield ok(f"{living.count()} systems may call, each with a token of its own.")


@check("systems")
def subscriptions() -> Iterator[Finding]:
    living = list(Subscription.objects.living())
    deaf = [each for each in living if each.paused_because in ("failing", "gone")]
    shut = [each for each in living if not each.is_paused and not is_allowed_host(each.address)]
    if deaf:
        yield warn(f"{len(deaf)} partners' systems do not hear us: look at /systems/")
    if shut:
        yield warn(f"{len(shut)} partners' systems may not be called: see AMPARO_OUTBOUND")
    if not deaf and not shut:
        yield ok(f"{len(living)} partners' systems are told what concerns them.")
