"""How often short links were opened: what a campaign reads as exposure by unique link. Openings,
not people: one person may open it twice, and machines that preview links are among them.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Sum

from .models import LinkVisitCount, MessageLink


def visits_by_channel(
    messages: Collection[int], first: date, last: date
) -> list[tuple[str, str, int]]:
    """Returns channel, placement and how often its link was opened from one day to another, both
    included, for the messages with these keys. One query.
    """
    rows = LinkVisitCount.objects.filter(
        link__message__in=messages, day__range=(first, last)
    ).order_by("link__channel", "link__label")
    found = rows.values_list("link__channel", "link__label").annotate(total=Sum("count"))
    return [(channel, label, total) for channel, label, total in found]


def visits_of(links: Iterable[MessageLink]) -> dict[int, int]:
    """Returns all openings of each link, by its key. One query."""
    rows = LinkVisitCount.objects.filter(link__in=[each.pk for each in links]).order_by()
    return dict(rows.values("link").annotate(total=Sum("count")).values_list("link", "total"))
