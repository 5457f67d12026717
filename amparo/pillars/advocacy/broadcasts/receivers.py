"""What broadcasts does when others tell: a telephone answered STOP; a message was withdrawn."""

from django.db import transaction

from amparo.foundation.people.extension_points import stop_received

from ..message_bank.extension_points import message_withdrawn
from .addresses import Channel
from .models import Broadcast, Subscription
from .models.progress import EndReason


def end_subscription(sender, *, number: str, **_more) -> None:
    """Ends and erases what this telephone subscribed to, by the next batch."""
    with transaction.atomic():
        for found in Subscription.objects.at(number).exclude(channel=Channel.EMAIL):
            found.stop("reply")


def stop_broadcasts(sender, *, message, by, **_more) -> None:
    """Stops each broadcast of the message, within one batch."""
    for broadcast in Broadcast.objects.unfinished().filter(message=message):
        broadcast.stop(by=by, because=message.withdrawn_because, reason=EndReason.WITHDRAWN)


stop_received.connect(end_subscription)
message_withdrawn.connect(stop_broadcasts)
