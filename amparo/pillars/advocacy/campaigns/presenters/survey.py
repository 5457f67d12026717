"""What people knew, thought and did before and after: shares, intervals and their picture."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from amparo.foundation.disclosure_control.audiences import MINIMUM_DENOMINATOR
from amparo.ui import formats
from amparo.ui.charts import Cell, DotPairs, Hidden, Pair, Reader, Table
from amparo.ui.charts.bars import Row
from amparo.ui.charts.drawing import Line
from amparo.ui.charts.scales import Scale

from ..models import Campaign, SurveyAnswer, SurveyItem, SurveyRound
from ..models.surveys import SAME_PEOPLE
from ..survey_intervals import Interval, difference, proportion

# How far the lines of intervals stand from the middle of their row.
_APART = 9


@dataclass(frozen=True)
class ItemLine:
    """One item in two rounds; None where a round did not ask it, or too few were asked."""

    item: SurveyItem
    before: SurveyAnswer | None
    after: SurveyAnswer | None
    change: Interval | None
    is_withheld: bool = False

    @property
    def before_share(self) -> Interval | None:
        return _share(self.before)

    @property
    def after_share(self) -> Interval | None:
        return _share(self.after)

    @property
    def is_good(self) -> bool:
        """Whether the change goes where it should, and is no chance."""
        if self.change is None or not self.change.excludes_zero:
            return False
        return (self.change.estimate < 0) == self.item.is_better_lower

    @property
    def change_text(self) -> str:
        """In points of per cent, with its interval."""
        return points(self.change) if self.change else ""


def _share(answer: SurveyAnswer | None) -> Interval | None:
    return proportion(answer.yes, answer.asked) if answer else None


def per_cent(value: float) -> int:
    return round(100 * value)


def share_text(share: Interval | None) -> str:
    """The share with its interval, as in 58 % (46–69); a dash where nobody was asked."""
    if share is None:
        return "–"
    low, high = (formats.number(per_cent(each)) for each in (share.low, share.high))
    return f"{formats.number(per_cent(share.estimate))} % ({low}–{high})"


def _signed(share: float) -> str:
    """With its sign before it, also where one reads from the right; nothing has none."""
    value = per_cent(share)
    signed = f"{value:+d}".replace("-", "\u2212") if value else "0"
    return f"\u2066{signed}\u2069" if get_language_bidi() else signed


def points(change: Interval) -> str:
    words = {
        "points": _signed(change.estimate),
        "low": _signed(change.low),
        "high": _signed(change.high),
    }
    return _("%(points)s points (%(low)s to %(high)s)") % words


@dataclass(frozen=True, kw_only=True)
class SurveyPairs(DotPairs):
    """Before and after, with the interval of each: thin lines above and below their dots, and in
    the table.
    """

    lines: tuple[ItemLine, ...] = field(default=())
    change_name: str = ""

    def _draw_pair(self, pair: Pair, row: Row, scale: Scale, reader: Reader) -> Iterable[Any]:
        yield from super()._draw_pair(pair, row, scale, reader)
        line = next(each for each in self.lines if each.item.text == pair.label)
        for share, y in (
            (line.before_share, row.middle - _APART), (line.after_share, row.middle + _APART)
        ):  # fmt: skip
            if share is not None and not line.is_withheld:
                yield Line(scale(100 * share.low), y, scale(100 * share.high), y, "chart-zero")

    def table(self, reader: Reader) -> Table:
        names = (self.label_name, self.before_name, self.after_name, self.change_name)
        return Table(names, tuple(self._row(line, reader) for line in self.lines))

    def _row(self, line: ItemLine, reader: Reader) -> tuple[Cell, ...]:
        if line.is_withheld:
            return (Cell(line.item.text), *(Cell(reader.hidden) for _cell in range(3)))
        return (
            Cell(line.item.text), Cell(share_text(line.before_share)),
            Cell(share_text(line.after_share)), Cell(line.change_text or "–"),
        )  # fmt: skip


class Survey:
    """The survey of a campaign. Four queries. `minimum`: of fewer asked nothing is shown."""

    def __init__(self, campaign: Campaign, minimum: int = 0):
        self.campaign, self.minimum = campaign, minimum

    @cached_property
    def items(self) -> list[SurveyItem]:
        return list(self.campaign.items.prefetch_related("texts"))

    @cached_property
    def rounds(self) -> list[SurveyRound]:
        return list(self.campaign.rounds.prefetch_related("answers"))

    @cached_property
    def baseline(self) -> SurveyRound | None:
        held = (each for each in self.rounds if each.is_held)
        return next((each for each in held if each.kind == SurveyRound.Kind.BASELINE), None)

    @cached_property
    def latest(self) -> SurveyRound | None:
        """The round that is compared: the endline, else the last one that was held."""
        later = [
            each for each in self.rounds
            if each.is_held and each.kind != SurveyRound.Kind.BASELINE
        ]  # fmt: skip
        ends = [each for each in later if each.kind == SurveyRound.Kind.ENDLINE]
        found = ends or later
        return found[-1] if found else None

    @property
    def why_no_change(self) -> str:
        """Why no difference is reckoned; "" where it is."""
        if self.baseline is None or self.latest is None:
            return _("A difference needs a baseline and a later round.")
        if not self.latest.is_comparable:
            return _("Those asked are not comparable with the baseline: no difference is shown.")
        if SAME_PEOPLE in (self.baseline.sample, self.latest.sample):
            return _("The same people were asked again: this interval does not hold for them.")
        return ""

    @cached_property
    def lines(self) -> list[ItemLine]:
        before, after = _answers(self.baseline), _answers(self.latest)
        is_compared = not self.why_no_change
        return [
            self._line(item, before.get(item.pk), after.get(item.pk), is_compared)
            for item in self.items
            if item.pk in before or item.pk in after
        ]

    def _line(self, item: SurveyItem, before: SurveyAnswer | None, after: SurveyAnswer | None,
              is_compared: bool) -> ItemLine:  # fmt: skip
        asked = [each.asked for each in (before, after) if each]
        if min(asked) < self.minimum:
            return ItemLine(item, None, None, None, is_withheld=True)
        change = None
        if is_compared and before and after:
            change = difference((before.yes, before.asked), (after.yes, after.asked))
        return ItemLine(item, before, after, change)

    @cached_property
    def chart(self) -> SurveyPairs | None:
        if not self.lines:
            return None
        return SurveyPairs(
            name="survey", title=_("What people know, think and do, before and after"), unit="%",
            pairs=tuple(
                Pair(each.item.text, _dot(each, each.before_share), _dot(each, each.after_share))
                for each in self.lines
            ),
            label_name=pgettext("survey", "Item"),
            before_name=_round_name(self.baseline, pgettext("survey", "before")),
            after_name=_round_name(self.latest, pgettext("survey", "after")),
            full=100, lines=tuple(self.lines),
            change_name=pgettext("survey", "Change (95 % interval)"), width=480,
        )  # fmt: skip


def public_survey(campaign: Campaign) -> Survey:
    """The survey as it stands in a report that leaves the office."""
    return Survey(campaign, MINIMUM_DENOMINATOR)


def _dot(line: ItemLine, share: Interval | None) -> int | Hidden | None:
    if line.is_withheld:
        return Hidden()
    return per_cent(share.estimate) if share else None


def _round_name(survey_round: SurveyRound | None, otherwise: str) -> str:
    if survey_round is None or survey_round.held_until is None:
        return otherwise
    words = {
        "round": survey_round.get_kind_display(), "day": formats.with_year(survey_round.held_until)
    }  # fmt: skip
    return _("%(round)s, %(day)s") % words


def _answers(survey_round: SurveyRound | None) -> dict[int, SurveyAnswer]:
    rows: Iterable[SurveyAnswer] = survey_round.answers.all() if survey_round else ()
    return {each.item_id: each for each in rows}
