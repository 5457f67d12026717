"""What evidence may count of screenings: what people had believed of their journey."""

from collections.abc import Iterator
from functools import partial
from itertools import product

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.measures import (
    Column,
    ColumnType,
    Fact,
    OfficeDays,
    Unit,
    register_fact,
)

from ..cases.measures import case_paths, case_values, moved, persons_unit, read
from .belief_rules import was_otherwise
from .models import Screening


def _journey_beliefs() -> Iterator[tuple]:
    """A row for each belief and source of a screening; persons are counted once all the same."""
    office_day = OfficeDays()
    told = Screening.objects.with_beliefs()  # type: ignore[attr-defined]
    for pk, at, person, *case, place, beliefs, sources, outcome in read(
        told, "pk", "at", "case__person_id", *case_paths("case"), "case__place_id", "beliefs",
        "belief_sources", "belief_outcome",
    ):  # fmt: skip
        otherwise = was_otherwise(outcome)
        before = (pk, office_day(case[0], at), at, None, person, *case_values(*case), place, None)
        for belief, source in product(beliefs, sources or [None]):
            yield (
                *before, belief, source, outcome or None, otherwise is not None, bool(otherwise)
            )  # fmt: skip


# Route: no field says where a journey led through. It is the nationality of the person and the
# area of the case, where they were met; the store derives both. No list of records stands behind
# these figures: who believed a recruiter is for nobody to look up.
register_fact(
    Fact(
        "journey_beliefs", _("What was believed of the journey"),
        (persons_unit, Unit("screenings", _("Screenings"))), _journey_beliefs,
        (
            Column(
                "belief", _("What was believed"), get_label=partial(codes.label, "journey_belief")
            ),
            Column(
                "belief_source", _("Where it was heard"),
                get_label=partial(codes.label, "belief_source"),
            ),
            Column(
                "belief_outcome", _("How it was in fact"),
                get_label=partial(codes.label, "belief_outcome"),
            ),
            Column("knows_outcome", _("Said how it was in fact"), ColumnType.FLAG),
            Column("was_otherwise", _("Was not as believed, or only in part"), ColumnType.FLAG),
        ),
        left_out=_(
            "screenings in which this was not asked or not answered; of persons, those in cases "
            "of families and groups, where nobody alone is known to have answered"
        ),
        moved=moved(Screening),
    )
)  # fmt: skip
