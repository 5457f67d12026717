"""What evidence may count of surveys: scores of those that stand, against the survey's own limits.

Limits come with the survey's file. A score of a survey without limits is in no group.
"""

from collections.abc import Iterator
from functools import cache

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.measures import Column, ColumnType, Fact, Unit, register_fact

from ..measures import case_paths, case_values, persons_unit, read
from ..record_sources import case_source
from .models import InstrumentVersion, Round


def _scores() -> Iterator[tuple]:
    rows = Round.objects.exclude(overall=None)
    limit = cache(_last_limit)
    for pk, day, at, stands, person, *case, place, code, wave, version, overall in read(
        rows, "pk", "on", "at", "is_standing", "person_id", *case_paths("case"), "case__place_id",
        "version__instrument__code", "wave", "version_id", "overall",
    ):  # fmt: skip
        last = limit(version)
        yield (
            pk, day, at, None if stands else at, person, *case_values(*case), place,
            None, code, wave, last is not None, last is not None and overall > last,
            float(overall),
        )  # fmt: skip


def _last_limit(version: int) -> float | None:
    """Up to which score the second best group of the survey reaches."""
    limits = InstrumentVersion.objects.get(pk=version).survey.limits
    return float(limits[-2].upto) if len(limits) > 1 else None


register_fact(
    Fact(
        "survey_scores", _("Scores of monitoring surveys"),
        (persons_unit, Unit("surveys", _("Surveys"))), _scores,
        (
            Column("survey", _("Survey")),
            Column("wave", pgettext_lazy("survey", "Round")),
            Column("has_limits", _("Has limits"), ColumnType.FLAG),
            Column("is_in_top_group", _("In the best group of the survey"), ColumnType.FLAG),
            Column("score", _("Score"), ColumnType.NUMBER),
        ),
        left_out=_("surveys that a later one replaced; surveys without a score"),
        records=case_source(
            lambda: Round.objects.filter(is_standing=True).exclude(overall=None), "on",
            person="person",
            columns={
                "survey": "version__instrument__code", "wave": "wave",
                "score": lambda: Q(overall__isnull=False),
            },
        ),
    )
)  # fmt: skip
