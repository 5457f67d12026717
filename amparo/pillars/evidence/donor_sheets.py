"""Composing a donor's sheet: the results, persons and money of one project in a signed month.

Numbers of persons are exact from five on; fewer, and others from which they could be worked out
beside all that this donor holds, are hidden. Months come from the signed figures; a quarter, in
which each person counts once too, and what was reached since a project or a target began are
counted anew, and so can differ from the sum of what was sent.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import checkpoint
from amparo.foundation.disclosure_control.audiences import Audience
from amparo.foundation.disclosure_control.publication import PublishedCell, PublishedTable
from amparo.foundation.disclosure_control.reasons import Reason
from amparo.foundation.disclosure_control.release import Release as CheckedRelease
from amparo.foundation.disclosure_control.release import release
from amparo.foundation.disclosure_control.restrictions import find_refusal
from amparo.foundation.disclosure_control.secret import rounding_secret
from amparo.foundation.disclosure_control.stored_tables import table_as_data
from amparo.foundation.disclosure_control.tables import Dimension, Table
from amparo.foundation.funding.accounts import accounts_of
from amparo.foundation.funding.budget import Period as Span
from amparo.foundation.funding.costs import costs_in
from amparo.foundation.funding.exchange import cents

from .engine import Cut, Period, compute, total
from .figures import Cell, Figures, collect, earlier
from .freezing import open_store
from .grammar import Definition, DefinitionError
from .holdings import PERSONS, held_by, measure_of, office_dimension, scope_code
from .labels import ORDER
from .models import (
    Computation,
    DonorSheet,
    FrozenFigures,
    Indicator,
    ResultIndicator,
    Target,
)
from .models.donors import DONOR_BREAKDOWNS
from .outside import amounts_of, persons_of, values_of
from .project_totals import project_dimension
from .publishing import by_values
from .results import framework_of
from .targets import PROJECT, narrowed_to

CHANGED = "changed"
TO_DATE = "to date"
_PART = "part"
_ALWAYS_ONE = {"sex"}


def compose(sheet: DonorSheet) -> None:
    """Makes the sheet, or says why there can be none. Twice is once."""
    if sheet.state != DonorSheet.State.COMPOSING:
        return
    began_at = now()
    if not sheet.report.is_intact:
        content, tables, refused = {}, [], CHANGED
    else:
        with ExitStack() as stack:
            computation = Computation.objects.in_force()
            store = stack.enter_context(open_store(computation)) if computation else None
            composer = _Composer(sheet, store)
            content, tables = composer.content(), composer.tables
            refused = composer.refusal
    with transaction.atomic():
        checkpoint()
        if refused:
            sheet.refuse(refused)
        else:
            sheet.finish(content, [table_as_data(each) for each in tables], began_at=began_at)


class _Composer:
    """Puts a sheet together; `tables` is what its reader then holds, `refusal` why nothing is."""

    def __init__(self, sheet: DonorSheet, store: Any):
        self.sheet, self.store, self.report = sheet, store, sheet.report
        self.agreement, self.project = sheet.agreement, sheet.agreement.project
        self.since, self.last_day = sheet.months[0], earlier(sheet.month, -1) - timedelta(days=1)
        self.period = Period.QUARTER if self.agreement.is_quarterly else Period.MONTH
        self.held = held_by(self.agreement.recipient)
        self.tables: list[PublishedTable] = []
        self.refusals: list[str] = []
        self.persons: int | None = None

    @property
    def refusal(self) -> str:
        """Why nothing is left of it; else ""."""
        return "" if self.tables or not self.refusals else self.refusals[0]

    def content(self) -> dict[str, Any]:
        """What is shown, as codes and numbers: words are of the reader's language."""
        rows = list(self._rows())
        return {
            "rows": rows, "money": self._money(), "sources": self._sources(),
            "agreement": {
                "project": self.project.code, "title": self.project.title,
                "recipient": self.agreement.recipient.name, "purpose": self.agreement.purpose,
                "reference": self.agreement.reference,
                "until": self.agreement.until.isoformat(),
            },
        }  # fmt: skip

    def _rows(self) -> Iterator[dict[str, Any]]:
        wanted = set(self.agreement.indicators.values_list("pk", flat=True))
        frozen = {each.version.indicator_id: each for each in self.report.figures.with_indicator()}
        made: dict[int, dict[str, Any]] = {}
        for shown in framework_of(self.project):
            for each in shown.indicators:
                indicator = each.chosen.indicator
                if indicator.pk not in wanted:
                    continue
                if indicator.pk not in made:
                    made[indicator.pk] = self._figures(frozen.get(indicator.pk))
                yield {
                    "level": shown.result.level, "result": shown.result.text,
                    "indicator": indicator.code, "baseline": _baseline(each.chosen),
                    **made[indicator.pk],
                    "targets": self._targets(each.chosen, made[indicator.pk]),
                }  # fmt: skip

    # The month.

    def _figures(self, frozen: FrozenFigures | None) -> dict[str, Any]:
        """The figure of the time with its breakdowns; what of it is left out, and why."""
        if frozen is None or (self.period is Period.QUARTER and self.store is None):
            return {"figure": None, "why": "not-counted"}
        unit, definition = frozen.version.indicator.unit, frozen.version.parsed
        is_by_project = PROJECT in definition.by
        said = {"version": frozen.version.digest[:8], "is_by_project": is_by_project}
        is_persons = definition.counts_persons and not definition.share
        asked = self._asked(definition) if is_persons and is_by_project else []
        found = self._counted(frozen, asked)
        by = [each for each in asked if found.has_cut(self.period, self.since, (each, PROJECT))]
        for names in dict.fromkeys([tuple(by), ()]):
            tables = [self._table(frozen, found, names, amounts_of(unit))]
            if unit != Indicator.Unit.PERCENT and not definition.counts_persons:
                tables.append(self._table(frozen, found, (), persons_of, PERSONS))
            given = self._given(tables)
            if given.tables:
                break
        if not given.tables:
            self.refusals.append(str(given.refused_because))
            return {"figure": None, "why": str(given.refused_because), **said}
        self.tables += given.tables
        whole = _cell_of(given.tables[0])
        figure = _shown(unit, whole)
        if len(given.tables) > 1 and _cell_of(given.tables[1]).people.number is None:
            figure = [None, None]
        if is_persons and is_by_project and self.persons is None:
            self.persons = figure[0]
        left_out = [each for each in self.agreement.breakdowns if each not in names]
        return {
            "figure": figure, "by": {each: _parts(given.tables[0], each) for each in names},
            "left_out": left_out, **said,
        }  # fmt: skip

    def _asked(self, definition: Definition) -> list[str]:
        return [each for each in self.agreement.breakdowns if each in definition.by]

    def _counted(self, frozen: FrozenFigures, asked: list[str]) -> Figures:
        """The figures of the time of the sheet.

        Those of a quarter by the definition that its last month was frozen with.
        """
        if self.period is Period.MONTH:
            return Figures(frozen.figures)
        definition = frozen.version.parsed
        cuts: list[Cut] = [()]
        if PROJECT in definition.by:
            cuts += [(PROJECT,), *(tuple(sorted((each, PROJECT))) for each in asked)]
        counted = compute(
            self.store, definition, cuts, period=self.period, since=self.since,
            until=self.last_day,
        )  # fmt: skip
        found = dict(collect((self.period, each) for each in counted))
        return Figures(found.get((self.report.office_id, self.report.is_with_branches), {}))

    def _measure(self, frozen: FrozenFigures, counted: str) -> str:
        if self.period is Period.MONTH:
            return measure_of(frozen.version, self.report, counted)
        quarter = f"{self.since:%Y}-Q{self.sheet.month.month // 3}"
        return f"{frozen.version.digest[:16]}/{quarter}{counted}"

    def _table(
        self, frozen: FrozenFigures, figures: Figures, by: tuple[str, ...], numbers: Any,
        counted: str = "",
    ) -> Table:  # fmt: skip
        definition = frozen.version
        dimensions, at = [office_dimension(self.report)], [scope_code(self.report)]
        whole = figures.total(self.period, self.since)
        if PROJECT in definition.parsed.by:
            key = str(self.project.pk)
            whole = figures.cell(self.period, self.since, **{PROJECT: key})
            dimensions.append(project_dimension(key))
            at.append(key)
        nothing: list[str | None] = [None] * len(by)
        rows = [(*at, *nothing, *numbers(whole))]
        for position, name in enumerate(by):
            dimensions.append(
                Dimension(name, values_of(name), is_overlapping=name not in _ALWAYS_ONE)
            )
            for value, (count, members) in self._parts_of(figures, name).items():
                values = [*nothing[:position], value, *nothing[position + 1 :]]
                rows.append((*at, *values, count, members, None, 0, None))
        part = _PART if frozen.version.indicator.unit == Indicator.Unit.PERCENT else ""
        return Table.from_rows(self._measure(frozen, counted), dimensions, rows, part)

    def _parts_of(self, figures: Figures, name: str) -> dict[str, tuple[int, int]]:
        """The persons of the project by one breakdown."""
        cut = tuple(sorted((name, PROJECT)))
        at, of = cut.index(PROJECT), cut.index(name)
        cells = [
            Cell((each.values[of],), *_amounts(each))
            for each in figures.cells(self.period, self.since, cut)
            if each.values[at] == str(self.project.pk)
        ]
        return {value: both for (value,), both in by_values(cells, values_of(name)).items()}

    def _given(self, tables: list[Table]) -> CheckedRelease:
        measures = {each.measure for each in tables}
        held = [each for each in (*self.held, *self.tables) if each.measure in measures]
        return release(tables, Audience.DONOR, rounding_secret(), held=held)

    # What was reached of targets.

    def _targets(self, chosen: ResultIndicator, said: dict[str, Any]) -> list[dict[str, Any]]:
        agreed = Q(place=None) | Q(place__in=self.agreement.areas.all())
        found = chosen.targets.filter(
            agreed, replaced_by=None, starts_on__lte=self.last_day, ends_on__gte=self.since
        ).select_related("of__indicator", "of__result__project", "place")
        return [
            {
                "area": each.place.name if each.place else "",
                "starts_on": each.starts_on.isoformat(), "ends_on": each.ends_on.isoformat(),
                "since": each.counts_since.isoformat(), "value": str(each.value),
                "reached": self._reached(each, said),
            }
            for each in found
        ]  # fmt: skip

    def _reached(self, target: Target, said: dict[str, Any]) -> list[int | None]:
        """The number since the target counts, until the last day; None where hidden."""
        if target.counts_since == self.since and not target.place:
            return said.get("figure") or [None, None]
        version, unit = target.of.indicator.version, target.of.indicator.unit
        if version is None or self.store is None:
            return [None, None]
        try:
            definition = version.parsed
            narrowed, _is_by_project = narrowed_to(target, definition)
            cell = Cell((), *total(
                self.store, definition, narrowed, since=target.counts_since, until=self.last_day
            ))  # fmt: skip
        except DefinitionError:
            return [None, None]
        return self._to_date(version.digest[:16], unit, cell, target, definition.counts_persons)

    def _to_date(
        self, digest: str, unit: str, cell: Cell, target: Target, is_persons: bool
    ) -> list[int | None]:
        """Audited with what was said to date before: a month's newcomers are a difference."""
        until = f"{target.counts_since}/{self.sheet.month:%Y-%m}"
        months = frozenset(_months(target.counts_since, self.sheet.month))
        of = [Dimension("month", groups={until: months}, is_overlapping=True,
                        period_months=len(months))]  # fmt: skip
        at = [until]
        if target.place:
            area = str(target.place.pk)
            of.append(area_dimension(area))
            at.append(area)
            # Whatever a definition counts: few people, an area and a month recognize somebody.
            if find_refusal(of, Audience.DONOR, has_restricted_kind=True):
                return [None, None]
        measure = f"{digest}/{TO_DATE}/{self.project.pk}"
        part = _PART if unit == Indicator.Unit.PERCENT else ""
        tables = [Table.from_rows(measure, of, [(*at, *amounts_of(unit)(cell))], part)]
        if not is_persons and not part:
            tables.append(Table.from_rows(measure + PERSONS, of, [(*at, *persons_of(cell))]))
        given = self._given(tables)
        if given.refused_because == Reason.CONTRADICTS:
            # Records were corrected since: this replaces what was said to date before.
            given = release(tables, Audience.DONOR, rounding_secret())
        self.tables += given.tables
        if any(_cell_of(each).people.number is None for each in given.tables):
            return [None, None]
        return _shown(unit, _cell_of(given.tables[0])) if given.tables else [None, None]

    # Money.

    def _money(self) -> dict[str, Any] | None:
        funds = list(self.agreement.funds.select_related("office", "donor").order_by("code"))
        if not funds:
            return None
        accounts = accounts_of(funds)
        lines = [key for each in accounts for key in each.line_keys]
        spent = costs_in(lines, [Span(self.since, self.last_day)])[0] if lines else None
        # A cost for each person and a sum together are a number of persons.
        is_shown = spent is not None and spent.spent is not None and bool(self.persons)
        return {
            "currency": self.project.currency, "on": self.report.office.today().isoformat(),
            "funds": [
                {
                    "code": each.fund.code, "name": each.fund.name,
                    "budget": str(each.standing.amount), "spent": str(each.standing.paid),
                    "committed": str(each.standing.outstanding),
                }
                for each in accounts
            ],
            "month": str(spent.spent) if spent and is_shown else None,
            "per_person": str(cents(spent.spent / Decimal(self.persons)))
            if spent and spent.spent and self.persons else None,
            "unvalued": spent.unvalued if spent else 0,
        }  # fmt: skip

    def _sources(self) -> dict[str, Any]:
        report = self.report
        return {
            "digest": report.digest, "block": report.block, "block_head": report.block_head,
            "frozen_at": report.frozen_at and report.frozen_at.isoformat(),
            "frozen_by": report.by.name,
            "signed_by": report.signed_by and report.signed_by.name,
            "signed_at": report.signed_at and report.signed_at.isoformat(),
        }  # fmt: skip


def area_dimension(key: str) -> Dimension:
    """One area of level 1 among others; it is named whether or not anybody was reached there."""
    return Dimension("area1", groups={key: frozenset({key})}, is_overlapping=True, area_level=1)


def _amounts(cell: Cell) -> tuple:
    return cell.count, cell.base, cell.median, cell.people, cell.members


def _baseline(chosen: ResultIndicator) -> list[str] | None:
    if chosen.baseline is None or chosen.baseline_on is None:
        return None
    return [str(chosen.baseline), chosen.baseline_on.isoformat()]


def _cell_of(table: PublishedTable) -> PublishedCell:
    """The whole of it."""
    by = {at for at, each in enumerate(table.dimensions) if each.name in DONOR_BREAKDOWNS}
    return next(each for each in table.cells if not any(each.values[at] for at in by))


def _shown(unit: str, cell: PublishedCell) -> list[int | None]:
    """Value and basis."""
    base = cell.people.number
    if unit == Indicator.Unit.PERCENT:
        return [cell.share, base if cell.share is not None else None]
    if unit == Indicator.Unit.DAYS:
        is_shown = base is not None and cell.median is not None
        return [cell.median, base] if is_shown else [None, None]
    return [base, None]


def _parts(table: PublishedTable, name: str) -> list[list[Any]]:
    at = [each.name for each in table.dimensions].index(name)
    found = {each.values[at]: each.people.number for each in table.cells if each.values[at]}
    order = ORDER.get(name) or values_of(name)
    return [[value, found[value]] for value in order if value in found]


def _months(since: date, until: date) -> Iterator[str]:
    month = since.replace(day=1)
    while month <= until:
        yield f"{month:%Y-%m}"
        month = earlier(month, -1)
