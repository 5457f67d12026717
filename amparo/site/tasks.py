"""What the house does by the clock where it takes the roof: mails that the directory asks for."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, periodic_task
from amparo.foundation.directory import tasks

from .mail import ask_keeper

DAILY = timedelta(days=1)


@periodic_task(every=DAILY)
@background_task(
    name="request-service-verifications",
    title=_("Ask organizations by e-mail whether their services are still true"),
)
def ask_keepers() -> None:
    """Each mail is a job of its own, kept with the line that says it was sent."""
    if settings.AMPARO_MAIL_HOST:
        for asking in tasks.send_confirmation_reminders():
            ask_keeper.enqueue(str(asking.ref))
