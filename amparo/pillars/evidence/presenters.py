"""What the pages of evidence show one user: tiles, funds, one indicator, gaps in the data."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.core.models import Office, Team, User
from amparo.foundation.funding.models import Fund
from amparo.ui import formats
from amparo.ui.charts import Band, Lines, Pyramid, Series

from .engine import Period
from .figures import Cell, Figures, earlier
from .labels import ORDER, labels_for, name_of
from .models import (
    Computation,
    FundSpending,
    Indicator,
    StoredFigures,
    Target,
)

# Who can be looked at alone: a value of a breakdown.
GROUPS: dict[str, tuple[str, str]] = {
    "women": ("sex", "female"),
    "men": ("sex", "male"),
    "children": ("age_group", "child"),
    "disability": ("disability", "yes"),
}
MONTHS = 12
# No record is older; an address that asks for less is answered with the last whole month.
_FIRST_MONTH = date(1950, 1, 1)


def group_label(group: str) -> str:
    return {
        "women": _("Women and girls"),
        "men": _("Men and boys"),
        "children": pgettext("age group", "Children"),
        "disability": _("With disabilities"),
    }[group]


@dataclass(frozen=True)
class Scope:
    """Whose figures: an office alone, or with all offices below it."""

    office: Office
    is_with_branches: bool

    @property
    def code(self) -> str:
        return f"{self.office.pk}{'+' if self.is_with_branches else ''}"

    @property
    def name(self) -> str:
        if self.is_with_branches:
            return _("%(office)s and the offices below it") % {"office": self.office.name}
        return self.office.name


def scopes_of(user: User) -> list[Scope]:
    """The offices whose figures the user reads, a head office with those below it first."""
    offices = Office.objects.filter(pk__in=set(_office_keys(user))).order_by("name")
    parents = set(Office.objects.exclude(parent=None).values_list("parent_id", flat=True))
    scopes = []
    for office in offices:
        if office.parent_id is None and office.pk in parents:
            scopes.append(Scope(office, True))
        scopes.append(Scope(office, False))
    return scopes


def _office_keys(user: User) -> Iterable[int]:
    yield from user.offices_for("figure.see")
    yield from Team.objects.filter(pk__in=user.teams_for("figure.see")).values_list(
        "office_id", flat=True
    )


def last_whole_month(today: date) -> date:
    return earlier(today, 1)


class StoredIndicators:
    """The figures of several indicators in one scope, fetched in one query."""

    def __init__(self, user: User, scope: Scope, indicators: Iterable[Indicator]):
        self.computation = Computation.objects.in_force()
        self.indicators = list(indicators)
        stored = StoredFigures.objects.accessible_to(user).filter(
            computation=self.computation, office=scope.office,
            is_with_branches=scope.is_with_branches,
            version__indicator__in=self.indicators,
        )  # fmt: skip
        self._stored = {
            each.version.indicator_id: each for each in stored.select_related("version")
        }

    def figures(self, indicator: Indicator) -> Figures:
        found = self._stored.get(indicator.pk)
        return Figures(found.figures if found else {})

    def version(self, indicator: Indicator):
        found = self._stored.get(indicator.pk)
        return found.version if found else None

    @property
    def is_computed(self) -> bool:
        return self.computation is not None


def shown_value(indicator: Indicator, cell: Cell) -> str:
    """The figure in words: a number, a percentage, days; a dash where there is none."""
    value = value_of(indicator, cell)
    if value is None:
        return "\u2013"
    if indicator.unit == Indicator.Unit.PERCENT:
        return percent_text(formats.number(value))
    return formats.number(value)


def percent_text(number: str) -> str:
    return _("%(number)s %%") % {"number": number}


def value_of(indicator: Indicator, cell: Cell) -> float | int | None:
    """The figure as a number; None where nobody counted anything to tell it of."""
    if indicator.unit == Indicator.Unit.PERCENT:
        return None if cell.share is None else round(100 * cell.share)
    if indicator.unit == Indicator.Unit.DAYS:
        return None if cell.median is None else round(cell.median)
    return cell.count


def basis_of(indicator: Indicator, cell: Cell) -> str:
    """Of how many: "24 of 26", or how many cases stand behind a median."""
    if indicator.unit == Indicator.Unit.PERCENT:
        if not cell.base:
            return _("nothing to tell it of")
        words = {"count": formats.number(cell.count), "base": formats.number(cell.base)}
        return _("%(count)s of %(base)s") % words
    if indicator.unit == Indicator.Unit.DAYS:
        text = ngettext("of %(count)s case", "of %(count)s cases", cell.base or 0)
        return text % {"count": formats.number(cell.base or 0)}
    return ""


@dataclass(frozen=True)
class Tile:
    """One headline indicator in one month."""

    indicator: Indicator
    value: str
    basis: str
    trend: tuple
    trend_title: str
    url: str


def tile_of(
    indicator: Indicator,
    figures: Figures,
    month: date,
    group: str,
    query: str,
    breakdowns: Collection[str],
) -> Tile:
    """`group` is one of `GROUPS`, or "" for everybody."""
    name, value = GROUPS.get(group, ("", ""))
    is_split = bool(name) and name in breakdowns
    months = [earlier(month, back) for back in range(MONTHS - 1, -1, -1)]
    cells = [
        figures.cell(Period.MONTH, day, **{name: value})
        if is_split
        else figures.total(Period.MONTH, day)
        for day in months
    ]
    cell = cells[-1]
    basis = basis_of(indicator, cell)
    if name and not is_split:
        basis = _("of everybody: this figure is not broken down so")
    return Tile(
        indicator, shown_value(indicator, cell), basis,
        tuple(value_of(indicator, each) for each in cells),
        _("%(indicator)s in the last twelve months") % {"indicator": indicator.name},
        f"{reverse('evidence:indicator', args=[indicator.code])}?{query}",
    )  # fmt: skip


# Who was assisted from which fund.


@dataclass(frozen=True)
class FundRow:
    """Who was assisted from one fund in one month, and what it cost."""

    fund: Fund | None
    persons: int
    women: int
    children: int
    disability: int
    not_asked: int
    spent: Decimal | None
    unvalued: int
    # Of the project that the fund belongs to, for this month; None where none is set.
    target: Decimal | None = None
    # The list of their records; "" for who opens none of them.
    url: str = ""

    @property
    def is_behind(self) -> bool:
        return self.target is not None and self.persons < self.target

    @property
    def cost_per_person(self) -> Decimal | None:
        return self.spent / self.persons if self.spent is not None and self.persons else None


def fund_rows(
    figures: Figures, month: date, computation: Computation | None,
    link: Callable[..., str] = lambda *cell: "",
) -> list[FundRow]:  # fmt: skip
    """Of each fund from which somebody was assisted, and at last of services without one."""
    totals = {each.values[0]: each.count for each in figures.cells(Period.MONTH, month, ("fund",))}
    funds = Fund.objects.select_related("donor").in_bulk(
        int(key) for key in totals if key.isdecimal()
    )

    spending = {
        each.fund_id: each
        for each in FundSpending.objects.filter(computation=computation, month=month)
    }

    def spent_from(key: str) -> tuple[Decimal | None, int]:
        found = spending.get(int(key)) if key.isdecimal() else None
        return (found.spent, found.unvalued) if found else (None, 0)

    targets = _targets_of(month)

    def target_of(key: str) -> Decimal | None:
        found = funds.get(int(key)) if key.isdecimal() else None
        return targets.get(found.project_id) if found and found.project_id else None

    def of(key: str, **value: str) -> int:
        return figures.cell(Period.MONTH, month, fund=key, **value).count

    rows = [
        FundRow(
            funds.get(int(key)) if key.isdecimal() else None, count, of(key, sex="female"),
            of(key, age_group="child"), of(key, disability="yes"), of(key, disability="not_asked"),
            *spent_from(key),
            target_of(key), link(("fund", key)),
        )
        for key, count in totals.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.fund is None, row.fund.code if row.fund else ""))


def _targets_of(month: date) -> dict[int, Decimal]:
    """What each project is to reach of persons assisted, in this month everywhere."""
    over = earlier(month, -1) - timedelta(days=1)
    found = Target.objects.filter(
        of__indicator__code="OPT-1", replaced_by=None, place=None, starts_on=month, ends_on=over
    )
    return dict(found.values_list("of__result__project_id", "value"))


# Gaps in the data.


@dataclass(frozen=True)
class Gap:
    """Records of the month in which something is missing, of how many."""

    name: str
    count: int
    base: int
    url: str = ""

    @property
    def note(self) -> str:
        words = {"count": formats.number(self.count), "base": formats.number(self.base)}
        return _("%(count)s of %(base)s") % words


def gaps_of(persons: Figures, services: Figures, month: date) -> list[Gap]:
    """What is missing of those who were assisted in the month; nothing missing is left out."""
    total = persons.total(Period.MONTH, month).count

    def of(name: str, *values: str) -> int:
        cells = persons.cells(Period.MONTH, month, (name,))
        return sum(each.count for each in cells if each.values[0] in values)

    lines = services.cells(Period.MONTH, month, ("fund",))
    without = sum(each.count for each in lines if not each.values[0])
    gaps = [
        Gap(_("Sex not recorded"), of("sex", "", "unknown"), total),
        Gap(_("Age not recorded"), of("age_band", "", "unknown"), total),
        Gap(_("Disability not asked"), of("disability", "not_asked"), total),
        Gap(_("Area not recorded"), of("area1", ""), total),
        Gap(
            _("Service without a budget line"), without,
            services.total(Period.MONTH, month).count,
        ),
    ]  # fmt: skip
    return [gap for gap in gaps if gap.count]


# One indicator.


@dataclass(frozen=True)
class BreakdownRow:
    label: str
    cell: Cell
    value: str
    basis: str
    url: str = ""


@dataclass(frozen=True)
class Breakdown:
    name: str
    title: str
    rows: list[BreakdownRow]


class IndicatorPage:
    """One indicator in one scope and month."""

    def __init__(
        self, indicator: Indicator, figures: Figures, version, month: date,
        link: Callable[..., str] = lambda *cell: "",
        link_of_month: Callable[[date], str] = lambda month: "",
    ):  # fmt: skip
        self.indicator, self.figures, self.version, self.month = indicator, figures, version, month
        self.link, self.link_of_month = link, link_of_month

    @cached_property
    def total(self) -> Cell:
        return self.figures.total(Period.MONTH, self.month)

    @property
    def value(self) -> str:
        return shown_value(self.indicator, self.total)

    @property
    def basis(self) -> str:
        return basis_of(self.indicator, self.total)

    @property
    def year_value(self) -> str:
        cell = self.figures.total(Period.YEAR, self.month.replace(month=1))
        return shown_value(self.indicator, cell)

    @cached_property
    def trend(self) -> Lines | None:
        months = [earlier(self.month, back) for back in range(MONTHS - 1, -1, -1)]
        cells = [self.figures.total(Period.MONTH, day) for day in months]
        values = tuple(value_of(self.indicator, each) for each in cells)
        if not any(values):
            return None
        return Lines(
            name="trend", title=_("By month"),
            points=tuple(formats.month(day) for day in months),
            point_name=pgettext("chart", "Month"),
            series=(Series(self.indicator.name, values),),
            urls=tuple(self.link_of_month(day) for day in months),
        )  # fmt: skip

    @cached_property
    def pyramid(self) -> Pyramid | None:
        if self.version is None or not {"sex", "age_band"} <= set(self.version.parsed.by):
            return None
        cells = {
            each.values: each.count
            for each in self.figures.cells(Period.MONTH, self.month, ("age_band", "sex"))
        }
        if not cells:
            return None
        label = labels_for(self.version.parsed.fact, "age_band", ())
        bands = tuple(
            Band(
                label(band),
                cells.get((band, "female"), 0),
                cells.get((band, "male"), 0),
                left_url=self.link(("age_band", band), ("sex", "female")),
                right_url=self.link(("age_band", band), ("sex", "male")),
            )
            for band in reversed(ORDER["age_band"])
            if band in {key[0] for key in cells} | {"0-4", "5-11", "12-17", "18-59", "60+"}
        )
        return Pyramid(
            name="pyramid", title=_("Who they are"), bands=bands, band_name=_("Age"),
            left_name=_("Women and girls"), right_name=_("Men and boys"),
        )  # fmt: skip

    @cached_property
    def breakdowns(self) -> list[Breakdown]:
        if self.version is None:
            return []
        fact = self.version.parsed.fact
        return [
            self._breakdown(fact, name)
            for name in self.version.parsed.by
            if self.figures.cells(Period.MONTH, self.month, (name,))
        ]

    def _breakdown(self, fact: str, name: str) -> Breakdown:
        cells = self.figures.cells(Period.MONTH, self.month, (name,))
        label = labels_for(fact, name, [each.values[0] for each in cells])
        order = ORDER.get(name)
        cells.sort(
            key=lambda each: (
                order.index(each.values[0]) if order and each.values[0] in order else 99,
                -each.count,
            )
        )
        rows = [
            BreakdownRow(
                label(each.values[0]), each, shown_value(self.indicator, each),
                basis_of(self.indicator, each), self.link((name, each.values[0])),
            )
            for each in cells
        ]  # fmt: skip
        return Breakdown(name, name_of(fact, name), rows)


def pick(scopes: list[Scope], code: str) -> Scope:
    """The scope of this code, else the first: a head office with all below it, else the own."""
    return next((each for each in scopes if each.code == code), scopes[0])


def parse_month(text: str, today: date) -> date:
    """The month "2026-10" that an address names; else the last whole one."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return last_whole_month(today)
    return month if _FIRST_MONTH <= month <= today else last_whole_month(today)
