"""What the page of key figures shows: the newest release that is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import Office
from amparo.pillars.evidence.maps import DrawnMap, MapSettings, draw_areas
from amparo.pillars.evidence.models import Indicator, Release
from amparo.pillars.evidence.presenters import Scope
from amparo.pillars.evidence.release_pages import (
    ReleasedFigure,
    ReleasedGroup,
    ReleaseTables,
    heading_of,
)
from amparo.ui import formats
from amparo.ui.charts import Bar, Bars, Chart, Hidden, Lines, Series


def current_release() -> Release | None:
    """The one that was signed last and is not withdrawn."""
    return Release.objects.public().select_related("office").order_by("-signed_at").first()


@dataclass(frozen=True)
class IndicatorFigures:
    """One indicator: its newest month in full, and everybody by month where there are several."""

    indicator: Indicator
    newest: ReleasedFigure
    by_month: tuple[ReleasedFigure, ...]

    office: Office

    @property
    def groups(self) -> list[tuple[ReleasedGroup, list[Chart]]]:
        """Each breakdown of the newest month, with its pictures: of areas maps, where their
        boundaries are here.
        """
        return [(each, self._charts(each, at)) for at, each in enumerate(self.newest.groups)]

    def _charts(self, group: ReleasedGroup, at: int) -> list[Chart]:
        if group.name == "area1" and self.maps:
            return [each.drawing.chart for each in self.maps]
        bars = bars_of(self.newest, at)
        return [bars] if bars else []

    @cached_property
    def maps(self) -> tuple[DrawnMap, ...]:
        return maps_of(self.newest, self.office)

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Where the outlines of its maps come from, each once."""
        return list(dict.fromkeys((each.source, each.day) for each in self.maps))

    @property
    def trend(self) -> Chart | None:
        return trend_of(self.indicator, self.by_month)


def trend_of(indicator: Indicator, by_month: Sequence[ReleasedFigure]) -> Lines | None:
    """Everybody by month as a picture, of the rounded numbers; hidden ones are gaps."""
    figures = sorted(by_month, key=lambda each: each.month)
    values = [Hidden() if each.everybody is None else each.everybody for each in figures]
    if len(values) < 2 or not any(isinstance(each, int) for each in values):
        return None
    return Lines(
        name=f"trend-{indicator.pk}",
        title=_("%(indicator)s by month") % {"indicator": indicator.name},
        points=tuple(each.month_name for each in figures),
        point_name=pgettext("chart", "Month"), series=(Series(indicator.name, tuple(values)),),
    )  # fmt: skip


def bars_of(figure: ReleasedFigure, at: int) -> Bars | None:
    """One breakdown of a month as a picture; None where no number of it is shown."""
    group = figure.groups[at]
    if not group.is_shown:
        return None
    return Bars(
        name=f"bars-{figure.indicator.pk}-{at}", title=heading_of(figure.indicator, group.title),
        bars=tuple(
            Bar(each.label, Hidden() if each.number is None else each.number)
            for each in group.cells
        ),
        label_name=group.title, value_name=_("Persons"),
    )  # fmt: skip


def maps_of(figure: ReleasedFigure, office: Office) -> tuple[DrawnMap, ...]:
    """The areas of a month on maps, of the countries in which any number is shown. Hatched is
    every area whose number is not shown, whether or not anybody was there.
    """
    values = {pk: Hidden() if number is None else number for pk, number in figure.areas.items()}
    settings = MapSettings(
        name=f"map-{figure.indicator.pk}", title=figure.indicator.name, value_name=_("Persons"),
        office=office, others=None,
    )  # fmt: skip
    drawn = draw_areas(values, settings).maps
    return tuple(
        each
        for each in drawn
        if any(isinstance(value, int) for value in each.drawing.chart.values())
    )


class KeyFigures:
    """The figures of a release, newest month first."""

    def __init__(self, release: Release):
        self.release = release
        self.tables = ReleaseTables(release)

    @property
    def office(self) -> str:
        return Scope(self.release.office, self.release.is_with_branches).name

    @cached_property
    def period(self) -> tuple[str, str]:
        """The first and the last month, in words."""
        months = self.tables.months
        return formats.month(months[0]), formats.month(months[-1])

    @cached_property
    def indicators(self) -> list[IndicatorFigures]:
        found: dict[int, list[ReleasedFigure]] = {}
        for each in self.tables.figures:
            found.setdefault(each.indicator.pk, []).append(each)
        return [
            IndicatorFigures(
                each[0].indicator,
                each[0],
                tuple(each) if len(each) > 1 else (),
                self.release.office,
            )
            for each in found.values()
        ]

    @property
    def updated_at(self):
        return self.release.signed_at

    def file_rows(self):
        return self.tables.file_rows()
