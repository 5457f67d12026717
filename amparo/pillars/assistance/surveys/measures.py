"""What evidence may count of surveys: scores of those that stand, against the survey's own limits;
and what was said, or why nothing was said, about services and rights at the closure of a case.

Limits come with the survey's file. A score of a survey without limits is in no group.
"""

from collections.abc import Iterator
from functools import cache
from itertools import batched

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.encryption.columns import decrypt_column
from amparo.foundation.core.measures import Column, ColumnType, Fact, Unit, register_fact
from amparo.pillars.assistance.cases.measures import (
    MANY,
    case_paths,
    case_values,
    moved,
    persons_unit,
    read,
)
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.record_sources import case_source
from amparo.ui import formats

from . import standard_instruments
from .instrument import DECLINED, UNKNOWN, said
from .models import InstrumentVersion, ScheduledSurvey, SurveyResponse


def _scores() -> Iterator[tuple]:
    rows = SurveyResponse.objects.exclude(overall=None)
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


surveys_unit = Unit("surveys", _("Surveys"))

register_fact(
    Fact(
        "survey_scores", _("Scores of monitoring surveys"), (persons_unit, surveys_unit), _scores,
        (
            Column("survey", _("Survey")),
            Column("wave", pgettext_lazy("survey", "Round")),
            Column("has_limits", _("Has limits"), ColumnType.FLAG),
            Column("is_in_top_group", _("In the best group of the survey"), ColumnType.FLAG),
            Column("score", _("Score"), ColumnType.NUMBER),
        ),
        left_out=_("surveys that a later one replaced; surveys without a score"),
        records=case_source(
            lambda: SurveyResponse.objects.filter(is_standing=True).exclude(overall=None), "on",
            person="person",
            columns={
                "survey": "version__instrument__code", "wave": "wave",
                "score": lambda: Q(overall__isnull=False),
            },
        ),
        moved=moved(SurveyResponse, person="person"),
    )
)  # fmt: skip


# What the three questions of the survey at closure are named, and which answers are a yes. An
# answer that is neither, and a question that was not asked, are in no base.
YES = {
    "knows_service": frozenset(("yes",)),
    "claims_rights": frozenset(("more",)),
    "satisfied": frozenset(("5", "4")),
}
ANSWERED, WAITING, NOT_ASKED = "answered", "waiting", "not_asked"


def _closure_surveys() -> Iterator[tuple]:
    """One row for each person and round that was due; its day is the day it was due."""
    surveys = ScheduledSurvey.objects.filter(
        version__instrument__code=standard_instruments.AT_CLOSURE
    )
    yield from _answered(surveys)
    yield from _not_answered(surveys)


def _same(rows, *, of: str = ""):
    """The rounds or dues of the same person, version and wave, in the same case."""
    names = ("case", "person", "version", "wave")
    return rows.filter(**{name: OuterRef(f"{of}{name}") for name in names}).order_by()


def _answered(surveys) -> Iterator[tuple]:
    due = _same(surveys)
    rounds = SurveyResponse.objects.standing().filter(
        version__instrument__code=standard_instruments.AT_CLOSURE
    )
    rounds = rounds.annotate(
        due=Subquery(due.values("pk")[:1]), due_on=Subquery(due.values("due_on")[:1])
    ).exclude(due=None)
    rows = read(
        rounds, "ref", "answers", "due", "due_on", "at", "person_id", *case_paths("case"),
        "case__place_id", "wave", "language", "by_id", "case__owner_id",
    )  # fmt: skip
    for part in batched(rows, MANY, strict=False):
        opened = decrypt_column([row[:2] for row in part], model=SurveyResponse, field="answers")
        for (_ref, _sealed, *row), answers in zip(part, opened, strict=True):
            pk, day, at, person, *case, place, wave, language, by, owner = row
            yield (
                pk, day, at, None, person, *case_values(*case), place, None, wave, ANSWERED,
                language, by == owner, *_said_of(answers or {}),
            )  # fmt: skip


def _said_of(answers: dict[str, str]) -> Iterator[object]:
    """Of each question: how it was answered, whether with a yes or a no, whether with a yes."""
    for question, yes in YES.items():
        answer = answers.get(question, NOT_ASKED)
        is_said = answer not in (NOT_ASKED, UNKNOWN, DECLINED)
        yield from (answer, is_said, is_said and answer in yes)


def _not_answered(surveys) -> Iterator[tuple]:
    held = _same(SurveyResponse.objects.standing())
    rows = surveys.filter(~Exists(held)).filter(is_about_closure=True)
    for pk, day, at, person, *case, place, wave, is_open, why, status in read(
        rows, "pk", "due_on", "at", "person_id", *case_paths("case"), "case__place_id", "wave",
        "is_open", "not_asked", "case__status",
    ):  # fmt: skip
        outcome = WAITING if is_open else why or NOT_ASKED
        # A case that was reopened is accompanied: nobody is to be asked about its end.
        cancelled_on = day if is_open and status != Case.Status.CLOSED else None
        yield (
            pk, day, at, cancelled_on, person, *case_values(*case), place, None, wave, outcome,
            None, False, *((NOT_ASKED, False, False) * len(YES)),
        )  # fmt: skip


OUTCOMES: dict[str, str | Promise] = {
    ANSWERED: pgettext_lazy("survey", "Answered"),
    WAITING: pgettext_lazy("survey", "Not asked yet"),
    NOT_ASKED: pgettext_lazy("survey", "Not asked"),
    **dict(ScheduledSurvey.NotAsked.choices),
}


def get_outcome_label(code: str) -> str:
    return str(OUTCOMES.get(code, code))


def get_wave_label(code: str) -> str:
    survey = standard_instruments.survey(standard_instruments.AT_CLOSURE)
    return said(survey.wave(code).name, get_language() or "") if survey.has_wave(code) else code


register_fact(
    Fact(
        "closure_surveys", _("Surveys at closure due"), (persons_unit, surveys_unit),
        _closure_surveys,
        (
            Column("wave", pgettext_lazy("survey", "Round"), get_label=get_wave_label),
            Column("outcome", _("Result"), get_label=get_outcome_label),
            Column("language", _("Language"), get_label=formats.language_name),
            Column("is_by_caseworker", _("Surveyed by the caseworker of the case"),
                   ColumnType.FLAG),
            Column("service_answer", _("Answer about services")),
            Column("has_service_answer", _("Says whether they know a service"), ColumnType.FLAG),
            Column("knows_service", _("Knows a service"), ColumnType.FLAG),
            Column("rights_answer", _("Answer about rights")),
            Column("has_rights_answer", _("Says whether they claim rights more easily"),
                   ColumnType.FLAG),
            Column("claims_rights", _("Claims rights more easily"), ColumnType.FLAG),
            Column("satisfaction_answer", _("Answer about satisfaction")),
            Column("has_satisfaction_answer", _("Says whether they are satisfied"),
                   ColumnType.FLAG),
            Column("is_satisfied", _("Satisfied with the assistance"), ColumnType.FLAG),
        ),
        moved=moved(ScheduledSurvey, person="person"),
    )
)  # fmt: skip
