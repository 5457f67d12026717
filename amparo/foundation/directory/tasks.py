"""What the directory does by the clock: it says what nobody has confirmed for long."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import background_task, periodic_task
from amparo.foundation.core.models import Notice

from .models import FeedFile, Service
from .models.askings import who_keep_it

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
    unaware = [user for user in who_keep_it() if user.pk not in told]
    Notice.tell(unaware, what="directory.stale", about="", url=url, by=None)


@periodic_task(every=DAILY)
@background_task(
    name="discard-undecided-feeds",
    title=_("Put directories of others away that nobody decided about"),
)
def put_old_feeds_away() -> None:
    for file in FeedFile.objects.filter(at__lt=now() - WAITS).exclude(stored_as=""):
        file.put_away(by=None)
