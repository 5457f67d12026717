"""Rounds taken out for who reckons with them: no name, no day, no place, no words of anybody."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from django.utils.crypto import salted_hmac

from amparo.foundation.core.encryption.columns import decrypt_column
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.core.spreadsheets.cells import escape_formula

from .instrument import Dimension, Survey
from .models import InstrumentVersion, SurveyResponse

TOGETHER = 500
OWN = ("person", "survey", "version", "official", "round", "month", "mode", "language")
COUNTS = ("score", "answered", "declined", "unknown", "not_asked")


def open_rounds(version: InstrumentVersion, user: User) -> PermissionQuerySet:
    """Of ordinary files in the offices of who asks; corrected ones are not counted twice."""
    return version.surveyresponses.standing().accessible_to(user, "count")  # type: ignore[attr-defined]


@aggregate_query("rounds are closed to who counts them; the rule `count` limits them")
def how_many(version: InstrumentVersion, user: User) -> int:
    return open_rounds(version, user).count()


def pieces(version: InstrumentVersion, user: User) -> Iterator[bytes]:
    """As CSV in UTF-8, with the mark by which spreadsheet programs know it."""
    yield ("\ufeff" + _lines([titles(version.survey)])).encode()
    last = 0
    survey = version.survey
    while rows := _some(version, user, last):
        last = rows[-1][0]
        named = ((row[0], survey.code, survey.version, *row[1:]) for _key, row in rows)
        yield _lines(named).encode()


def titles(survey: Survey) -> list[str]:
    scores = [f"{each.code}_{count}" for each in _scored(survey) for count in COUNTS]
    return [*OWN, *scores, "overall", *(item.code for item in survey.items)]


@aggregate_query("rounds are closed to who counts them; the rule `count` limits them")
def _some(version: InstrumentVersion, user: User, last: int) -> tuple[tuple[int, tuple], ...]:
    """The next rounds after this key, each with its own and its row: codes and figures alone."""
    rows = open_rounds(version, user).filter(pk__gt=last).order_by("pk")
    found = list(rows.select_related("person").prefetch_related("scores")[:TOGETHER])
    sealed = [(each.ref, each.__dict__["answers"]) for each in found]
    opened = decrypt_column(sealed, model=SurveyResponse, field="answers")
    for each, answers in zip(found, opened, strict=True):
        each.answers = answers or {}
    return tuple((each.pk, tuple(_row(version, each))) for each in found)


def _row(version: InstrumentVersion, held: SurveyResponse) -> list[object]:
    """All but the names of the survey. One person keeps one sign in all that is taken out here,
    and it leads back to nobody.
    """
    survey = version.survey
    sign = salted_hmac("amparo.surveys.taking_out", str(held.person.ref), algorithm="sha256")
    row: list[object] = [
        sign.hexdigest()[:20], "yes" if version.is_official else "no", held.wave,
        f"{held.on:%Y-%m}", held.mode, held.language,
    ]  # fmt: skip
    for each in _scored(survey):
        score = held.by_dimension[each.code]
        row += [_figure(score.value), score.answered, score.declined, score.unknown,
                score.not_asked]  # fmt: skip
    row.append(_figure(held.overall))
    return row + [held.answers.get(item.code, "") for item in survey.items]


def _scored(survey: Survey) -> tuple[Dimension, ...]:
    return survey.dimensions if survey.is_scored else ()


def _figure(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _lines(rows) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(
        [escape_formula(each) if isinstance(each, str) else each for each in row] for row in rows
    )
    return text.getvalue()
