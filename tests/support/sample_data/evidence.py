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
    _add_donor_sheet(world)


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


def _add_donor_sheet(world: SimpleNamespace) -> None:
    """A sheet that was sent to a donor, of a month before."""
    from amparo.pillars.evidence import donor_sheets
    from amparo.pillars.evidence.figures import earlier
    from amparo.pillars.evidence.models import DonorAgreement, DonorSheet
    from amparo.pillars.evidence.tests.made_up_months import made_up_people, signed_month

    people = made_up_people({("", "female", "adult"): 43, ("", "male", "child"): 21})
    report = signed_month(
        people, office=world.office, month=earlier(world.office.today(), 9),
        by=world.data_officer, signer=world.supervisor,
    )  # fmt: skip
    project, today = world.donors_project, world.office.today()
    world.donor_agreement = DonorAgreement.record(
        project, by=world.programme_manager, recipient=world.cast.donor_office.organization,
        purpose="Annual reporting", reference="C-2026-07", breakdowns=["sex"],
        indicators=[world.donors_indicator.indicator], starts_on=today.replace(month=1, day=1),
        until=today.replace(month=12, day=31),
    )  # fmt: skip
    world.donor_sheet = DonorSheet.ask(world.donor_agreement, by=world.data_officer, report=report)
    donor_sheets.compose(world.donor_sheet)
    world.donor_sheet.sign(by=world.supervisor)
