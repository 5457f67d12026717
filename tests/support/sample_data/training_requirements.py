"""Training in the sample data: what is required of staff."""

from datetime import timedelta
from types import SimpleNamespace


def add_requirements(world: SimpleNamespace) -> None:
    """Who exports must hold a competency: in the days of grace, with one waiver."""
    from amparo.pillars.training.models import CompetencyRequirement, RequirementWaiver

    today = world.office.today()
    world.requirement = CompetencyRequirement.record(
        by=world.supervisor, office=world.office, competency=world.competency,
        verb="case.export", starts_on=today, grace_days=30,
    )  # fmt: skip
    world.requirement_waiver = RequirementWaiver.give(
        world.requirement, world.data_officer, by=world.supervisor,
        until=today + timedelta(days=60), because="On leave until the next course.",
    )  # fmt: skip
