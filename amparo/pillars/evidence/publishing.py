"""Publishing frozen figures to the institutions in whose territory they lie.

An institution is given, of each signed month, who was assisted in the areas of its mandate: by
sex and by age group, rounded and hidden by `disclosure_control`, audited with all that it and
everybody hold already. Pages read what was given, and never what was counted.
"""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.utils.timezone import localdate

from amparo.foundation.core.audit import log
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.jobs import checkpoint
from amparo.foundation.core.models import Organization
from amparo.foundation.directory.models import Mandate, regions_within
from amparo.foundation.disclosure_control.audiences import Audience
from amparo.foundation.disclosure_control.release import Release as CheckedRelease
from amparo.foundation.disclosure_control.release import release
from amparo.foundation.disclosure_control.restrictions import find_refusal
from amparo.foundation.disclosure_control.secret import rounding_secret
from amparo.foundation.disclosure_control.tables import Dimension, Table

from .engine import Period
from .figures import Cell, Figures
from .grammar import Definition, DefinitionError
from .holdings import held_by, measure_of, office_dimension, scope_code
from .labels import ORDER
from .models import FrozenFigures, IndicatorVersion, MonthlyReport, Publication

# Of these it is not said who is in a restricted group; of every other fact it is assumed.
_ORDINARY_FACTS = frozenset({"services", "cases", "referrals", "follow_ups", "closures"})
_RESTRICTED_COLUMNS = frozenset({"kind", "is_restricted"})

# By what else the people of an area are broken down, each alone.
BREAKDOWNS = ("sex", "age_group")


# What may be published of a definition.


def publishable(version: IndicatorVersion) -> Definition | None:
    """Returns the definition where it counts persons, else None.

    Services, shares and medians are not published: of them it is not stored who is in each cell,
    and what is rounded without that could be averaged away.
    """
    try:
        definition = version.parsed
    except DefinitionError:
        return None
    is_count = definition.counts_persons and not definition.share
    return definition if is_count else None


def has_restricted_kind(definition: Definition, cut: Iterable[str]) -> bool:
    """Whether it says of somebody that they are in a restricted group."""
    names = {name for name, _values in definition.where} | set(cut)
    return definition.fact not in _ORDINARY_FACTS or bool(names & _RESTRICTED_COLUMNS)


# Counted tables, of what is frozen.


def sexes() -> tuple[str, ...]:
    """The codes of the list, and "unknown" for what is not recorded."""
    found = [term.code for term in codes.terms("sex")]
    return tuple(dict.fromkeys([*found, "unknown"]))


def dimensions_for(report: MonthlyReport, areas: Iterable[str]) -> tuple[Dimension, ...]:
    """Office, area, sex and age group. Somebody may be assisted in two areas in a month, and come
    of age in it; sex is as it is today.
    """
    # They are not all the areas that there are: people of the office are elsewhere too.
    named = {each: frozenset({each}) for each in areas}
    return (
        office_dimension(report),
        Dimension("area1", groups=named, is_overlapping=True, area_level=1),
        Dimension("sex", sexes()),
        Dimension("age_group", ORDER["age_group"], is_overlapping=True),
    )


def area_table(frozen: FrozenFigures, report: MonthlyReport, areas: list[str]) -> Table:
    """What was counted in these areas, whether or not anybody was: all cells are there."""
    figures, month, code = Figures(frozen.figures), report.month, scope_code(report)
    by = set(frozen.version.parsed.by)
    rows: list[tuple] = [
        (code, area, None, None, *_of(figures.cell(Period.MONTH, month, area1=area)))
        for area in areas
    ]
    if "sex" in by:
        found = by_values(figures.cells(Period.MONTH, month, ("area1", "sex")), sexes())
        rows += [
            (code, area, sex, None, *found.get((area, sex), (0, 0)))
            for area in areas for sex in sexes()
        ]  # fmt: skip
    if "age_group" in by:
        cells = figures.cells(Period.MONTH, month, ("age_group", "area1"))
        ages = {
            (area, age or "unknown"): _of(each) for each in cells for age, area in [each.values]
        }
        rows += [
            (code, area, None, age, *ages.get((area, age), (0, 0)))
            for area in areas for age in ORDER["age_group"]
        ]  # fmt: skip
    measure = measure_of(frozen.version, report)
    return Table.from_rows(measure, dimensions_for(report, areas), rows)


def by_values(
    cells: Iterable[Cell], listed: Iterable[str]
) -> dict[tuple[str, ...], tuple[int, int]]:
    """Count and members by value, the last of which is "unknown" where it is not listed."""
    found: dict[tuple[str, ...], tuple[int, int]] = {}
    known = set(listed)
    for each in cells:
        *before, value = each.values
        key = (*before, value if value in known else "unknown")
        count, members = found.get(key, (0, 0))
        found[key] = (count + each.count, members ^ each.members)
    return found


def _of(cell: Cell) -> tuple[int, int]:
    return cell.count, cell.members


# Giving.


def publish_all() -> None:
    """Gives every institution what it lacks: oldest months first, each table in one step."""
    for institution in institutions():
        territory = [str(area.pk) for area in territory_of(institution)]
        for report, frozen in _signed_figures():
            _publish(institution, territory, report, frozen)


def institutions() -> list[Organization]:
    """Those that have a mandate today."""
    keys = Mandate.objects.in_force(localdate()).values("organization")
    return list(Organization.objects.filter(pk__in=keys).order_by("pk"))


def territory_of(institution: Organization) -> list:
    """The areas of level 1 of its mandate, by name."""
    mandates = Mandate.objects.in_force(localdate()).filter(organization=institution)
    return regions_within(each.place for each in mandates.select_related("place"))


def _signed_figures() -> Iterator[tuple[MonthlyReport, FrozenFigures]]:
    signed = MonthlyReport.objects.filter(state=MonthlyReport.State.SIGNED)
    for report in signed.order_by("month", "pk"):
        if not report.is_intact:
            continue  # what is not what was signed leaves the office to nobody
        frozen = report.figures.select_related("version__indicator")
        for each in frozen.order_by("version__indicator__order", "pk"):
            definition = publishable(each.version)
            if definition and "area1" in definition.by:
                yield report, each


def _publish(
    institution: Organization, territory: list[str], report: MonthlyReport, frozen: FrozenFigures
) -> None:
    """Gives the areas that it was not answered for yet; a refusal is an answer too."""
    with transaction.atomic():
        checkpoint()
        # Of two jobs in the same moment the second finds what the first has given.
        Organization.objects.select_for_update().get(pk=institution.pk)
        given = Publication.objects.filter(
            recipient=institution, report=report, version=frozen.version
        ).values_list("areas", flat=True)
        missing = [each for each in territory if each not in {area for of in given for area in of}]
        if not missing:
            return
        answer = _answer(institution, report, frozen, missing)
        publication = Publication.objects.create(
            recipient=institution, report=report, version=frozen.version, office=report.office,
            is_with_branches=report.is_with_branches, month=report.month, areas=missing,
            table=Publication.data_of(answer.tables[0] if answer.tables else None),
            refused_because=answer.refused_because or "",
        )  # fmt: skip
        event = "publication.refused" if answer.refused_because else "publication.made"
        log.log_event(None, event, publication, code=frozen.version.indicator.code)


def _answer(
    institution: Organization, report: MonthlyReport, frozen: FrozenFigures, areas: list[str]
) -> CheckedRelease:
    """The table as the institution may have it, or the reason why not."""
    table = area_table(frozen, report, areas)
    month = Dimension("month", period_months=1)
    is_restricted = has_restricted_kind(frozen.version.parsed, ())
    refusal = find_refusal(
        (*table.dimensions, month), Audience.GOVERNMENT, has_restricted_kind=is_restricted
    )
    if refusal:
        return CheckedRelease(refused_because=refusal)
    held = [each for each in held_by(institution) if each.measure == table.measure]
    return release([table], Audience.GOVERNMENT, rounding_secret(), held=held)
