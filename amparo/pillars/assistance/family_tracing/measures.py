"""What evidence may count of family tracing: requests closed, families reunified."""

from collections.abc import Iterator, Sequence
from functools import partial

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.measures import (
    Column,
    Fact,
    ListedRecord,
    OfficeDays,
    RecordListing,
    RecordSource,
    Unit,
    register_fact,
)
from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.measures import (
    case_paths,
    case_values,
    moved,
    persons_unit,
    read,
)
from amparo.pillars.assistance.cases.record_sources import case_source

from .models import ReunificationHandover, TracingClosure, TracingRequest


def _describe(requests: Sequence[TracingRequest], user: User) -> list[ListedRecord]:
    return [ListedRecord(each.get_absolute_url(), each.name, each.number) for each in requests]


def _closed() -> Iterator[tuple]:
    office_day = OfficeDays()
    for pk, at, reopened_at, person, office, kept_to, outcome in read(
        TracingClosure.objects, "pk", "at", "reopened_at", "request__inquirer_id",
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
        left_out=_("requests that were reopened since"),
        records=RecordSource(
            listing=RecordListing(
                "case.see", "tracing.listed",
                lambda user: TracingRequest.objects.accessible_to(user).select_related("inquirer"),
                _describe,
            ),
            rows=lambda user: TracingClosure.objects.accessible_to(user).filter(reopened_at=None),
            day="at", is_moment=True, listed="request", office="request__office",
            person="request__inquirer", columns={"outcome": "outcome"},
        ),
    )
)  # fmt: skip


def _reunited() -> Iterator[tuple]:
    for pk, day, at, person, *case, place in read(
        ReunificationHandover.objects, "pk", "on", "at", "reunification__person_id",
        *case_paths("reunification__case"), "reunification__case__place_id",
    ):  # fmt: skip
        yield (pk, day, at, None, person, *case_values(*case), place, None)


register_fact(
    Fact(
        "reunifications", _("Families reunified"),
        (persons_unit, Unit("reunifications", _("Reunifications"))), _reunited,
        left_out=_("reunifications that did not take place"),
        records=case_source(
            lambda: ReunificationHandover.objects.all(), "on", case="reunification__case",
            person="reunification__person",
        ),
        moved=moved(ReunificationHandover, "reunification__case", "reunification__person"),
    )
)  # fmt: skip
