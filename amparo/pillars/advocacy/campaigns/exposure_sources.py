"""All figures of reach of a campaign: those somebody recorded, and those counted elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from .audience_reach import ReachFigure, ReachMethod
from .extension_points import CountedReach, delivered_sources, link_visit_sources
from .models import Campaign, Exposure


@dataclass(frozen=True)
class StatedFigure:
    """A figure, where it comes from and who states it; `exposure` where somebody recorded it."""

    reach: ReachFigure
    source: str
    stated_by: str
    exposure: Exposure | None = None


def stated_figures(campaign: Campaign) -> list[StatedFigure]:
    """Returns all figures of reach, by method, channel and first day. One query, and those of the
    sources of visits by link and of deliveries.
    """
    found = [*_recorded(campaign), *visits_by_link(campaign), *deliveries(campaign)]
    order = list(ReachMethod)
    return sorted(
        found, key=lambda f: (order.index(f.reach.method), f.reach.channel, f.reach.first)
    )


def visits_by_link(campaign: Campaign) -> Iterator[StatedFigure]:
    """Visits by the links of its messages, as the message bank counted them."""
    return _counted(link_visit_sources, campaign, ReachMethod.UNIQUE_LINK)


def deliveries(campaign: Campaign) -> Iterator[StatedFigure]:
    """Messages delivered to those who subscribed, as broadcasts counted them."""
    return _counted(delivered_sources, campaign, ReachMethod.DELIVERED)


def _recorded(campaign: Campaign) -> Iterator[StatedFigure]:
    rows = campaign.exposures.filter(removed_at=None).select_related("placement")
    for each in rows:
        yield StatedFigure(each.as_figure, each.source, each.stated_by, each)


def _counted(sources: Iterable[Any], campaign: Campaign, method: ReachMethod
             ) -> Iterator[StatedFigure]:  # fmt: skip
    if not campaign.has_begun:
        return
    for source in sources:
        for each in source(campaign):
            yield StatedFigure(
                _figure(each, method), each.source, pgettext("reach", "This system")
            )


def _figure(counted: CountedReach, method: ReachMethod) -> ReachFigure:
    return ReachFigure(
        method, counted.channel, counted.language, counted.figure, counted.first, counted.last
    )
