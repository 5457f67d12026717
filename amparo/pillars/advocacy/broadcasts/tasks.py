"""What broadcasts does in the background: sends, tries again, asks for renewals, deletes."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.jobs import background_task, periodic_task

from . import code_delivery, delivery, renewals
from .folder_clearance import clear_folder

CHECK_INTERVAL = timedelta(minutes=1)
HOUR = timedelta(hours=1)


# In slices: a gateway that is slow to answer must not keep the database waiting.
@background_task(name="send-broadcast", title=_("Send a broadcast"), in_slices=True)
def send_broadcast(ref: str, run: int) -> None:
    delivery.send_broadcast(ref, run)


@background_task(
    name="send-subscription-code", title=_("Send the code of a subscriber"), in_slices=True
)
def send_subscription_code(ref: str) -> None:
    code_delivery.send_code(ref)


@periodic_task(every=CHECK_INTERVAL)
@background_task(
    name="continue-broadcasts", title=_("Continue broadcasts that wait"), in_slices=True
)
def continue_broadcasts() -> None:
    delivery.continue_waiting()


@periodic_task(every=HOUR)
@background_task(
    name="renew-subscriptions",
    title=_("Ask subscribers for renewal, delete what has ended"),
    in_slices=True,
)
def renew_subscriptions() -> None:
    renewals.delete_ended()
    renewals.ask_for_renewal()


@periodic_task(every=HOUR)
@background_task(
    name="clear-broadcasts-folder", title=_("Delete broadcasts that were fetched"), in_slices=True
)
def clear_broadcasts_folder() -> None:
    clear_folder()
