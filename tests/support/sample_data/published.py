"""Figures that leave the office in the sample data: a release, a public one, a total of before."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace


def add_published_figures(world: SimpleNamespace) -> None:
    """One release that waits for a signature, one that is public, and a legacy total."""
    from amparo.foundation.directory.models import Mandate
    from amparo.pillars.evidence import releasing
    from amparo.pillars.evidence.figures import earlier
    from amparo.pillars.evidence.models import Indicator, LegacyTotal, Release
    from amparo.pillars.evidence.tests.made_up_months import made_up_people, signed_month

    world.mandate = Mandate.add(
        world.health_authority,
        by=world.administrator,
        place=world.place,
        since=world.office.today(),
    )
    people = made_up_people({("", "female", "adult"): 43, ("", "male", "child"): 21})
    reports = [
        signed_month(
            people, office=world.office, month=earlier(world.office.today(), back),
            by=world.data_officer, signer=world.supervisor,
        )
        for back in (8, 7)
    ]  # fmt: skip
    indicators = Indicator.objects.filter(code="OPT-1")
    public, world.release = (
        Release.propose(
            by=world.data_officer, reports=[report], indicators=indicators, breakdowns=["sex"]
        )
        for report in reports
    )
    for each in (public, world.release):
        releasing.audit(each)
        each.refresh_from_db()
    public.sign(by=world.supervisor)
    world.legacy_total = LegacyTotal.record(
        world.office, by=world.data_officer, indicator=indicators[0], starts_on=date(2020, 1, 1),
        ends_on=date(2020, 12, 31), value=Decimal(120), source="Annual report 2020",
        source_on=date(2021, 2, 1),
    )  # fmt: skip
