"""What an institution sees of the figures of its territory: what it was given, and no more.

Nothing here reads a stored or frozen figure: only publications, which hold rounded numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import User
from amparo.foundation.directory.models import Mandate, regions_within
from amparo.foundation.disclosure_control.publication import PublishedTable
from amparo.foundation.disclosure_control.reason_texts import REASON_TEXTS
from amparo.foundation.disclosure_control.reasons import Reason
from amparo.foundation.people.models import Place
from amparo.ui import formats
from amparo.ui.charts import Hidden, Lines, Series

from .labels import labels_for
from .maps import AreaFigures, published_by_area
from .models import Indicator, Publication
from .presenters import MONTHS, Scope

# What the columns of a page show, beside everybody; files hold every category.
COLUMNS = (("sex", "female"), ("sex", "male"), ("age_group", "child"), ("age_group", "adult"))
MOST_LINES = 4


@dataclass(frozen=True)
class AreaRow:
    """One area: the numbers that its reader was given, None where one is not shown."""

    area: str
    numbers: tuple[int | None, ...]


@dataclass(frozen=True)
class AreaTable:
    """One indicator in one month and office; or in words why it is not published."""

    indicator: Indicator
    office: str
    rows: tuple[AreaRow, ...]
    refusal: str


class PublishedPage:
    """The figures of one month for the institutions that a user speaks for.

    `asked` is the month of the address, "2026-10"; any other text is the newest month.
    """

    def __init__(self, user: User, asked: str = ""):
        self.user, self.asked = user, asked

    @cached_property
    def mandates(self) -> list[Mandate]:
        found = Mandate.objects.in_force(localdate()).accessible_to(self.user)
        mine = found.filter(organization__in=self.user.partner_organizations)
        return list(mine.select_related("place", "organization").order_by("place__name"))

    @cached_property
    def areas(self) -> list[Place]:
        """The areas of the territory, by name."""
        return regions_within(each.place for each in self.mandates)

    @property
    def too_small(self) -> str:
        """The places of the mandate that are smaller than what figures are published by."""
        small = (Place.Kind.TOWN, Place.Kind.SITE)
        return formats.join_list(
            [each.place.name for each in self.mandates if each.place.kind in small]
        )

    @property
    def institution(self) -> str:
        return formats.join_list(dict.fromkeys(each.organization.name for each in self.mandates))

    @cached_property
    def publications(self) -> list[Publication]:
        """Everything that was answered, newest month first; what lies outside is left out."""
        keys = {str(each.pk) for each in self.areas}
        found = Publication.objects.accessible_to(self.user).filter(
            recipient__in=self.user.partner_organizations
        )
        rows = found.select_related("office", "version__indicator").order_by(
            "-month", "version__indicator__order", "office__name", "pk"
        )
        return [each for each in rows if keys & set(each.areas)]

    @cached_property
    def months(self) -> list[date]:
        return list(dict.fromkeys(each.month for each in self.publications))

    @cached_property
    def month(self) -> date | None:
        """The month that is shown: one that was published, and never another."""
        asked = (each for each in self.months if f"{each:%Y-%m}" == self.asked)
        return next(asked, self.months[0] if self.months else None)

    @property
    def month_name(self) -> str:
        return formats.month(self.month) if self.month else ""

    @property
    def month_choices(self) -> list[tuple[str, str]]:
        return [(f"{each:%Y-%m}", formats.month(each)) for each in self.months]

    @cached_property
    def columns(self) -> list[str]:
        sex, age = labels_for("services", "sex", ()), labels_for("services", "age_group", ())
        named = {"sex": sex, "age_group": age}
        return [
            pgettext("figures", "Everybody"), *(named[name](value) for name, value in COLUMNS)
        ]  # fmt: skip

    @cached_property
    def tables(self) -> list[AreaTable]:
        found: dict[tuple[int, str], list[Publication]] = {}
        for each in self.publications:
            if each.month == self.month:
                found.setdefault((each.version_id, _office_of(each)), []).append(each)
        return [self._table(office, parts) for (_version, office), parts in found.items()]

    def _table(self, office: str, parts: list[Publication]) -> AreaTable:
        given = [each.published for each in parts if not each.refused_because]
        refusals = [each.refused_because for each in parts if each.refused_because]
        refusal = str(REASON_TEXTS[Reason(refusals[0])]) if refusals else ""
        return AreaTable(
            parts[0].version.indicator, office, tuple(self._rows(given)), refusal
        )  # fmt: skip

    def _rows(self, tables: list[PublishedTable]) -> Iterable[AreaRow]:
        for area in self.areas:
            numbers = numbers_of(tables, str(area.pk))
            if numbers:
                wanted = [(None, None), *((name, value) for name, value in COLUMNS)]
                yield AreaRow(area.name, tuple(numbers.get(each) for each in wanted))

    @cached_property
    def trend(self) -> Lines | None:
        """Everybody by month, a line for each area: of the first table of the page."""
        if not self.tables or not self.tables[0].rows or len(self.months) < 2:
            return None
        first = self.tables[0]
        months = sorted(self.months)[-MONTHS:]
        of_it = [
            each for each in self.publications
            if each.version.indicator_id == first.indicator.pk and _office_of(each) == first.office
            and not each.refused_because
        ]  # fmt: skip
        series = []
        for area in self.areas[:MOST_LINES]:
            by_month = [self._everybody(of_it, month, area) for month in months]
            series.append(Series(area.name, tuple(by_month)))
        if not any(isinstance(value, int) for each in series for value in each.values):
            return None
        return Lines(
            name="trend",
            title=_("%(indicator)s by month") % {"indicator": first.indicator.name},
            points=tuple(formats.month(each) for each in months),
            point_name=pgettext("chart", "Month"), series=tuple(series),
        )  # fmt: skip

    @cached_property
    def map(self) -> AreaFigures | None:
        """Everybody by area, of the first table of the page."""
        of_month = [
            each for each in self.publications
            if each.month == self.month and not each.refused_because
        ]  # fmt: skip
        if not of_month:
            return None
        first = of_month[0]
        tables = [
            each.published for each in of_month
            if each.version_id == first.version_id and _office_of(each) == _office_of(first)
        ]  # fmt: skip
        found = ((area, numbers_of(tables, str(area.pk))) for area in self.areas)
        numbers = [(area, shown[None, None]) for area, shown in found if shown]
        title = _("%(indicator)s by area") % {"indicator": first.version.indicator.name}
        return published_by_area(numbers, title=title, office=first.office)

    def _everybody(
        self, of_it: list[Publication], month: date, area: Place
    ) -> int | Hidden | None:
        tables = [each.published for each in of_it if each.month == month]
        numbers = numbers_of(tables, str(area.pk))
        if not numbers:
            return None
        shown = numbers[None, None]
        return Hidden() if shown is None else shown

    def file_rows(self) -> Iterable[list[str | int]]:
        """Every number that was given of the month, hidden ones empty; the head first."""
        yield ["month", "office", "indicator", "area", "sex", "age_group", "persons", "note"]
        for each in self.publications:
            if each.month != self.month or each.refused_because:
                continue
            for area in self.areas:
                for (name, value), number in numbers_of([each.published], str(area.pk)).items():
                    yield [
                        f"{each.month:%Y-%m}", _office_of(each), each.version.indicator.code,
                        area.pcode or area.name, (value or "") if name == "sex" else "",
                        (value or "") if name == "age_group" else "",
                        "" if number is None else number,
                        "not shown" if number is None else "rounded to 5",
                    ]  # fmt: skip


def numbers_of(
    tables: Iterable[PublishedTable], area: str
) -> dict[tuple[str | None, str | None], int | None]:
    """Of one area, each number by breakdown and value; (None, None) is everybody."""
    found: dict[tuple[str | None, str | None], int | None] = {}
    for table in tables:
        names = [each.name for each in table.dimensions]
        for cell in table.cells:
            values = dict(zip(names, cell.values, strict=True))
            if values["area1"] != area:
                continue
            name = next((name for name in ("sex", "age_group") if values[name] is not None), None)
            found[name, values[name] if name else None] = cell.people.number
    return found


def _office_of(publication: Publication) -> str:
    return Scope(publication.office, publication.is_with_branches).name
