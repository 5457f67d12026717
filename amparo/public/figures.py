"""What the page of key figures shows: the newest release that is public."""

from dataclasses import dataclass
from functools import cached_property

from amparo.pillars.evidence.models import Indicator, Release
from amparo.pillars.evidence.presenters import Scope
from amparo.pillars.evidence.release_pages import ReleasedFigure, ReleaseTables
from amparo.ui import formats


def current_release() -> Release | None:
    """The one that was signed last and is not withdrawn."""
    return Release.objects.public().select_related("office").order_by("-signed_at").first()


@dataclass(frozen=True)
class IndicatorFigures:
    """One indicator: its newest month in full, and everybody by month where there are several."""

    indicator: Indicator
    newest: ReleasedFigure
    by_month: tuple[ReleasedFigure, ...]


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
