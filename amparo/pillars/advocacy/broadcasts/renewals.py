"""The end of subscriptions: asked a month before whether to go on, erased a year after the last
yes.
"""

from collections.abc import Sequence
from itertools import groupby
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.db import transaction
from django.utils.timezone import localdate

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.columns import decrypt_column
from amparo.foundation.core.jobs import checkpoint
from amparo.foundation.core.models import Office
from amparo.foundation.people.messaging.providers import (
    MANY,
    MessageRejected,
    OutcomeUnknown,
    OutgoingTexts,
    ProviderUnavailable,
    TelephoneService,
    provider,
)
from amparo.foundation.people.messaging.recipients import SafeHours, is_safe_time

from .addresses import Channel
from .links import link_of, own_page
from .models import Subscription
from .texts import fixed_text

MOST_AT_ONCE = 20_000


def delete_ended() -> None:
    """Erases subscriptions whose year is over, with the keys of their addresses."""
    ended = Subscription.objects.filter(kept_until__lt=localdate())
    for subscription in list(ended[:MOST_AT_ONCE]):
        with transaction.atomic():
            checkpoint()
            subscription.stop("expired")


def ask_for_renewal() -> None:
    """Asks those whose subscription ends within a month, in texts that name no topic, at an hour
    at which their telephone may sound. What the gateway does not take is asked an hour later.
    """
    order = ("channel", "language", "time_zones", "pk")
    rows = Subscription.objects.to_be_renewed(localdate()).order_by(*order)[:MOST_AT_ONCE]
    for (channel, language, time_zones), group in groupby(
        rows, lambda row: (row.channel, row.language, row.time_zones)
    ):
        if not _is_good_hour(channel, time_zones):
            continue
        found = list(group)
        for start in range(0, len(found), MANY):
            some = found[start : start + MANY]
            try:
                _ask(channel, language, some)
            except (ProviderUnavailable, MessageRejected, OutcomeUnknown, OSError):
                break
            with transaction.atomic():
                checkpoint()
                asked = Subscription.objects.filter(pk__in=[each.pk for each in some])
                asked.update(renewal_asked_on=localdate())


def _is_good_hour(channel: str, time_zones: str) -> bool:
    """In the time zones of their country; where these are not known, in those of our offices."""
    if channel == Channel.EMAIL:
        return True
    names = [name for name in time_zones.split(",") if name]
    if not names:
        names = list(Office.objects.order_by().values_list("time_zone", flat=True).distinct())
    hours = SafeHours.parse(settings.AMPARO_SMS_HOURS)
    return is_safe_time(now(), hours, [ZoneInfo(name) for name in names])


def _ask(channel: str, language: str, some: Sequence[Subscription]) -> None:
    addresses = decrypt_column(
        [(each.ref, each.__dict__["address"]) for each in some],
        model=Subscription, field="address",
    )  # fmt: skip
    # The same readers on the same day are the same key: begun again, nobody is asked twice.
    key = uuid5(some[0].ref, f"{localdate():%Y-%m-%d} {len(some)}")
    if channel == Channel.EMAIL:
        mailers.default.send_messages(
            [
                EmailMessage(
                    fixed_text("renewal_subject", language),
                    fixed_text("renewal", language, url=link_of(each.ref, language)),
                    None, [address],
                    headers={"Message-ID": f"<{uuid5(key, str(each.ref))}@amparo>"},
                )
                for each, address in zip(some, addresses, strict=True)
            ]
        )  # fmt: skip
        return
    service = TelephoneService.WHATSAPP if channel == Channel.WHATSAPP else TelephoneService.SMS
    text = fixed_text("renewal", language, url=own_page(language))
    provider().hand_over_many(OutgoingTexts(key, tuple(addresses), text, language, service))
