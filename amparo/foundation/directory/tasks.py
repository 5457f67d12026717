"""Background jobs of the directory: unconfirmed services, reminders, old feed files.

A reminder is sent by e-mail, at most three times; then a colleague is asked to call. All mails of
one request carry the same link (`Asking.link`), and opening it confirms nothing.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, periodic_task
from amparo.foundation.core.models import Notice

from .models import Asking, FeedFile, Provider, Service
from .models.confirmations import service_keepers
from .models.services import STALE_AFTER

DAILY = timedelta(days=1)
# A directory of others that nobody decided about: it is fetched anew when somebody needs it.
WAITS = timedelta(days=30)


@periodic_task(every=DAILY)
@background_task(
    name="check-stale-services", title=_("Look for services that nobody has confirmed for a year")
)
def chase_stale_services() -> None:
    """Whoever keeps the directory hears of it once, until they have read it."""
    if not Service.objects.stale().exists():
        return
    url = f"{reverse('directory:services')}?only=stale"
    knowing = Notice.objects.unread().filter(what="directory.stale").values_list("user", flat=True)
    told = set(knowing)
    unaware = [user for user in service_keepers() if user.pk not in told]
    Notice.tell(unaware, what="directory.stale", about="", url=url, by=None)


@periodic_task(every=DAILY)
@background_task(
    name="discard-undecided-feeds",
    title=_("Put directories of others away that nobody decided about"),
)
def put_old_feeds_away() -> None:
    for file in FeedFile.objects.filter(at__lt=now() - WAITS).exclude(stored_as=""):
        file.put_away(by=None)


# Reminders to confirm services.

REMINDER_INTERVAL = timedelta(days=14)
MAXIMUM_MAILS = 3
# A register of thousands that nobody ever confirmed is asked for over some days.
MAXIMUM_PER_DAY = 100


def send_confirmation_reminders() -> list[Asking]:
    """One step for each who keeps something unconfirmed; the askings that go out by mail now."""
    sent: list[Asking] = []
    for provider in _providers_with_stale_services():
        if len(sent) == MAXIMUM_PER_DAY:
            break
        if asking := _next_reminder(provider):
            sent.append(asking)
    return sent


def _providers_with_stale_services() -> list[Provider]:
    there = Provider.objects.filter(services__in=Service.objects.stale()).distinct()
    return [each for each in there.order_by("pk") if each.keeper_email]


def _next_reminder(provider: Provider) -> Asking | None:
    last = provider.askings.first()
    if last is None or last.at < now() - STALE_AFTER:
        asking = Asking.send(provider, by=None)
    elif _is_reminder_due(last):
        asking = last
    else:
        return None
    if asking.mails >= MAXIMUM_MAILS:
        asking.give_up()
        return None
    asking.mail()
    return asking


def _is_reminder_due(asking: Asking) -> bool:
    """Asked by the house, unanswered for a while; what a colleague asks, the colleague follows."""
    if asking.by is not None or asking.answered_at or asking.given_up_at:
        return False
    return asking.mailed_at is None or asking.mailed_at <= now() - REMINDER_INTERVAL
