"""What evidence may count of family tracing: requests closed, families reunified."""

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.measures import Column, Fact, OfficeDays, Unit, register_fact

from ..measures import case_paths, case_values, moved, persons_unit, read
from .models import Reunited, TracingClosed


def _closed() -> Iterator[tuple]:
    office_day = OfficeDays()
    for pk, at, reopened_at, person, office, kept_to, outcome in read(
        TracingClosed.objects, "pk", "at", "reopened_at", "request__inquirer_id",
        "request__office_id", "request__kept_to", "outcome",
    ):  # fmt: skip
        yield (
            pk, office_day(office, at), at, reopened_at and reopened_at, person,
            office, None, None, bool(kept_to), None, None, outcome,
        )  # fmt: skip


register_fact(
    Fact(
        "tracing", _("Tracing requests closed"),
        (Unit("requests", _("Tracing requests")), persons_unit), _closed,
        (
            Column(
                "outcome", _("Result"), get_label=partial(codes.label, "tracing_outcome")
            ),
        ),
    )
)  # fmt: skip


def _reunited() -> Iterator[tuple]:
    for pk, day, at, person, *case, place in read(
        Reunited.objects, "pk", "on", "at", "reunification__person_id",
        *case_paths("reunification__case"), "reunification__case__place_id",
    ):  # fmt: skip
        yield (pk, day, at, None, person, *case_values(*case), place, None)


register_fact(
    Fact(
        "reunifications", _("Families reunified"),
        (persons_unit, Unit("reunifications", _("Reunifications"))), _reunited,
        moved=moved(Reunited, "reunification__case", "reunification__person"),
    )
)  # fmt: skip
