"""What the pages of releases show: the tables as anybody reads them, and why some are refused."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import Team, User
from amparo.foundation.disclosure_control.publication import PublishedTable
from amparo.foundation.disclosure_control.reason_texts import REASON_TEXTS
from amparo.foundation.disclosure_control.reasons import Reason
from amparo.foundation.people.models import Place
from amparo.ui import formats

from .dates import whole_month
from .labels import UNKNOWN, labels_for, name_of
from .models import Indicator, IndicatorVersion, MonthlyReport, Release, ReleasedTable
from .presenters import Scope
from .publishing import publishable
from .releasing import CHANGED, NOT_PERSONS, UNKNOWN_AREA

OWN_TEXTS: dict[str, Promise] = {
    NOT_PERSONS: _(
        "Only indicators that count persons are released. Services, shares and days are not: "
        "leave them out."
    ),
    CHANGED: _("The figures are not those that were frozen. Ask for a check."),
}
MOST_REPORTS = 36


def reason_text(code: str) -> str:
    """A refusal in the reader's language: what is wrong, what to do."""
    return str(OWN_TEXTS.get(code) or REASON_TEXTS[Reason(code)])


def releasable_reports(user: User) -> list[MonthlyReport]:
    """The signed months of the offices for which the user may propose a release, newest first."""
    signed = MonthlyReport.objects.accessible_to(user).filter(state=MonthlyReport.State.SIGNED)
    mine = signed.filter(office__in=_offices(user)).select_related("office")
    return list(mine.order_by("-month", "office__name", "pk")[:MOST_REPORTS])


def _offices(user: User) -> set[int]:
    teams = Team.objects.filter(pk__in=user.teams_for("release.propose"))
    return {*user.offices_for("release.propose"), *teams.values_list("office_id", flat=True)}


def releasable_indicators() -> QuerySet[Indicator]:
    """Those that count persons by the version in force."""
    versions = IndicatorVersion.objects.filter(indicator__in=Indicator.objects.computed())
    newest = {
        each.indicator_id: each for each in versions.select_related("indicator").order_by("pk")
    }
    found = [indicator for indicator, version in newest.items() if publishable(version)]
    return Indicator.objects.filter(pk__in=found)


def report_name(report: MonthlyReport) -> str:
    scope = Scope(report.office, report.is_with_branches)
    return formats.join_list([formats.month(report.month), scope.name])


def heading_of(indicator: Indicator, breakdown: str) -> str:
    said = _("%(indicator)s: %(name)s")
    return str(said) % {"indicator": indicator.name, "name": breakdown}


@dataclass(frozen=True)
class ReleasedCell:
    label: str
    number: int | None


@dataclass(frozen=True)
class ReleasedGroup:
    """One breakdown of a month: its code and name, and each of its categories."""

    name: str
    title: str
    cells: tuple[ReleasedCell, ...]

    @property
    def is_shown(self) -> bool:
        """Whether any number of it is shown."""
        return any(each.number is not None for each in self.cells)


@dataclass(frozen=True)
class ReleasedFigure:
    """One indicator in one month: everybody, and each breakdown."""

    indicator: Indicator
    month: date
    everybody: int | None
    groups: tuple[ReleasedGroup, ...]
    # Of every area by its key, None where the number is hidden; nothing where it is not by area.
    areas: Mapping[int, int | None]

    @property
    def month_name(self) -> str:
        return whole_month(self.month)


class ReleaseTables:
    """The tables of a release, as anybody reads them. It opens nothing but these."""

    def __init__(self, release: Release):
        self.release = release

    @cached_property
    def tables(self) -> list[ReleasedTable]:
        rows = ReleasedTable.objects.filter(release=self.release)
        return list(
            rows.select_related("version__indicator").order_by(
                "version__indicator__order", "-month", "pk"
            )
        )

    @cached_property
    def figures(self) -> list[ReleasedFigure]:
        return [self._figure(each) for each in self.tables]

    @property
    def months(self) -> list[date]:
        return sorted({each.month for each in self.tables})

    @cached_property
    def _areas(self) -> dict[str, str]:
        regions = Place.objects.filter(kind=Place.Kind.REGION)
        return {str(pk): name for pk, name in regions.values_list("pk", "name")}

    def _figure(self, table: ReleasedTable) -> ReleasedFigure:
        published = table.published
        groups = [
            ReleasedGroup(
                name,
                name_of(table.version.definition["of"], name),
                tuple(
                    ReleasedCell(self._label(name, value), number)
                    for value, number in numbers_by(published, name)
                ),
            )
            for name in self.release.breakdowns
        ]
        return ReleasedFigure(
            table.version.indicator, table.month, everybody_of(published),
            tuple(each for each in groups if each.cells),
            areas_of(published) if "area1" in self.release.breakdowns else {},
        )  # fmt: skip

    def _label(self, name: str, value: str) -> str:
        if name == "area1":
            return self._areas.get(value) or str(UNKNOWN)
        return labels_for("services", name, ())(value)

    def file_rows(self) -> Iterator[list[str | int]]:
        """Every number, hidden ones empty; the head first."""
        yield list(COLUMNS)
        scope = Scope(self.release.office, self.release.is_with_branches)
        codes = {
            str(pk): pcode or name
            for pk, pcode, name in Place.objects.filter(kind=Place.Kind.REGION).values_list(
                "pk", "pcode", "name"
            )
        }
        for table in sorted(self.tables, key=lambda each: (each.month, each.pk)):
            start = [f"{table.month:%Y-%m}", scope.name, table.version.indicator.code]
            published = table.published
            yield [*start, "", "", "", *_cell(everybody_of(published))]
            for name in self.release.breakdowns:
                for value, number in numbers_by(published, name):
                    shown = codes.get(value, UNKNOWN_AREA) if name == "area1" else value
                    said = [shown if each == name else "" for each in BY]
                    yield [*start, *said, *_cell(number)]


BY = ("area1", "sex", "age_group")
COLUMNS = ("month", "office", "indicator", "area", "sex", "age_group", "persons", "note")


def _cell(number: int | None) -> list[str | int]:
    return ["", "not shown"] if number is None else [number, "rounded to 5"]


def everybody_of(table: PublishedTable) -> int | None:
    found = (each for each in table.cells if set(each.values[1:]) == {None})
    cell = next(found, None)
    return cell.people.number if cell else None


def areas_of(table: PublishedTable) -> dict[int, int | None]:
    at = [each.name for each in table.dimensions].index("area1")
    return {
        int(value): each.people.number
        for each in table.cells
        if (value := each.values[at]) and value.isdecimal()
    }


def numbers_by(table: PublishedTable, name: str) -> Iterable[tuple[str, int | None]]:
    """The categories of one breakdown with their numbers, in the order of their list."""
    names = [each.name for each in table.dimensions]
    at = names.index(name)
    found = {each.values[at]: each.people.number for each in table.cells if each.values[at]}
    order = [each for each in table.dimensions[at].categories if each in found]
    if name == "area1":  # an area that nobody is shown in says nothing: the list stays short
        order = [each for each in order if found[each]]
    return [(each, found[each]) for each in order]


class ReleasePage:
    """One release for who may propose or sign it."""

    def __init__(self, release: Release, user: User):
        self.release, self.user = release, user
        self.tables = ReleaseTables(release)

    @property
    def office(self) -> str:
        return Scope(self.release.office, self.release.is_with_branches).name

    @cached_property
    def months(self) -> str:
        reports = self.release.reports.order_by("month")
        return formats.join_list([formats.month(each.month) for each in reports])

    @property
    def indicators(self) -> str:
        return formats.join_list([each.name for each in self.release.indicators.all()])

    @property
    def breakdowns(self) -> str:
        named = [name_of("services", name) for name in self.release.breakdowns]
        return formats.join_list(named) or pgettext("release", "Nothing: totals alone")

    @property
    def refusals(self) -> list[tuple[str, str]]:
        found = []
        for month, code, reason in self.release.refusals:
            parts = [formats.month(date.fromisoformat(f"{month}-01"))] if month else []
            found.append((formats.join_list([*parts, *filter(None, [code])]), reason_text(reason)))
        return found

    @property
    def may_sign(self) -> bool:
        is_open = self.release.is_audited and self.release.by_id != self.user.pk
        return is_open and "release.sign" in self.user.permissions

    @property
    def may_withdraw(self) -> bool:
        is_open = self.release.state in ("audited", "refused", "signed")
        return is_open and "release.sign" in self.user.permissions

    @property
    def may_check_again(self) -> bool:
        is_open = self.release.state in ("audited", "refused")
        return is_open and "release.propose" in self.user.permissions
