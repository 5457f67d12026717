"""Asking those who keep services whether they are still true: three mails, then a colleague calls.

The roof sends the mails, where the house can send any. What a mail leads to lasts as long as all
its reminders (`Asking.link`), and opening it confirms nothing.
"""

from datetime import timedelta

from amparo.foundation.core.clock import now

from .models import Asking, Provider, Service
from .models.services import STALE_AFTER

AGAIN_AFTER = timedelta(days=14)
MOST_MAILS = 3
# A register of thousands that nobody ever confirmed is asked for over some days.
MOST_AT_ONCE = 100


def chase() -> list[Asking]:
    """One step for each who keeps something unconfirmed; the askings that go out by mail now."""
    sent: list[Asking] = []
    for provider in _who_keep_stale_ones():
        if len(sent) == MOST_AT_ONCE:
            break
        if asking := _step(provider):
            sent.append(asking)
    return sent


def _who_keep_stale_ones() -> list[Provider]:
    there = Provider.objects.filter(services__in=Service.objects.stale()).distinct()
    return [each for each in there.order_by("pk") if each.keeper_email]


def _step(provider: Provider) -> Asking | None:
    last = provider.askings.first()
    if last is None or last.at < now() - STALE_AFTER:
        asking = Asking.send(provider, by=None)
    elif _waits(last):
        asking = last
    else:
        return None
    if asking.mails >= MOST_MAILS:
        asking.give_up()
        return None
    asking.mail()
    return asking


def _waits(asking: Asking) -> bool:
    """Asked by the house, unanswered for a while; what a colleague asks, the colleague follows."""
    if asking.by is not None or asking.answered_at or asking.given_up_at:
        return False
    return asking.mailed_at is None or asking.mailed_at <= now() - AGAIN_AFTER
