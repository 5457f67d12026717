"""What evidence may count of child protection: children registered, and their best interests."""

from collections.abc import Iterator

from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.measures import (
    Column,
    ColumnType,
    Fact,
    OfficeDays,
    Unit,
    register_fact,
)
from amparo.pillars.assistance.cases.measures import (
    case_paths,
    case_values,
    moved,
    persons_unit,
    read,
)
from amparo.pillars.assistance.cases.record_sources import case_source

from .models import BestInterestsAssessment, UnaccompaniedChild


def _approved() -> QuerySet:
    return BestInterestsAssessment.objects.filter(
        child=OuterRef("pk"), state=BestInterestsAssessment.State.APPROVED
    )


def _children() -> Iterator[tuple]:
    office_day = OfficeDays()
    first = _approved().order_by().values("child").annotate(first=Min("reviewed_at"))
    rows = UnaccompaniedChild.objects.annotate(assessed_at=Subquery(first.values("first")))
    for pk, at, person, *case, place, status, assessed_at in read(
        rows, "pk", "at", "person_id", *case_paths("case"), "case__place_id", "status",
        "assessed_at",
    ):  # fmt: skip
        day, assessed_on = office_day(case[0], at), office_day(case[0], assessed_at)
        yield (
            pk, day, at, None, person, *case_values(*case), place, None, status,
            assessed_on is not None, assessed_on and day and (assessed_on - day).days,
        )  # fmt: skip


register_fact(
    Fact(
        "children", _("Unaccompanied and separated children registered"),
        (persons_unit, Unit("children", pgettext_lazy("unit", "Children"))), _children,
        (
            Column(
                "separation", pgettext_lazy("column", "Status"),
                get_label=lambda code: str(UnaccompaniedChild.Status(code).label),
            ),
            Column("has_assessment", _("Best interests assessment approved"), ColumnType.FLAG),
            Column("days", _("Days to the best interests assessment"), ColumnType.NUMBER),
        ),
        left_out=_("nothing; children who have turned 18 since were registered as children"),
        records=case_source(
            lambda: UnaccompaniedChild.objects.all(), "at", is_moment=True, person="person",
            columns={
                "separation": "status", "has_assessment": lambda: Exists(_approved()),
                "days": lambda: Exists(_approved()),
            },
        ),
        moved=moved(UnaccompaniedChild, person="person"),
    )
)  # fmt: skip
