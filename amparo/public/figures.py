"""What the page of key figures shows: the newest release that is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

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

    @property
    def groups(self) -> list[tuple[ReleasedGroup, Chart | None]]:
        """Each breakdown of the newest month, with its picture."""
        return [(each, bars_of(self.newest, at)) for at, each in enumerate(self.newest.groups)]

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
            IndicatorFigures(each[0].indicator, each[0], tuple(each) if len(each) > 1 else ())
            for each in found.values()
        ]

    @property
    def updated_at(self):
        return self.release.signed_at

    def file_rows(self):
        return self.tables.file_rows()
