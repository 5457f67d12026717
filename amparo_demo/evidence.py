"""The evidence of the demo: two months frozen, one of them signed and restated since."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from amparo.foundation.core.models import Organization
from amparo.foundation.directory.models import Mandate
from amparo.foundation.funding.models import Project
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo.pillars.evidence import (
    computing,
    cross_tables,
    donor_sheets,
    freezing,
    outside,
    publishing,
    releasing,
    shipped,
)
from amparo.pillars.evidence.figures import earlier
from amparo.pillars.evidence.models import (
    Computation,
    CrossTable,
    DHIS2DataElement,
    DHIS2OrgUnit,
    DonorAgreement,
    DonorSheet,
    Indicator,
    MonthlyReport,
    ProjectResult,
    Release,
    ReportRelease,
    ResultIndicator,
    Target,
)
from amparo_demo.places import place
from amparo_demo.world import Story, World

HERE = "Puerto Alto"
# Whose focal point reads figures, and of where.
MINISTRY, TERRITORY = "Ministerio de Trabajo y Movilidad", "Altiplano Norte"
REMARK = "Lluvias en el altiplano: dos semanas sin visitas al albergue de la frontera."


# Of the project that pays for most services: what it is to reach.
PROJECT = "ALB-EM"
RESULTS = (
    ("outcome", "Las personas migrantes conocen y ejercen sus derechos", "OPT-4", 70, False),
    ("output", "Las personas reciben alimentos y alojamiento", "OPT-1", 60, True),
)

# Who reads of that project, by which document and for what, by what, and whether it was sent.
AGREEMENTS = (
    ("Cooperación Alba", "ALB-2026-07, anexo 3", "Informe al donante de cada mes",
     ("sex", "age_group", "disability"), True),
    ("Municipio de Puerto Alto", "Convenio 14/2026", "Coordinación de la respuesta",
     ("sex",), False),
)  # fmt: skip


def fill(world: World) -> None:
    if HERE in world.offices:
        world.tell(_results(world))
        world.tell(_months(world))


def _results(world: World) -> Story:
    """A results framework with a target for the year, and one for each of the last months."""
    yield world.at(-100, "10:00")
    shipped.install()
    by = world.users["programme"]
    project = Project.objects.get(code=PROJECT)
    parent: ProjectResult | None = None
    for level, text, code, value, is_cumulative in RESULTS:
        result = ProjectResult.add(project, by=by, level=level, text=text, parent=parent)
        parent = result
        chosen = ResultIndicator.choose(
            result, by=by, indicator=Indicator.objects.get(code=code),
            is_cumulative=is_cumulative, baseline=Decimal(0), baseline_on=project.starts_on,
        )  # fmt: skip
        Target.set_for(
            chosen, by=by, starts_on=world.day(-365), ends_on=project.ends_on, value=Decimal(value)
        )
    reached = ProjectResult.add(
        project, by=by, level="output", text="Cada mes se atiende a quienes llegan",
        parent=result.parent,
    )  # fmt: skip
    monthly = ResultIndicator.choose(
        reached, by=by, indicator=Indicator.objects.get(code="OPT-1"), is_cumulative=False
    )
    for back in (2, 1):
        month = earlier(world.today, back)
        Target.set_for(
            monthly, by=by, starts_on=month, ends_on=earlier(month, -1) - timedelta(days=1),
            value=Decimal(12),
        )  # fmt: skip


def _months(world: World) -> Story:
    """The month before the last one is signed, and differs since; the last one waits."""
    first, last = earlier(world.today, 2), earlier(world.today, 1)
    after = (last - world.today).days
    yield world.at(after + 4, "18:00")
    _food_distribution(world, first)
    report = _frozen(world, first, REMARK)
    yield world.at(after + 5, "09:30")
    report.sign(by=world.users["maren"])
    _prepare_for_others(world, report)
    Mandate.add(
        world.organizations[MINISTRY], by=world.users["admin"], place=place(TERRITORY),
        since=world.day(-200),
    )  # fmt: skip
    publishing.publish_all()
    yield world.at(after + 6, "11:00")
    release = Release.propose(
        by=world.users["data"], reports=[report], breakdowns=("sex", "age_group", "area1"),
        indicators=Indicator.objects.filter(code="OPT-1"),
    )  # fmt: skip
    releasing.audit(release)
    yield world.at(after + 7, "09:00")
    release.sign(by=world.users["maren"])
    yield world.at(after + 8, "09:40")
    _donor_sheets(world, report)
    yield world.at(after + 8, "10:15")
    _recorded_late(world, first)
    # After everything else: what pages read is of today.
    yield world.at(1, "06:00")
    _compute()
    _cross_table(world, last)


def _donor_sheets(world: World, report: MonthlyReport) -> None:
    """One sheet that was sent to the donor, and one for the municipality that waits."""
    project = Project.objects.get(code=PROJECT)
    indicators = Indicator.objects.filter(code__in=[code for *_level, code, _v, _c in RESULTS])
    for recipient, reference, purpose, breakdowns, is_sent in AGREEMENTS:
        agreement = DonorAgreement.record(
            project, by=world.users["programme"], reference=reference, purpose=purpose,
            recipient=Organization.objects.get(name=recipient), indicators=indicators,
            breakdowns=breakdowns, funds=project.funds.all() if is_sent else (),
            starts_on=world.day(-200), until=world.day(165),
        )  # fmt: skip
        sheet = DonorSheet.ask(agreement, by=world.users["data"], report=report, remark=REMARK)
        donor_sheets.compose(sheet)
        sheet.refresh_from_db()
        if is_sent and sheet.is_composed:
            sheet.sign(by=world.users["maren"])


def _prepare_for_others(world: World, report: MonthlyReport) -> None:
    """What the job does after a signature, and codes of a DHIS2 that is made up as well."""
    ReportRelease.objects.get(report=report).finish(outside.prepare(report))
    officer = world.users["data"]
    DHIS2OrgUnit.put(report.office, by=officer, uid="PuertoAlt01")
    combos = {"": "HllvX50cXC0", "sex=female": "FemaleOpt01", "sex=male": "MaleOption1"}
    indicator = Indicator.objects.get(code="OPT-1")
    DHIS2DataElement.put(indicator, by=officer, uid="PersAssist1", option_combos=combos)


def _cross_table(world: World, month: date) -> None:
    """A table of three breakdowns that the night does not count, as its worker counts it."""
    version, computation = (
        Indicator.objects.get(code="OPT-1").version,
        Computation.objects.in_force(),
    )
    if version is None or computation is None:
        raise LookupError("Nothing was computed.")
    table = CrossTable.ask(
        version, by=world.users["data"], computation=computation, office=world.offices[HERE],
        is_with_branches=False, month=month, names=("age_group", "service", "sex"),
    )  # fmt: skip
    cross_tables.compute_table(table)


def _compute() -> None:
    computing.run(Computation.objects.create())


def _frozen(world: World, month: date, remark: str) -> MonthlyReport:
    _compute()
    report = MonthlyReport.ask(
        by=world.users["data"], office=world.offices[HERE], is_with_branches=False, month=month,
        remark=remark,
    )  # fmt: skip
    freezing.freeze(report)
    return report


def _open_cases(world: World, day: date) -> QuerySet[Case]:
    return Case.objects.filter(
        team__office=world.offices[HERE], status__in=("open", "followup"), owner__isnull=False,
        confidentiality=Case.Confidentiality.ORDINARY, identified_on__lte=day,
    ).order_by("pk")  # fmt: skip


def _give_food(world: World, cases: Iterable[Case], day: date) -> None:
    for case in cases:
        ServiceProvided.give(
            case, by=world.users["lucia"], service_type="food", given_on=day, quantity=Decimal(1),
            unit="canasta", is_emergency=True,
        )  # fmt: skip


def _food_distribution(world: World, month: date) -> None:
    """So many that a row of the 5W may be shown; the first three are recorded late."""
    day = month + timedelta(days=9)
    _give_food(world, _open_cases(world, day)[3:27], day)


def _recorded_late(world: World, month: date) -> None:
    """Three visits of the frozen month are recorded late, and one service was a mistake."""
    day = month + timedelta(days=20)
    _give_food(world, _open_cases(world, day)[:3], day)
    mistaken = ServiceProvided.objects.filter(
        case__team__office=world.offices[HERE], given_on__gte=month,
        given_on__lt=earlier(month, -1), voided_at=None, by__isnull=False,
        case__confidentiality=Case.Confidentiality.ORDINARY,
    ).order_by("pk").first()  # fmt: skip
    if mistaken:
        mistaken.void(by=world.users["maren"], because="Registrado en el expediente equivocado.")
