"""How the figures of what people had believed are shown: a chart and a table of three times."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.journey_beliefs import BeliefCount, BeliefFigures, BeliefPeriod
from amparo.foundation.core.proportions import Difference
from amparo.foundation.disclosure_control.audiences import MINIMUM_DENOMINATOR
from amparo.ui import formats
from amparo.ui.charts import Chart, DotPairs, Hidden, Pair
from amparo.ui.charts.values import Value

from .belief_figures import RULE


@dataclass(frozen=True)
class Column:
    """One time: its name, its months, and how many answered, in words."""

    name: str
    months: str
    answered: str
    period: BeliefPeriod | None


@dataclass(frozen=True)
class Cell:
    """How many had believed it, and the share with its interval ("" where there is none)."""

    column: str
    count: str
    share: str


@dataclass(frozen=True)
class Line:
    label: str
    cells: list[Cell]
    change: str


class BeliefComparison:
    """The figures in words. Nobody answered, too few answered, and hidden are told apart from a
    number, never from each other.
    """

    def __init__(self, figures: BeliefFigures):
        self.figures = figures

    @cached_property
    def columns(self) -> list[Column]:
        times = (
            (pgettext("months of a campaign", "Before"), self.figures.before),
            (pgettext("months of a campaign", "During"), self.figures.during),
            (pgettext("months of a campaign", "After"), self.figures.after),
        )
        return [Column(name, _months(of), _answered(of), of) for name, of in times]

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(code) for code in self.figures.beliefs]

    def _line(self, code: str) -> Line:
        cells = [_cell(column, code) for column in self.columns]
        return Line(codes.label("journey_belief", code), cells, _change(self._change_of(code)))

    def _change_of(self, code: str) -> Difference | None:
        before, after = _count(self.figures.before, code), _count(self.figures.after, code)
        return after.difference_from(before) if before and after else None

    @cached_property
    def chart(self) -> Chart | None:
        """Before and after, or during where nothing is over since; None without any share."""
        before = self.figures.before
        later = self.figures.after or self.figures.during
        if not (_has_shares(before) or _has_shares(later)):
            return None
        is_after = self.figures.after is not None
        return DotPairs(
            name="journey-beliefs", title=_("What people had believed of the journey"), unit="%",
            width=640, full=100, label_name=_("What was believed"),
            before_name=self.columns[0].name, after_name=self.columns[2 if is_after else 1].name,
            pairs=tuple(
                Pair(codes.label("journey_belief", code), _value(before, code),
                     _value(later, code))
                for code in self.figures.beliefs
            ),
        )  # fmt: skip

    @property
    def rule(self) -> str:
        words = _(
            "Numbers are rounded to five; fewer than %(few)s are not shown, and no share of fewer "
            "than %(least)s. Intervals are of 95 %%, reckoned from the numbers that are shown."
        )
        return words % {
            "few": formats.number(RULE.threshold), "least": formats.number(MINIMUM_DENOMINATOR),
        }  # fmt: skip


def _months(period: BeliefPeriod | None) -> str:
    if period is None:
        return _("No month of it is over")
    if period.first.replace(day=1) == period.last.replace(day=1):
        return formats.month(period.first)
    return f"{formats.month(period.first)} – {formats.month(period.last)}"


def _answered(period: BeliefPeriod | None) -> str:
    if period is None:
        return ""
    if period.answered is None:
        return _hidden()
    return _("%(count)s answered") % {"count": formats.number(period.answered)}


def _hidden() -> str:
    return _("fewer than %(few)s: not shown") % {"few": formats.number(RULE.threshold)}


def _count(period: BeliefPeriod | None, code: str) -> BeliefCount | None:
    return period.counts.get(code) if period else None


def _has_shares(period: BeliefPeriod | None) -> bool:
    return period is not None and any(each.share is not None for each in period.counts.values())


def _value(period: BeliefPeriod | None, code: str) -> Value:
    """A share; hidden where its count is, and no figure where too few answered."""
    count = _count(period, code)
    if count is None or (count.count is not None and count.share is None):
        return None
    return Hidden() if count.share is None else count.share


def _cell(column: Column, code: str) -> Cell:
    count = _count(column.period, code)
    if count is None:
        return Cell(column.name, "–", "")
    if count.count is None:
        return Cell(column.name, _hidden(), "")
    return Cell(column.name, formats.number(count.count), _share(count))


def _share(count: BeliefCount) -> str:
    if count.share is None or count.interval is None:
        return ""
    low, high = (formats.number(round(each)) for each in count.interval)
    words = _("%(share)s %%, interval %(low)s to %(high)s %%")
    return words % {"share": formats.number(count.share), "low": low, "high": high}


def _change(found: Difference | None) -> str:
    """The change in points; one whose interval holds nothing is not called a change."""
    if found is None:
        return "–"
    words = (
        _("%(value)s points, interval %(low)s to %(high)s")
        if found.is_clear
        else _("not clear: %(value)s points, interval %(low)s to %(high)s")
    )
    points = (found.value, found.low, found.high)
    return words % dict(zip(("value", "low", "high"), map(_points, points), strict=True))


def _points(value: float) -> str:
    rounded = round(100 * value)
    return f"{'+' if rounded > 0 else ''}{formats.number(rounded)}"
