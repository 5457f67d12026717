"""What others may have of the projects of a signed month: persons of each, hidden where few."""

from collections.abc import Iterable

from amparo.foundation.disclosure_control.audiences import Audience
from amparo.foundation.disclosure_control.publication import PublishedTable
from amparo.foundation.disclosure_control.release import release
from amparo.foundation.disclosure_control.secret import rounding_secret
from amparo.foundation.disclosure_control.tables import Dimension, Table

from .engine import Period
from .figures import Figures
from .holdings import Readers, measure_of, office_dimension, scope_code
from .models import FrozenFigures, MonthlyReport, ResultIndicator
from .publishing import publishable
from .targets import PROJECT


def project_dimension(key: str) -> Dimension:
    """One project among others; it is named whether or not it helped anybody."""
    return Dimension(PROJECT, groups={key: frozenset({key})}, is_overlapping=True)


def measured_by_projects(report: MonthlyReport) -> list[ResultIndicator]:
    """The indicators of the results frameworks of the projects of an office."""
    found = ResultIndicator.objects.filter(result__project__offices=report.office)
    return list(found.select_related("result__project", "indicator").order_by("pk"))


def totals_of_projects(
    report: MonthlyReport, readers: Readers, given: list[PublishedTable]
) -> dict[str, int | None]:
    """Persons of the month by "project/version", None where hidden; `given` gets their tables."""
    frozen = {each.version.indicator_id: each for each in report.figures.select_related("version")}
    found: dict[str, int | None] = {}
    for chosen in measured_by_projects(report):
        of = frozen.get(chosen.indicator_id)
        if of is None or not _is_by_project(of, report):
            continue
        key = label_of(chosen, of.version_id)
        if key not in found:
            table = _table(of, report, str(chosen.result.project_id))
            found[key] = _number(release(
                [table], Audience.PARTNER, rounding_secret(),
                *readers.linked_with([table.measure], given),
            ).tables, given)  # fmt: skip
    return found


def label_of(chosen: ResultIndicator, version: int) -> str:
    return f"{chosen.result.project_id}/{version}"


def _is_by_project(frozen: FrozenFigures, report: MonthlyReport) -> bool:
    definition = publishable(frozen.version)
    is_cut = Figures(frozen.figures).has_cut(Period.MONTH, report.month, (PROJECT,))
    return definition is not None and PROJECT in definition.by and is_cut


def _table(frozen: FrozenFigures, report: MonthlyReport, key: str) -> Table:
    cell = Figures(frozen.figures).cell(Period.MONTH, report.month, **{PROJECT: key})
    dimensions = [office_dimension(report), project_dimension(key)]
    row = (scope_code(report), key, cell.count, cell.members)
    return Table.from_rows(measure_of(frozen.version, report), dimensions, [row])


def _number(tables: Iterable[PublishedTable], given: list[PublishedTable]) -> int | None:
    for table in tables:
        given.append(table)
        return table.cells[0].people.number
    return None
