"""All figures of reach of a campaign: those somebody recorded, and those counted elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.ui import formats

from ..message_bank.extension_points import delivery_sources
from ..message_bank.link_visits import visits_by_channel
from ..message_bank.models import KeyMessage
from .audience_reach import AudienceFigure, AudienceMethod
from .models import Campaign, Exposure

# A link leads to the language of who opens it: visits are of no one language.
NO_LANGUAGE = ""


@dataclass(frozen=True)
class StatedFigure:
    """A figure, where it comes from and who states it; `exposure` where somebody recorded it."""

    audience_reach: AudienceFigure
    source: str
    stated_by: str
    exposure: Exposure | None = None


def stated_figures(campaign: Campaign, messages: Iterable[KeyMessage]) -> list[StatedFigure]:
    """Returns all figures of reach, by method, channel and first day. Two queries once it began,
    and those of the sources of deliveries.
    """
    found = list(_recorded(campaign))
    if campaign.has_begun and campaign.begins_on is not None:
        last = min(campaign.ends_on or campaign.office.today(), campaign.office.today())
        if campaign.begins_on <= last:
            found += _counted([each.pk for each in messages], campaign.begins_on, last)
    order = list(AudienceMethod)
    return sorted(
        found,
        key=lambda f: (
            order.index(f.audience_reach.method),
            f.audience_reach.channel,
            f.audience_reach.first,
        ),
    )


def _recorded(campaign: Campaign) -> Iterator[StatedFigure]:
    rows = campaign.exposures.filter(removed_at=None).select_related("placement")
    for each in rows:
        yield StatedFigure(each.as_figure, each.source, each.stated_by, each)


def _counted(messages: list[int], first: date, last: date) -> Iterator[StatedFigure]:
    """Visits by links of its messages, and what was sent to those who subscribed, in its days."""
    by = pgettext("reach", "This system")
    for channel, label, total in visits_by_channel(messages, first, last):
        reach = AudienceFigure(
            AudienceMethod.UNIQUE_LINK, channel, NO_LANGUAGE, total, first, last
        )
        yield StatedFigure(reach, label or _("Openings of the short link"), by)
    for source_of in delivery_sources:
        for each in source_of(messages, first, last):
            reach = AudienceFigure(
                AudienceMethod.DELIVERED, each.channel, each.language, each.figure, each.first,
                each.last,
            )  # fmt: skip
            yield StatedFigure(reach, each.source, by)


def language_of(language: str) -> str:
    """Returns the name of the language of a figure, or that it is of any."""
    if language == NO_LANGUAGE:
        return pgettext("reach", "Any language")
    return formats.language_name(language)
