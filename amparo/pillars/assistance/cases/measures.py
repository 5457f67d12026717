"""What evidence may count of casework: what the facts of its apps share, and follow-ups due."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.db import models
from django.db.models import F, Manager, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.measures import (
    PERSONS,
    Column,
    ColumnType,
    Fact,
    OfficeDays,
    Unit,
    register_fact,
)
from amparo.foundation.protection.risk import Band

from .extension_points import case_transfers
from .models import Case, Task
from .record_sources import case_source

# How many rows are read at once.
MANY = 5_000
_BANDS = {band.value: band.code for band in Band}

persons_unit = Unit(PERSONS, _("Persons"))
cases_label = _("Cases")
service_column = Column("service", _("Service"), get_label=partial(codes.label, "service_type"))


def case_paths(case: str = "") -> tuple[str, ...]:
    """The paths of what the row of every fact says of its case, for `case_values`."""
    at = f"{case}__" if case else ""
    return (f"{at}team__office_id", f"{at}kind", f"{at}risk", f"{at}confidentiality")


def case_values(office: int, kind: str, risk: int, confidentiality: str) -> tuple:
    """Office, kind, risk and whether it is restricted, in the order of `measures.ROW`."""
    return office, kind, _BANDS[risk], confidentiality != Case.Confidentiality.ORDINARY


def read(rows: QuerySet | Manager, *paths: str) -> Iterator[tuple]:
    """Every row, few at a time."""
    return rows.order_by().values_list(*paths).iterator(chunk_size=MANY)


def moved(
    model: type[models.Model], case: str = "case", person: str = "case__person"
) -> Callable[[datetime], Iterator[tuple[int, int | None]]]:
    """For `Fact.moved`: the records whose case another office took over after a moment, each with
    its person. `case` and `person` are paths from the record; "" where it is the case itself.
    """

    def rows_since(since: datetime) -> Iterator[tuple[int, int | None]]:
        path = f"{case}__in" if case else "pk__in"
        taken = Q()
        for transferred in case_transfers:
            taken |= Q(**{path: transferred(since)})
        rows = model._default_manager.filter(taken) if taken else model._default_manager.none()
        yield from rows.order_by().values_list("pk", person).distinct()

    return rows_since


def _follow_ups() -> Iterator[tuple]:
    office_day = OfficeDays()
    rows = Task.objects.filter(what=Task.What.FOLLOW_UP).annotate(person=F("case__person_id"))
    for pk, due_on, made_at, done_at, person, *case, place in read(
        rows, "pk", "due_on", "made_at", "done_at", "person", *case_paths("case"),
        "case__place_id",
    ):  # fmt: skip
        done_on = office_day(case[0], done_at)
        yield (
            pk, due_on, made_at, None, person, *case_values(*case), place, None,
            done_on is None or done_on > due_on, done_on is not None,
        )  # fmt: skip


register_fact(
    Fact(
        "follow_ups", _("Follow-ups due"),
        (Unit("follow_ups", pgettext_lazy("unit", "Follow-ups")), persons_unit), _follow_ups,
        (
            Column("is_late", _("Not done by the due date"), ColumnType.FLAG),
            Column("is_done", pgettext_lazy("follow-up", "Done"), ColumnType.FLAG),
        ),
        left_out=_("nothing; follow-ups of closed cases were due too"),
        records=case_source(
            lambda: Task.objects.filter(what=Task.What.FOLLOW_UP), "due_on",
            columns={
                "is_late": lambda: Q(done_at=None) | Q(done_at__date__gt=F("due_on")),
                "is_done": lambda: Q(done_at__isnull=False),
            },
        ),
        moved=moved(Task),
    )
)  # fmt: skip
