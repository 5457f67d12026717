"""Patterns of unmet needs and links in the sample data."""

from datetime import timedelta
from types import SimpleNamespace

_DAY = timedelta(days=1)


def add_links(world: SimpleNamespace) -> None:
    """A pattern with figures of three months, on which a commitment rests."""
    from amparo.foundation.links.models import Link, Pattern, PatternFigure

    pattern = Pattern.objects.create(
        place=world.place, service_type="shelter.emergency", right="housing"
    )
    month = world.office.today().replace(day=1)
    for count in (25, 30, 20):
        PatternFigure.objects.create(pattern=pattern, month=month, cases=count)
        month = (month.replace(day=1) - _DAY).replace(day=1)
    world.pattern = pattern
    world.pattern_link = Link.add(
        by=world.policy_officer, source=("commitment", world.commitment),
        relation=Link.Relation.RESTS_ON, target=("pattern", pattern),
    )  # fmt: skip
