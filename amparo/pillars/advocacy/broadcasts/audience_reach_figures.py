"""How many of a message were sent to subscribers, for the reach of a campaign."""

from collections.abc import Collection
from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext as _

from ..message_bank.extension_points import DeliveryCount
from .addresses import Channel
from .models import Batch
from .models.batches import BatchState
from .shown_counts import FEW

# Codes of `communication_channel`.
CHANNELS = {Channel.SMS: "text", Channel.WHATSAPP: "messaging", Channel.EMAIL: "email"}


def delivery_counts(messages: Collection[int], first: date, last: date) -> list[DeliveryCount]:
    """Returns what was handed over of the messages between two days, by channel and language; not
    those of fewer than five. One query.
    """
    rows = Batch.objects.filter(
        broadcast__message__in=messages, state=BatchState.HANDED,
        handed_at__date__range=(first, last),
    ).order_by("channel", "language")  # fmt: skip
    found = rows.values_list("channel", "language").annotate(total=Sum("sent"))
    source = _("Broadcasts to subscribers")
    return [
        DeliveryCount(CHANNELS[Channel(channel)], language, total, first, last, source)
        for channel, language, total in found
        if total >= FEW
    ]
