"""What pages show of tests: the tests of an event, and what the test says."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.ui import formats
from amparo.ui.charts import Chart, DotPairs, Pair

from ..event_rights import rights_on
from ..gain import ENOUGH, FEW, Gain, Share
from ..gain_measures import GainRule, gain_definition
from ..item_analysis import Verdict
from ..learning_figures import LearningFigures
from ..models import TestItem, TestMoment, TrainingEvent
from ..models.sittings import Moment

MEAN_GAIN = gettext_lazy("Mean gain")
VERDICTS: dict[Verdict, str | Promise] = {
    Verdict.FINE: pgettext_lazy("question", "Fine"),
    Verdict.TOO_EASY: pgettext_lazy("question", "Too easy"),
    Verdict.TOO_HARD: pgettext_lazy("question", "Too hard"),
    Verdict.MISLEADS: pgettext_lazy("question", "Misleads"),
}
VERDICT_HINTS: dict[Verdict, str | Promise] = {
    Verdict.FINE: "",
    Verdict.TOO_EASY: gettext_lazy("Nearly everybody knows it: it parts nobody."),
    Verdict.TOO_HARD: gettext_lazy("Hardly anybody knows it: was it taught, is it clear?"),
    Verdict.MISLEADS: gettext_lazy("Those who know less get it more often: read it again."),
}


def reads_questions(user: User) -> bool:
    """Whether somebody may read the questions of tests and their right answers."""
    return bool({"training.keep", "training.train"} & set(user.permissions))


def is_protected(may: Collection[str], moments: Iterable[TestMoment]) -> bool:
    """Whether small groups are hidden: where nobody is named, and from those who do not see who
    takes part.
    """
    no_names = any(each.is_anonymous for each in moments)
    return no_names or "train" not in may


@dataclass(frozen=True)
class TestLine:
    """A test of the event; `count` is None where it would show fewer than five people."""

    __test__ = False

    moment: TestMoment
    count: int | None
    may_train: bool
    may_enter: bool


def tests_section(event: TrainingEvent, user: User) -> dict | None:
    """Returns the tests of an event for its page; None where there are none and the user cannot
    open one.
    """
    may = rights_on(event, user)
    figures = LearningFigures(event, is_protected=True)
    moments = [figures.moments[each] for each in Moment.values if each in figures.moments]
    if not moments and "train" not in may:
        return None
    trains = "train" in may
    lines = [
        TestLine(
            each, _shown(figures.count(each.moment), is_protected=not trains), trains,
            "keep" in may or (trains and not each.is_anonymous),
        )
        for each in moments
    ]  # fmt: skip
    return {
        "lines": lines, "may_train": trains, "has_all": len(lines) == len(Moment),
        "pairs": len(figures.pairing.pairs) if len(figures.pairing.pairs) >= FEW else None,
    }  # fmt: skip


def _shown(count: int, *, is_protected: bool) -> int | None:
    return None if is_protected and 0 < count < FEW else count


@dataclass(frozen=True)
class Fact:
    """A figure with its name and, where it needs one, what it means."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class ItemLine:
    """What the test says of one question."""

    item: TestItem
    text: str
    language: str
    difficulty: str
    correlation: str
    verdict: str
    hint: str
    is_fine: bool


class TestResultsPage:
    """What the test of an event says, for one user."""

    __test__ = False

    def __init__(self, event: TrainingEvent, user: User, *, is_report: bool = False) -> None:
        """A report is protected whoever makes it: others read it."""
        self.event = event
        self.figures = LearningFigures(event, is_protected=True)
        self.is_protected = self.figures.is_protected = is_report or is_protected(
            rights_on(event, user), self.figures.moments.values()
        )
        # Wordings of questions are not for those who read figures alone.
        self.reads_questions = reads_questions(user)
        self.gain = self.figures.gain
        self.few, self.enough = FEW, ENOUGH

    @property
    def is_comparable(self) -> bool:
        return self.figures.is_comparable

    @cached_property
    def counts(self) -> list[Fact]:
        """Who took which test: pairs, those alone, those who came late."""
        pairing = self.figures.pairing
        said = [
            Fact(_("Both tests"), self._count(len(pairing.pairs))),
            Fact(_("Only before"), self._count(pairing.only_before)),
            Fact(_("Only after"), self._count(pairing.only_after)),
        ]
        if self.figures.late:
            note = _("Taken after the training had begun: no test before. Left out of the pairs.")
            said.append(Fact(_("Before, but late"), self._count(self.figures.late), note))
        if pairing.probable:
            note = _("Their codes differ by one letter. They are not counted in the pairs.")
            said.append(Fact(_("Probable pairs"), self._count(len(pairing.probable)), note))
        return said

    def _count(self, count: int) -> str:
        if _shown(count, is_protected=self.is_protected) is None:
            return _("fewer than %(few)d") % {"few": FEW}
        return formats.number(count)

    @cached_property
    def facts(self) -> list[Fact]:
        """Counts and means; from ten pairs on what can be said beyond these people."""
        gain = self.gain
        if gain is None:
            return []
        said = [
            Fact(_("Mean score before"), _percent(gain.before), self._guessed),
            Fact(_("Mean score after"), _percent(gain.after)),
            Fact(str(MEAN_GAIN), _points(gain.gain), _interval(gain)),
            Fact(_("Improved"), _share(gain.improved)),
            Fact(pgettext("test score", "Fell"), _share(gain.fell)),
        ]
        if gain.passed_after is not None and gain.passed_before is not None:
            mark = {"mark": self.event.version.min_score}
            said.append(
                Fact(_("At %(mark)s %% or more, before") % mark, _share(gain.passed_before))
            )
            said.append(Fact(_("At %(mark)s %% or more, after") % mark, _share(gain.passed_after)))
        said.append(Fact(
            _("All points before"), _share(gain.top_before),
            _("They could gain nothing: where they are many, the test is too easy."),
        ))  # fmt: skip
        return said

    @property
    def _guessed(self) -> str:
        guessed = self.figures.guessed(Moment.BEFORE) if self.reads_questions else None
        if not guessed:
            return ""
        return _("Guessing gives %(percent)s.") % {"percent": _percent(guessed)}

    @cached_property
    def methods(self) -> list[Fact]:
        """The figures of method, each with its formula."""
        gain = self.gain
        if gain is None:
            return []
        said = []
        if gain.hake is not None:
            said.append(Fact(
                _("Normalised gain g of the means"), _number(gain.hake),
                _("Hake: gain of the means divided by what was left to gain."),
            ))  # fmt: skip
        if gain.change is not None:
            said.append(Fact(
                _("Normalised change c"), _number(gain.change),
                _("Marx and Cummings: a rise by what was left to gain, a fall by what there was to"
                  " lose; of %(count)d people.") % {"count": gain.changed},
            ))  # fmt: skip
        return said + self._inference(gain)

    def _inference(self, gain: Gain) -> list[Fact]:
        found = gain.inference
        if found is None:
            return []
        said = []
        if found.effect is not None:
            said.append(Fact(
                _("Effect size d (average of both spreads)"), _number(found.effect),
                _("Mean gain divided by the root of the mean of both variances, with the"
                  " correction of Hedges for n - 1."),
            ))  # fmt: skip
        if found.t_probability is not None:
            said.append(Fact(_("t test of pairs, p"), _probability(found.t_probability)))
        if found.wilcoxon is not None:
            said.append(
                Fact(_("Wilcoxon signed ranks, p"), _probability(found.wilcoxon.probability))
            )
        return said

    @property
    def later(self) -> Fact | None:
        """Months later, for those who took the test before as well."""
        gain = self.figures.later_gain
        if gain is None:
            return None
        words = ngettext("Of %(count)d person.", "Of %(count)d people.", gain.n)
        return Fact(_("Mean gain months later"), _points(gain.gain), words % {"count": gain.n})

    @cached_property
    def chart(self) -> Chart | None:
        """Before and after by theme; None where nothing may be said."""
        if not self.figures.themes:
            return None
        names = self.figures.theme_names
        return DotPairs(
            name="themes", title=_("Correct answers before and after the training"), unit="%",
            width=640, full=100, label_name=pgettext("question", "Theme"),
            before_name=pgettext("chart", "Before"), after_name=pgettext("chart", "After"),
            pairs=tuple(
                Pair(names[each.theme] if each.theme else pgettext("theme", "Without a theme"),
                     round(each.before), round(each.after))
                for each in self.figures.themes
            ),
        )  # fmt: skip

    @cached_property
    def analyses(self) -> list[tuple[TestMoment, list[ItemLine], str, int]]:
        """What each test says of its questions, its reliability, and of how many tests."""
        found: list[tuple[TestMoment, list[ItemLine], str, int]] = []
        for moment in self.figures.moments.values() if self.reads_questions else ():
            analysis = self.figures.analysis(moment.moment)
            if analysis is not None:
                lines = [
                    _item_line(item, figures)
                    for item, figures in zip(
                        self.figures.items(moment.moment), analysis.items, strict=True
                    )
                ]
                known = analysis.reliability
                said = "–" if known is None else _number(known)
                found.append((moment, lines, said, analysis.n))
        return found

    @property
    def gain_words(self) -> str:
        """How this installation counts a gain of 20 percent."""
        definition = gain_definition()
        said = (
            _("In reports somebody has gained from %(least)s points on.")
            if definition.rule is GainRule.POINTS
            else _("In reports somebody has gained from %(least)s %% of the score before on.")
        )
        return said % {"least": formats.number(definition.least)}


def _item_line(item: TestItem, figures) -> ItemLine:
    text, language = item.question.words_here
    related = figures.correlation
    return ItemLine(
        item, text, language, _percent(100 * figures.difficulty),
        "–" if related is None else _number(related), str(VERDICTS[figures.verdict]),
        str(VERDICT_HINTS[figures.verdict]), figures.verdict is Verdict.FINE,
    )  # fmt: skip


def _percent(value: float) -> str:
    return f"{formats.number(round(value))}\u00a0%"


def _points(value: float) -> str:
    sign = "+" if round(value) > 0 else ""
    words = ngettext("%(value)s point", "%(value)s points", abs(round(value)))
    return words % {"value": f"{sign}{formats.number(round(value))}"}


def _number(value: float) -> str:
    return formats.number(round(value, 2))


def _probability(value: float) -> str:
    return f"< {formats.number(0.001)}" if value < 0.001 else formats.number(round(value, 3))


def _interval(gain: Gain) -> str:
    if gain.inference is None:
        return _("From ten pairs on an interval is given.")
    low, high = gain.inference.interval
    return _("95 %% interval: %(low)s to %(high)s") % {"low": _number(low), "high": _number(high)}


def _share(share: Share) -> str:
    """A count of the whole, its percent from ten people on, and the interval of the share."""
    if share.count is None or share.percent is None:
        return _("not shown: a group of fewer than %(few)d") % {"few": FEW}
    said = _("%(count)s of %(of)s") % {
        "count": formats.number(share.count), "of": formats.number(share.of),
    }  # fmt: skip
    if share.interval is None:
        return said
    low, high = share.interval
    return _("%(said)s: %(percent)s (%(low)s to %(high)s)") % {
        "said": said, "percent": _percent(share.percent), "low": _percent(100 * low),
        "high": _percent(100 * high),
    }  # fmt: skip
