"""Checking a release: its tables as the public may have them, beside all that everybody holds.

Who reads public tables reads them with what it was given before: every institution is audited by
the rule of its own, so that no public number opens a number that was hidden from it.
"""

from collections.abc import Iterator

from django.db import transaction

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import checkpoint
from amparo.foundation.disclosure_control.audiences import Audience
from amparo.foundation.disclosure_control.release import release
from amparo.foundation.disclosure_control.restrictions import find_refusal
from amparo.foundation.disclosure_control.secret import rounding_secret
from amparo.foundation.disclosure_control.stored_tables import table_as_data
from amparo.foundation.disclosure_control.tables import Dimension, Table
from amparo.foundation.people.models import Place

from .engine import Period
from .figures import Figures
from .holdings import (
    holdings,
    measure_of,
    of_measures,
    office_dimension,
    public_tables,
    scope_code,
)
from .labels import ORDER
from .models import FrozenFigures, MonthlyReport, Release, ReleasedTable
from .publishing import by_values, has_restricted_kind, publishable, sexes

UNKNOWN_AREA = "unknown"
# What no reason of disclosure control says: the definition is none of persons.
NOT_PERSONS = "not-persons"
CHANGED = "changed"


def audit(proposed: Release) -> None:
    """Finds what of a release the public may have; all of it or, with reasons, nothing."""
    if proposed.state != Release.State.PROPOSED:
        return
    began_at = now()
    tables: list[ReleasedTable] = []
    refusals: list[list[str]] = []
    readers = list(holdings())
    public = public_tables()
    for report, frozen in _chosen(proposed):
        reason = _refusal(proposed, report, frozen)
        if not reason:
            table = public_table(frozen, report, proposed.breakdowns)
            held = [each for each in public if each.measure == table.measure]
            others = [of_measures(each, [table.measure]) for each in readers]
            # Institutions are shown no zeros: a public one would refuse them the same later.
            found = release(
                [table], Audience.PUBLIC, rounding_secret(), held, others, hides_zero=True
            )
            reason = found.refused_because or ""
        if reason:
            refusals.append([f"{report.month:%Y-%m}", frozen.version.indicator.code, reason])
        else:
            tables.append(
                ReleasedTable(
                    release=proposed, report=report, version=frozen.version, month=report.month,
                    table=table_as_data(found.tables[0]),
                )
            )  # fmt: skip
    if not tables and not refusals:
        refusals = [["", "", NOT_PERSONS]]
    with transaction.atomic():
        checkpoint()
        proposed.record_audit(tables, refusals, began_at=began_at)


def _chosen(proposed: Release) -> Iterator[tuple[MonthlyReport, FrozenFigures]]:
    indicators = list(proposed.indicators.values_list("pk", flat=True))
    for report in proposed.reports.select_related("office").order_by("month", "pk"):
        figures = report.figures.filter(version__indicator__in=indicators)
        for each in figures.select_related("version__indicator").order_by(
            "version__indicator__order", "pk"
        ):
            yield report, each


def _refusal(proposed: Release, report: MonthlyReport, frozen: FrozenFigures) -> str:
    """Why a table is never made, whoever holds what; else ""."""
    definition = publishable(frozen.version)
    if definition is None:
        return NOT_PERSONS
    if not report.is_intact:
        return CHANGED
    cuts = [name for name in proposed.breakdowns if name in definition.by]
    dimensions = [Dimension("month", period_months=1)]
    if "area1" in cuts:
        dimensions.append(Dimension("area1", area_level=1))
    is_restricted = has_restricted_kind(definition, cuts)
    return find_refusal(dimensions, Audience.PUBLIC, has_restricted_kind=is_restricted) or ""


def area_codes() -> tuple[str, ...]:
    """Every area of level 1 of the gazetteer, and "unknown" for what has none."""
    regions = Place.objects.filter(kind=Place.Kind.REGION).order_by("pk")
    return (*map(str, regions.values_list("pk", flat=True)), UNKNOWN_AREA)


def public_table(frozen: FrozenFigures, report: MonthlyReport, breakdowns: list[str]) -> Table:
    """Everybody of the month, and each breakdown alone, with every category of its list."""
    figures, month, code = Figures(frozen.figures), report.month, scope_code(report)
    by = [name for name in breakdowns if name in frozen.version.parsed.by]
    total = figures.total(Period.MONTH, month)
    listed = {"area1": area_codes(), "sex": sexes(), "age_group": ORDER["age_group"]}
    names = ("area1", "sex", "age_group")
    rows: list[tuple] = [(code, None, None, None, total.count, total.members)]
    for name in by:
        found = by_values(figures.cells(Period.MONTH, month, (name,)), listed[name])
        for value in listed[name]:
            values = [value if each == name else None for each in names]
            rows.append((code, *values, *found.get((value,), (0, 0))))
    dimensions = (
        office_dimension(report),
        Dimension("area1", listed["area1"], is_overlapping=True, area_level=1),
        Dimension("sex", listed["sex"]),
        Dimension("age_group", listed["age_group"], is_overlapping=True),
    )
    return Table.from_rows(measure_of(frozen.version, report), dimensions, rows)
