"""Rounds as pages show them: scores with their counts, side by side within one version."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.models import Case
from amparo.ui.charts import Lines, Series
from amparo.ui.charts.lines import MOST_SERIES

from .comparison import RoundScores, ScoreChange, score_changes
from .figures import share
from .instrument import Survey, said
from .models import DimensionScore, SurveyResponse
from .names import add_names
from .scoring import band

_TWO = Decimal("0.01")


@dataclass(frozen=True)
class DimensionResult:
    """One score: its number, how full its bar is, its band, and how it moved since the last."""

    called: str
    value: Decimal | None
    share: int = 0
    band: str = ""
    move: str = ""
    score: DimensionScore | None = None


@dataclass(frozen=True)
class Row:
    """One round among those of its version: a score by dimension, and the whole."""

    held: SurveyResponse
    cells: list[DimensionResult]
    overall: DimensionResult


@dataclass
class Group:
    """The rounds of one person by one version: only these stand beside each other."""

    held: SurveyResponse
    columns: list[str]
    rows: list[Row] = field(default_factory=list)

    @property
    def version(self):
        return self.held.version

    @property
    def is_scored(self) -> bool:
        return self.version.survey.is_scored

    @property
    def chart(self) -> Lines | None:
        """The scores from survey to survey; None below two. A score that is missing is a gap.

        All dimensions where they can be told apart beside the overall score; else that alone.
        """
        if not self.is_scored or len(self.rows) < 2:
            return None
        lines = [(_("Overall"), [row.overall.value for row in self.rows])]
        if len(self.columns) < MOST_SERIES:
            lines += [
                (name, [row.cells[at].value for row in self.rows])
                for at, name in enumerate(self.columns)
            ]
        return Lines(
            name=f"scores-{self.held.ref.hex}",
            title=_("Scores from survey to survey"),
            points=tuple(row.held.wave_called for row in self.rows),
            series=tuple(Series(name, tuple(values)) for name, values in lines),
            point_name=pgettext("chart", "Survey"),
        )


def shown(survey: Survey, called: str, value: Decimal | None, **more) -> DimensionResult:
    if value is None:
        return DimensionResult(called, None, **more)
    limit = band(survey, Fraction(value))
    name = said(limit.name, get_language() or "") if limit else ""
    return DimensionResult(called, value.quantize(_TWO), share(value), name, **more)


def scores_of(held: SurveyResponse) -> list[DimensionResult]:
    """Every dimension of one round, with what was answered of it."""
    survey, language = held.version.survey, get_language() or ""
    return [
        shown(survey, said(each.name, language), score.value, score=score)
        for each in survey.dimensions
        if (score := held.by_dimension.get(each.code))
    ]


def groups(rounds: Iterable[SurveyResponse]) -> list[Group]:
    """In order of time, each person and each version by itself."""
    sorted_out: dict[tuple[int, int], list[SurveyResponse]] = {}
    for each in rounds:
        sorted_out.setdefault((each.person_id, each.version_id), []).append(each)
    return [_group(those) for those in sorted_out.values()]


def _group(rounds: Sequence[SurveyResponse]) -> Group:
    survey, language = rounds[0].version.survey, get_language() or ""
    scored = survey.dimensions if survey.is_scored else ()
    names = {each.code: said(each.name, language) for each in scored}
    told = [RoundScores(each.version_id, each.values | {"": each.overall}) for each in rounds]
    moved = {code: [ScoreChange.UNKNOWN, *score_changes(told, code)] for code in (*names, "")}
    group = Group(rounds[0], list(names.values()))
    for at, each in enumerate(rounds):
        values = told[at].scores
        cells = [
            shown(survey, name, values.get(code), move=moved[code][at].value)
            for code, name in names.items()
        ]
        whole = shown(survey, "", each.overall, move=moved[""][at].value)
        group.rows.append(Row(each, cells, whole))
    return group


def current_responses(case: Case) -> list[SurveyResponse]:
    rounds = SurveyResponse.objects.standing().filter(case=case).in_order()
    return list(rounds.select_related("version", "by").prefetch_related("scores"))


def latest_scores(case: Case, user: User) -> list[Row]:
    """The newest round of each person of a case, with how it moved since the one before.

    For whoever builds on surveys: `surveys/latest.html` shows what this returns.
    """
    found = groups(current_responses(case))
    newest: dict[int, Row] = {}
    for row in (group.rows[-1] for group in found):
        last = newest.get(row.held.person_id)
        if last is None or (last.held.on, last.held.pk) < (row.held.on, row.held.pk):
            newest[row.held.person_id] = row
    add_names((row.held for row in newest.values()), user)
    return list(newest.values())
