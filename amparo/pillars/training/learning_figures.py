"""Figures of the tests of one event: pairs, gain, themes, questions. What `gain` and
`item_analysis` say of rows that nobody may read one by one: only groups of five come out.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from statistics import fmean

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query

from .gain import FEW, Gain, Pair, measure_gain
from .item_analysis import Analysis, analyse_items, guessed_percent
from .models import PairingKey, TestAnswer, TestItem, TestMoment, TestSitting, TrainingEvent
from .models.sittings import Moment
from .pairing_codes import Coded, Pairing, pair_sittings
from .question_files import Kind

# Questions that can be guessed: one answer of those that are offered.
_ONE_OF = (Kind.SINGLE, Kind.TRUE_FALSE)
_NOBODY = Pairing((), (), 0, 0)


@dataclass(frozen=True)
class ThemeGain:
    """Mean scores of the pairs in the questions of one theme; `theme` is its key, None without."""

    theme: int | None
    before: float
    after: float


class LearningFigures:
    """What the tests of an event say. `is_protected` hides groups of fewer than five people."""

    def __init__(self, event: TrainingEvent, *, is_protected: bool) -> None:
        self.event, self.is_protected = event, is_protected
        rows = TestMoment.objects.filter(event=event).select_related("form")
        self.moments = {each.moment: each for each in rows}

    @cached_property
    def _items(self) -> Mapping[int, list[TestItem]]:
        """The questions of the forms in use, by key of the form."""
        forms = {each.form_id for each in self.moments.values()}
        rows = TestItem.objects.filter(form__in=forms).select_related("question__theme")
        paths = ("question__texts", "question__options", "question__theme__texts")
        found: dict[int, list[TestItem]] = defaultdict(list)
        for each in rows.prefetch_related(*paths).order_by("position", "pk"):
            found[each.form_id].append(each)
        return found

    def items(self, moment: str) -> list[TestItem]:
        """The questions of the test at a moment, in its order."""
        return self._items[self.moments[moment].form_id]

    @cached_property
    def _taken(self) -> Mapping[int, list[tuple]]:
        """The tests taken by moment: (key, pairing, time, percent)."""
        found = defaultdict(list)
        for moment, *row in _sittings(self.event.pk):
            found[moment].append(tuple(row))
        return found

    def count(self, moment: str) -> int:
        """How many took the test at a moment; 0 where there was none."""
        return len(self._rows(moment))

    def _rows(self, moment: str) -> list[tuple]:
        found = self.moments.get(moment)
        return self._taken[found.pk] if found else []

    # Before the training began.

    @cached_property
    def begins_at(self) -> datetime | None:
        sessions = list(self.event.sessions.all())
        return min((each.starts_at for each in sessions), default=None)

    @cached_property
    def late(self) -> int:
        """How many took the test before after the training had begun: no test before."""
        return sum(self.is_late(at) for _key, _pairing, at, _percent in self._rows(Moment.BEFORE))

    def is_late(self, taken_at: datetime) -> bool:
        return self.begins_at is not None and taken_at >= self.begins_at

    @property
    def is_comparable(self) -> bool:
        """Whether the forms before and after are one, or were checked to be as difficult."""
        return self._is_comparable(Moment.AFTER)

    def _is_comparable(self, moment: str) -> bool:
        first, second = self.moments.get(Moment.BEFORE), self.moments.get(moment)
        if first is None or second is None or first.form_id == second.form_id:
            return True
        return first.form.is_equivalent and second.form.is_equivalent

    # Pairs.

    @cached_property
    def pairing(self) -> Pairing:
        """Who took both tests; a test before that came late is left out."""
        return self._pair(Moment.AFTER)

    def _pair(self, moment: str) -> Pairing:
        first = [row for row in self._rows(Moment.BEFORE) if not self.is_late(row[2])]
        second = self._rows(moment)
        if not first and not second:
            return _NOBODY
        near = self._near
        return pair_sittings(
            *([Coded(row[0], row[1], near.get(row[0], frozenset())) for row in rows]
              for rows in (first, second))
        )  # fmt: skip

    @cached_property
    def _near(self) -> Mapping[int, frozenset[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for sitting, key in _near_keys(self.event.pk):
            found[sitting].add(key)
        return {key: frozenset(keys) for key, keys in found.items()}

    def scores_of(self, pairing: Pairing) -> list[Pair]:
        percents = {row[0]: float(row[3]) for rows in self._taken.values() for row in rows}
        return [Pair(percents[one], percents[two]) for one, two in pairing.pairs]

    @cached_property
    def gain(self) -> Gain | None:
        """Before and after; None under five pairs and where the forms cannot be compared."""
        return self._gain(Moment.AFTER, self.pairing)

    @cached_property
    def later_gain(self) -> Gain | None:
        """Before and months later."""
        return self._gain(Moment.LATER, self._pair(Moment.LATER))

    def _gain(self, moment: str, pairing: Pairing) -> Gain | None:
        if moment not in self.moments or not self._is_comparable(moment):
            return None
        mark = self.event.version.min_score
        return measure_gain(
            self.scores_of(pairing), pass_mark=None if mark is None else float(mark),
            is_protected=self.is_protected,
        )  # fmt: skip

    # Themes and questions.

    @cached_property
    def themes(self) -> list[ThemeGain]:
        """Means of the pairs by theme, in the order of the test after; [] under five pairs. Only
        themes that both forms ask about.
        """
        if self.gain is None:
            return []
        before = self._theme_means(Moment.BEFORE, {one for one, _two in self.pairing.pairs})
        after = self._theme_means(Moment.AFTER, {two for _one, two in self.pairing.pairs})
        return [
            ThemeGain(theme, before[theme], after[theme]) for theme in after if theme in before
        ]

    def _theme_means(self, moment: str, keys: set[int]) -> dict[int | None, float]:
        found = self.moments[moment]
        themes = {each.pk: each.question.theme_id for each in self.items(moment)}
        shares: dict[int | None, list[float]] = {theme: [] for theme in themes.values()}
        for sitting, item, share in self._points(found.pk):
            if sitting in keys:
                shares[themes[item]].append(float(share))
        return {theme: 100 * fmean(each) for theme, each in shares.items() if each}

    def _points(self, moment: int) -> tuple[tuple[int, int, Decimal], ...]:
        if moment not in self._known_points:
            self._known_points[moment] = _shares(moment)
        return self._known_points[moment]

    @cached_property
    def _known_points(self) -> dict[int, tuple[tuple[int, int, Decimal], ...]]:
        return {}

    @cached_property
    def theme_names(self) -> Mapping[int, str]:
        """The names of all themes that the forms ask about, in the reader's language."""
        asked = (each.question for items in self._items.values() for each in items)
        return {each.theme.pk: each.theme.words_here[0] for each in asked if each.theme}

    def analysis(self, moment: str) -> Analysis | None:
        """The questions of the test at a moment; None under ten tests."""
        found = self.moments.get(moment)
        if found is None or self.count(moment) < 2 * FEW:
            return None
        rows: dict[int, dict[int, float]] = defaultdict(dict)
        for sitting, item, share in self._points(found.pk):
            rows[sitting][item] = float(share)
        items = [each.pk for each in self.items(moment)]
        return analyse_items([[row[item] for item in items] for row in rows.values()])

    def guessed(self, moment: str) -> float | None:
        """What guessing gives at a moment, in percent."""
        if moment not in self.moments:
            return None
        asked = [each.question for each in self.items(moment)]
        return guessed_percent(
            [len(each.options.all()) if each.kind in _ONE_OF else 0 for each in asked]
        )


@aggregate_query("never shown one by one: LearningFigures makes groups of five and more of them")
def _sittings(event: int) -> tuple:
    rows = TestSitting.objects.filter(moment__event=event).order_by("pk")
    return tuple(rows.values_list("moment", "pk", "pairing", "taken_at", "percent"))


@aggregate_query("never shown: they find answers that belong together")
def _near_keys(event: int) -> tuple:
    rows = PairingKey.objects.filter(sitting__moment__event=event)
    return tuple(rows.values_list("sitting", "key"))


@aggregate_query("never shown one by one: LearningFigures makes means of them")
def _shares(moment: int) -> tuple:
    rows = TestAnswer.objects.filter(sitting__moment=moment).order_by("pk")
    return tuple(rows.values_list("sitting", "item", "share"))
