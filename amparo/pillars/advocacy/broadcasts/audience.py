"""Who is in the audience of a broadcast: counted before it is approved, then fixed in order.

A subscriber is in it who chose its topic, one of its languages and channels, and an area that is
one of its areas, lies in one or has one in it; whoever chose no area wants all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, QuerySet

from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.people.messaging.providers import MANY
from amparo.foundation.people.messaging.recipients import next_safe_time
from amparo.foundation.people.models import Place

from .models import (
    AudienceGroup,
    Batch,
    Broadcast,
    BroadcastPlace,
    Subscription,
    SubscriptionPlace,
    SubscriptionTopic,
)
from .services import offered_channels
from .time_zones import zones

LeftOut = AudienceGroup.LeftOut
BATCHES_AT_ONCE = 500


def related_places(places: Iterable[Place]) -> set[int]:
    """Returns the keys of these areas, of all that lie in them and of all that they lie in."""
    chosen = {place.pk for place in places}
    found = set(chosen)
    inside = chosen
    while inside:
        inside = set(Place.objects.filter(within__in=inside).values_list("pk", flat=True)) - found
        found |= inside
    around = chosen
    while around:
        above = Place.objects.filter(pk__in=around).values_list("within", flat=True)
        around = {each for each in above if each is not None} - found
        found |= around
    return found


def subscribers(
    topic: str, places: set[int], languages: Iterable[str], channels: Iterable[str]
) -> QuerySet[Subscription]:
    """Returns the subscriptions of an audience; `places` none means everywhere."""
    wants = SubscriptionTopic.objects.filter(subscription=OuterRef("pk"), topic=topic)
    rows = Subscription.objects.filter(
        Exists(wants), language__in=list(languages), channel__in=list(channels)
    )
    if not places:
        return rows
    theirs = SubscriptionPlace.objects.filter(subscription=OuterRef("pk"))
    return rows.filter(Exists(theirs.filter(place__in=places)) | ~Exists(theirs))


def audience_of(broadcast: Broadcast) -> QuerySet[Subscription]:
    """Returns who is in the audience of a broadcast by its rule, before anything is fixed."""
    chosen = [each.place for each in broadcast.places.all()]
    places = related_places(chosen) if chosen else set()
    return subscribers(broadcast.topic, places, broadcast.language_codes, broadcast.channel_codes)


def fixed_audience_of(broadcast: Broadcast) -> QuerySet[Subscription]:
    """Returns those of the fixed audience who are still in it. It can only become smaller."""
    places = {each.place_id for each in broadcast.places.all()}
    rows = subscribers(broadcast.topic, places, broadcast.language_codes, broadcast.channel_codes)
    return rows.filter(chosen_at__lte=broadcast.frozen_at)


# Counted.


@dataclass(frozen=True)
class GroupCount:
    """How many of one channel and language are in an audience, and why they are left out."""

    channel: str
    language: str
    left_out: str
    count: int


@aggregate_query("how many would get a message is seen before it is approved, and names nobody")
def _counted(broadcast: Broadcast) -> tuple[tuple[str, str, tuple[str, ...], int], ...]:
    """By channel, language and time zones; a slash is no part of a code."""
    rows = audience_of(broadcast).order_by("channel", "language", "time_zones")
    return tuple(
        (channel, language, tuple(time_zones.replace("/", ":").split(",")), count)
        for channel, language, time_zones, count in rows.values_list(
            "channel", "language", "time_zones"
        ).annotate(count=Count("pk"))
    )


def count_audience(broadcast: Broadcast) -> list[GroupCount]:
    """Returns how many would get it now, by channel and language; in at most five queries."""
    found: dict[tuple[str, str, str], int] = {}
    for channel, language, time_zones, count in _counted(broadcast):
        names = ",".join(time_zones).replace(":", "/")
        key = (channel, language, why_left_out(broadcast, channel, language, names))
        found[key] = found.get(key, 0) + count
    return [GroupCount(*key, count) for key, count in found.items()]


def why_left_out(broadcast: Broadcast, channel: str, language: str, time_zones: str) -> str:
    """Returns why a group gets nothing; "" where it does."""
    if broadcast.message.wording(language) is None:
        return LeftOut.NO_WORDING
    if channel not in offered_channels():
        return LeftOut.NO_SERVICE
    clock = zones(broadcast.office.time_zone, time_zones)
    if next_safe_time(max(now(), broadcast.opens_at), broadcast.hours, clock) is None:
        return LeftOut.NO_HOUR
    return ""


@aggregate_query("how many subscribed is seen by who writes to them, and names nobody")
def subscription_counts() -> tuple[tuple[str, str, str, int], ...]:
    """Returns how many subscribed to each topic, by language and channel."""
    rows = SubscriptionTopic.objects.order_by(
        "topic", "subscription__language", "subscription__channel"
    )
    return tuple(
        rows.values_list("topic", "subscription__language", "subscription__channel").annotate(
            count=Count("pk")
        )
    )


# Fixed in order.


def fix_audience(broadcast: Broadcast) -> None:
    """Lays the audience down in order, as batches. In a transaction, once: three queries for each
    50,000 subscribers, and one ledger line.
    """
    _add_related_places(broadcast)
    broadcast.frozen_at = now()
    broadcast.started_at = broadcast.started_at or now()
    groups: dict[tuple[str, str, str], int] = {}
    batches: list[Batch] = []
    number = 0
    for batch, left_out in _laid_out(broadcast):
        key = (batch.channel, batch.language, left_out)
        groups[key] = groups.get(key, 0) + batch.size
        if left_out:
            continue
        number += 1
        batch.number = number
        batches.append(batch)
        if len(batches) == BATCHES_AT_ONCE:
            Batch.objects.bulk_create(batches)
            batches = []
    Batch.objects.bulk_create(batches)
    AudienceGroup.objects.bulk_create(
        AudienceGroup(
            broadcast=broadcast, channel=channel, language=language, left_out=left, count=count
        )
        for (channel, language, left), count in groups.items()
    )
    broadcast.state = Broadcast.State.SENDING
    broadcast.save(update_fields=["state", "frozen_at", "started_at"])
    log.log_event(None, "broadcast.frozen", broadcast, rows=number)


def _add_related_places(broadcast: Broadcast) -> None:
    chosen = [each.place for each in broadcast.places.all()]
    if chosen:
        more = related_places(chosen) - {place.pk for place in chosen}
        BroadcastPlace.objects.bulk_create(
            BroadcastPlace(broadcast=broadcast, place_id=pk, is_added=True) for pk in sorted(more)
        )
        getattr(broadcast, "_prefetched_objects_cache", {}).pop("places", None)


def _laid_out(broadcast: Broadcast) -> Iterator[tuple[Batch, str]]:
    """Yields stretches of as many as a hundred, and why one gets nothing; telephones first."""
    order = ("channel", "language", "time_zones", "pk")
    rows = fixed_audience_of(broadcast).order_by(*order).values_list(*order)
    for (channel, language, time_zones), group in groupby(
        rows.iterator(chunk_size=5_000), lambda row: row[:3]
    ):
        left_out = why_left_out(broadcast, channel, language, time_zones)
        stretch: list[int] = []
        for row in group:
            stretch.append(row[3])
            if len(stretch) == MANY:
                yield _batch(broadcast, channel, language, time_zones, stretch), left_out
                stretch = []
        if stretch:
            yield _batch(broadcast, channel, language, time_zones, stretch), left_out


def _batch(
    broadcast: Broadcast, channel: str, language: str, time_zones: str, keys: list[int]
) -> Batch:
    return Batch(
        broadcast=broadcast, channel=channel, language=language, time_zones=time_zones,
        first=keys[0], last=keys[-1], size=len(keys),
    )  # fmt: skip


def in_batch(broadcast: Broadcast, batch: Batch) -> QuerySet[Subscription]:
    """Returns who is in a batch now: those of its stretch whose subscription goes on."""
    return fixed_audience_of(broadcast).filter(
        channel=batch.channel, language=batch.language, time_zones=batch.time_zones,
        pk__range=(max(batch.first, batch.through + 1), batch.last),
    ).order_by("pk")  # fmt: skip
