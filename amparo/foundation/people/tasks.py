"""Background tasks: messages sent and looked after, names counted."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, periodic_task

from .deduplication.tasks import run_deduplication  # noqa: F401 - tasks, loaded with those below
from .messaging import delivery
from .search import index

OVERDUE_INTERVAL = timedelta(minutes=10)
NAME_COUNT_INTERVAL = timedelta(days=1)


# In slices: a provider that is slow to answer must not keep the database waiting.
@background_task(name="send-text-message", title=_("Send SMS"), in_slices=True)
def send_message(ref: str) -> None:
    delivery.send_message(ref)


@periodic_task(every=OVERDUE_INTERVAL)
@background_task(
    name="check-waiting-text-messages",
    title=_("Retry pending SMS"),
    in_slices=True,
)
def handle_overdue_messages() -> None:
    delivery.handle_overdue_messages()


@periodic_task(every=NAME_COUNT_INTERVAL)
@background_task(name="count-names", title=_("Compute name frequencies"), in_slices=True)
def count_names() -> None:
    index.count_names()
