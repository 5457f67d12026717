"""What evidence may count of closures: whether goals were met, as plans ask."""

from collections.abc import Iterator
from functools import partial

from django.db.models import Case as CaseWhen
from django.db.models import Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.measures import (
    Column,
    ColumnType,
    Fact,
    OfficeDays,
    Unit,
    register_fact,
)

from ..cases.measures import case_paths, case_values, cases_label, moved, persons_unit, read
from ..cases.models import Closure
from ..cases.models.closures import GoalResult
from ..cases.record_sources import case_source
from .models import GoalOutcome


def _had_goals() -> Exists:
    return Exists(GoalOutcome.objects.filter(closure=OuterRef("pk")))


def _missed_goals() -> Exists:
    goals = GoalOutcome.objects.filter(closure=OuterRef("pk"))
    return Exists(goals.exclude(outcome=GoalResult.MET))


def _closures() -> Iterator[tuple]:
    office_day = OfficeDays()
    # Without a goal nobody can say whether goals were met.
    met = CaseWhen(
        When(~Q(_had_goals()), then=Value(None)),
        When(_missed_goals(), then=Value(False)),
        default=Value(True),
    )
    rows = Closure.objects.exclude(in_effect_at=None).annotate(met=met)
    for pk, at, reopened_at, person, place, *case, reason, met_all in read(
        rows, "pk", "in_effect_at", "reopened_at", "case__person_id", "case__place_id",
        *case_paths("case"), "reason", "met",
    ):  # fmt: skip
        day = office_day(case[0], at)
        yield (
            pk, day, at, reopened_at and reopened_at, person, *case_values(*case),
            place, None, reason, met_all is not None, met_all,
        )  # fmt: skip


register_fact(
    Fact(
        "closures", _("Cases closed"), (Unit("closures", cases_label), persons_unit), _closures,
        (
            Column(
                "reason", pgettext_lazy("column, field", "Reason"),
                get_label=partial(codes.label, "closure_reason"),
            ),
            Column("has_goals", _("Had goals"), ColumnType.FLAG),
            Column("has_met_goals", _("All goals achieved"), ColumnType.FLAG),
        ),
        left_out=_("closures that wait for approval; cases that were reopened since"),
        records=case_source(
            lambda: Closure.objects.exclude(in_effect_at=None).filter(reopened_at=None),
            "in_effect_at", is_moment=True,
            columns={
                "reason": "reason", "has_goals": _had_goals,
                "has_met_goals": lambda: Q(_had_goals()) & ~Q(_missed_goals()),
            },
        ),
        moved=moved(Closure),
    )
)  # fmt: skip
