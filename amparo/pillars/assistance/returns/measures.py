"""What evidence may count of assisted voluntary return: who departed, and whereto."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.measures import Column, Fact, Unit, register_fact
from amparo.pillars.assistance.cases.measures import (
    case_paths,
    case_values,
    moved,
    persons_unit,
    read,
)
from amparo.pillars.assistance.cases.record_sources import case_source
from amparo.ui import formats

from .models import JourneyMilestone
from .models.journeys import ReturnJourney


def _returns() -> Iterator[tuple]:
    rows = JourneyMilestone.objects.filter(
        kind=JourneyMilestone.Kind.DEPARTURE, journey__travellers__is_going=True
    )
    for pk, day, at, state, person, *case, place, country in read(
        rows, "pk", "day", "at", "journey__state", "journey__travellers__person_id",
        *case_paths("journey__case"), "journey__case__place_id", "journey__country",
    ):  # fmt: skip
        cancelled = day if state == ReturnJourney.State.CANCELLED else None
        yield (pk, day, at, cancelled, person, *case_values(*case), place, None, country)


register_fact(
    Fact(
        "returns", _("Departures of returnees"),
        (persons_unit, Unit("departures", _("Departures"))), _returns,
        (
            Column("country", _("Country"), get_label=formats.country_name),
        ),
        left_out=_("journeys that were cancelled; travellers who stayed"),
        records=case_source(
            lambda: JourneyMilestone.objects.filter(
                kind=JourneyMilestone.Kind.DEPARTURE, journey__travellers__is_going=True
            ).exclude(journey__state=ReturnJourney.State.CANCELLED),
            "day", case="journey__case", person="journey__travellers__person",
            columns={"country": "journey__country"},
        ),
        moved=moved(JourneyMilestone, "journey__case", "journey__travellers__person"),
    )
)  # fmt: skip
