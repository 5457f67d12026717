"""Reach by method: one picture for each, and never a sum across them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.code_lists import codes
from amparo.ui.charts import Bar, Bars

from ..audience_reach import AudienceMethod, AudienceTotal, by_language, totals
from ..exposure_sources import StatedFigure, language_of
from ..models import Exposure


def counted_text(method: str) -> str:
    """What a figure of this method counts: never persons."""
    return {
        AudienceMethod.DELIVERED: _(
            "Messages handed over to a messaging service: how many arrived is not known."
        ),
        AudienceMethod.UNIQUE_LINK: _("Visits by a link of its own; one person may come twice."),
        AudienceMethod.AUDIENCE_SURVEY: _(
            "People whom a survey reckons to have heard or seen it."
        ),
        AudienceMethod.BROADCASTER_ESTIMATE: _(
            "Listeners or viewers as the broadcaster estimates."
        ),
        AudienceMethod.HEADCOUNT: _("Heads counted where it was said or handed out."),
    }[AudienceMethod(method)]


@dataclass(frozen=True)
class AudienceByMethod:
    """All that one method counted: its picture, its totals by channel, each figure's source."""

    method: str
    label: str
    counted: str
    chart: Bars
    totals: list[tuple[str, AudienceTotal]]
    figures: list[StatedFigure]


def audience_reach_by_method(figures: list[StatedFigure]) -> list[AudienceByMethod]:
    """Returns a part for each method that counted something, in the order of methods."""
    return [
        _part(method, list(found))
        for method, found in groupby(figures, key=lambda each: each.audience_reach.method)
    ]


def _part(method: AudienceMethod, figures: list[StatedFigure]) -> AudienceByMethod:
    label = str(Exposure.Method(method).label)
    return AudienceByMethod(
        method, label, counted_text(method), _chart(method, label, figures),
        [(codes.label("communication_channel", each.channel), each)
         for each in totals(each.audience_reach for each in figures)],
        figures,
    )  # fmt: skip


def _chart(method: AudienceMethod, label: str, figures: list[StatedFigure]) -> Bars:
    return Bars(
        name=f"reach-{method.replace('_', '-')}",
        title=_("Reach by language and channel: %(method)s") % {"method": label},
        bars=tuple(_bars(figures)), label_name=pgettext("reach", "Language and channel"),
        value_name=label, width=480,
    )  # fmt: skip


def _bars(figures: Iterable[StatedFigure]) -> Iterable[Bar]:
    for channel, found in groupby(figures, key=lambda each: each.audience_reach.channel):
        name = codes.label("communication_channel", channel)
        for language, total in by_language(each.audience_reach for each in found).items():
            yield Bar(f"{language_of(language)} · {name}", total.figure)
