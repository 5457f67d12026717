"""How often short links were opened: what a campaign reads as exposure by unique link. Openings,
not people: one person may open it twice, and machines that preview links are among them.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Sum

from .models import LinkVisitCount, MessageLink


def visits(link: MessageLink, first: date, last: date) -> int:
    """Returns how often a link was opened from one day to another, both included."""
    rows = LinkVisitCount.objects.filter(link=link, day__range=(first, last))
    return rows.aggregate(total=Sum("count"))["total"] or 0


def visits_of(links: Iterable[MessageLink]) -> dict[int, int]:
    """Returns all openings of each link, by its key. One query."""
    rows = LinkVisitCount.objects.filter(link__in=[each.pk for each in links]).order_by()
    return dict(rows.values("link").annotate(total=Sum("count")).values_list("link", "total"))
