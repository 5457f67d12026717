"""What the pages of monthly reports show one user: what can be frozen, one report, its changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.models import Office, User
from amparo.ui import formats

from .data_call_pages import ShownOwed, owed_for
from .dates import days, whole_month
from .devices import holders_not_in, names_of
from .engine import Period
from .figures import Figures, earlier
from .freezing import NEW_DEFINITION
from .labels import labels_for, name_of
from .models import Indicator, MonthlyReport
from .presenters import (
    GROUPS,
    MONTHS,
    Scope,
    basis_of,
    last_whole_month,
    scopes_of,
    shown_value,
)
from .restating import PART, Cause


def freezable_months(user: User) -> list[tuple[str, str, dict]]:
    """The months that are over and not frozen: code, name, and what `MonthlyReport.ask` takes."""
    offices = set(user.offices_for("figure.freeze"))
    scopes = [scope for scope in scopes_of(user) if scope.office.pk in offices]
    standing = MonthlyReport.objects.standing().filter(office__in=offices)
    there = set(standing.values_list("office_id", "is_with_branches", "month"))
    found = []
    for back in range(1, MONTHS + 1):
        for scope in scopes:
            month = earlier(scope.office.today(), back)
            if (scope.office.pk, scope.is_with_branches, month) not in there:
                name = _("%(month)s, %(office)s") % {
                    "month": whole_month(month), "office": scope.name,
                }  # fmt: skip
                said = {
                    "office": scope.office, "is_with_branches": scope.is_with_branches,
                    "month": month,
                }  # fmt: skip
                found.append((f"{scope.code}|{month:%Y-%m}", name, said))
    return found


def restated_report(user: User, scope: Scope) -> MonthlyReport | None:
    """The newest frozen month of this scope that the records tell otherwise today."""
    reports = (
        MonthlyReport.objects.frozen()
        .accessible_to(user)
        .filter(
            office=scope.office,
            is_with_branches=scope.is_with_branches,
            restatements__isnull=False,
        )
    )
    return reports.order_by("-month", "-pk").first()


def devices_out_of(user: User) -> str:
    """Whose telephones were not in contact since the last month ended, in the user's offices."""
    users: set[int] = set()
    for office in Office.objects.filter(pk__in=user.offices_for("figure.freeze")):
        month = last_whole_month(office.today())
        users.update(holders_not_in(office, month, is_with_branches=True))
    return formats.join_list(names_of(sorted(users)))


CAUSES = {
    Cause.LATE: gettext_lazy("recorded after the freeze"),
    Cause.PARTED: gettext_lazy("merge of two records undone"),
    Cause.JOINED: gettext_lazy("two records merged into one person"),
    Cause.CANCELLED: gettext_lazy("cancelled"),
    Cause.CORRECTED: gettext_lazy("corrected"),
    Cause.MOVED: gettext_lazy("case moved to or from another office"),
    Cause.ERASED: gettext_lazy("erased"),
    Cause.DEFINITION: gettext_lazy("definition changed"),
    Cause.UNEXPLAINED: gettext_lazy("not explained"),
}


@dataclass(frozen=True)
class ReportRow:
    """One indicator of a report: frozen, and what the records say now, with its causes."""

    indicator: Indicator
    value: str
    basis: str
    women: str
    children: str
    disability: str
    change: "ShownChange | None"  # of the total of a number
    is_restated: bool
    version: str  # the short digest of the definition


@dataclass(frozen=True)
class ShownChange:
    """How a cell differs from the frozen one, in words."""

    label: str
    before: int
    now: int
    causes: list[tuple[str, str]]
    medians: tuple[str, str] | None = None  # then and now, of a median

    @property
    def difference(self) -> str:
        return signed(self.now - self.before)

    @property
    def said(self) -> str:
        words = {"before": formats.number(self.before), "now": formats.number(self.now)}
        if self.medians:
            words |= {"median_before": self.medians[0], "median_now": self.medians[1]}
            return (
                _(
                    "%(median_before)s then, %(median_now)s now (cases: %(before)s then, "
                    "%(now)s now)"
                )
                % words
            )
        return _("%(before)s then, %(now)s now") % words


def signed(count: int) -> str:
    sign = "+" if count > 0 else "\u2212" if count < 0 else ""
    return f"{sign}{formats.number(abs(count))}"


class ReportPage:
    """A monthly report for one reader."""

    def __init__(self, report: MonthlyReport, user: User):
        self.report, self.user = report, user

    @cached_property
    def scope(self) -> Scope:
        return Scope(self.report.office, self.report.is_with_branches)

    @cached_property
    def month_name(self) -> str:
        return whole_month(self.report.month)

    @cached_property
    def is_intact(self) -> bool:
        return self.report.is_intact

    @cached_property
    def devices_out(self) -> str:
        """Whose telephones were still out when the month was frozen."""
        return formats.join_list(names_of(self.report.devices_out))

    @cached_property
    def owed(self) -> list[ShownOwed]:
        """Under which data calls it is owed, and where that stands."""
        return owed_for(self.report, self.user)

    @property
    def may_sign(self) -> bool:
        """Whoever may sign, and did not freeze it."""
        is_open = self.report.is_frozen and self.report.by_id != self.user.pk
        return is_open and "figure.sign" in self.user.permissions

    @property
    def waits_for_another(self) -> bool:
        return self.report.is_frozen and not self.may_sign

    @cached_property
    def restated(self) -> dict[int, list[ShownChange]]:
        """The changes of each version, the total first."""
        return {
            each.version_id: [_shown_change(each.version, *change) for change in each.changes]
            for each in self.report.restatements.select_related("version__indicator")
        }

    @cached_property
    def restated_at(self):
        return max((each.at for each in self.report.restatements.all()), default=None)

    @cached_property
    def rows(self) -> list[ReportRow]:
        return [self._row(each) for each in self.report.figures.with_indicator()]

    def _row(self, frozen) -> ReportRow:
        indicator, figures = frozen.version.indicator, Figures(frozen.figures)
        month, by = self.report.month, frozen.version.definition["by"]
        total = figures.total(Period.MONTH, month)

        def of(name: str, value: str) -> str:
            if name not in by:
                return ""
            return shown_value(indicator, figures.cell(Period.MONTH, month, **{name: value}))

        changes = self.restated.get(frozen.version_id, [])
        is_number = indicator.unit == Indicator.Unit.NUMBER
        return ReportRow(
            indicator, shown_value(indicator, total), basis_of(indicator, total),
            of(*GROUPS["women"]), of(*GROUPS["children"]), of(*GROUPS["disability"]),
            next((each for each in changes if not each.label and is_number), None), bool(changes),
            frozen.version.short_digest,
        )  # fmt: skip

    @cached_property
    def details(self) -> list[tuple[Indicator, list[ShownChange]]]:
        """Of each indicator that changed, every cell that did."""
        found = []
        for each in self.report.restatements.select_related("version__indicator"):
            found.append((each.version.indicator, self.restated[each.version_id]))
        return sorted(found, key=lambda pair: (pair[0].order, pair[0].code))


def _shown_change(
    version, label: str, before: int, now: int, causes: dict,
    medians: Sequence[float | None] | None = None, corrected: int = 0,
) -> ShownChange:  # fmt: skip
    """`medians` and `corrected` are there where a median was frozen."""
    shown = [(str(CAUSES[Cause(cause)]), signed(count)) for cause, count in causes.items()]
    if corrected:
        shown.append((str(_("with another value now")), formats.number(corrected)))
    said = None
    if medians:
        before_said, now_said = (_median_said(version, median) for median in medians)
        said = (before_said, now_said)
    return ShownChange(_cell_name(version, label), before, now, shown, said)


def _median_said(version, median: float | None) -> str:
    """In days where the indicator counts them; to the tenth, as a median may lie between two."""
    if median is None:
        return "\u2013"
    exact = int(median) if median == int(median) else round(median, 1)
    is_days = version.indicator.unit == Indicator.Unit.DAYS
    return days(exact) if is_days else formats.number(exact)


def _cell_name(version, label: str) -> str:
    """What a cell is called: "" for the total."""
    if label == NEW_DEFINITION:
        return _("By the definition of today")
    is_part = label.startswith(PART)
    said = []
    for each in filter(None, label.removeprefix(PART).split(",")):
        name, _sign, value = each.partition("=")
        fact = version.definition["of"]
        words = {"name": name_of(fact, name), "values": labels_for(fact, name, [value])(value)}
        said.append(_("%(name)s: %(values)s") % words)
    if is_part:
        said.insert(0, _("the part that counts"))
    return formats.join_list(said)
