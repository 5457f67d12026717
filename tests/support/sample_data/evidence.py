"""Figures of the sample data: a month that is frozen, signed and prepared for others."""

from types import SimpleNamespace


def add_figures(world: SimpleNamespace) -> None:
    from amparo.pillars.evidence import computing, freezing, outside
    from amparo.pillars.evidence.figures import earlier
    from amparo.pillars.evidence.models import (
        Computation,
        DHIS2DataElement,
        DHIS2OrgUnit,
        Indicator,
        MonthlyReport,
        ReportRelease,
    )

    computing.run(Computation.objects.create())
    report = MonthlyReport.ask(
        by=world.data_officer, office=world.office, is_with_branches=False,
        month=earlier(world.office.today(), 1),
    )  # fmt: skip
    freezing.freeze(report)
    report.refresh_from_db()
    report.sign(by=world.supervisor)
    ReportRelease.objects.get(report=report).finish(outside.prepare(report))
    DHIS2OrgUnit.put(world.office, by=world.data_officer, uid="DiszpKrYNg8")
    DHIS2DataElement.put(
        Indicator.objects.get(code="OPT-1"), by=world.data_officer, uid="fbfJHSPpUQD",
        option_combos={"": "HllvX50cXC0"},
    )  # fmt: skip
    world.monthly_report = report
    _add_results(world)


def _add_results(world: SimpleNamespace) -> None:
    """A result of a donor's project, its indicator, and what it is to reach."""
    from amparo.pillars.evidence.models import Indicator, ProjectResult, ResultIndicator, Target

    by, project = world.programme_manager, world.donors_project
    world.donors_result = ProjectResult.add(
        project, by=by, level="output", text="Returnees are assisted"
    )
    world.donors_indicator = ResultIndicator.choose(
        world.donors_result, by=by, indicator=Indicator.objects.get(code="OPT-1")
    )
    Target.set_for(
        world.donors_indicator, by=by, starts_on=project.starts_on, ends_on=project.ends_on,
        value=200,
    )  # fmt: skip
