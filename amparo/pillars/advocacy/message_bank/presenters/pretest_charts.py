"""Pretests as charts: one round as bars; two rounds or two versions as before and after."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.labels import label_of
from amparo.ui import formats
from amparo.ui.charts import Bar, Bars, Chart, DotPairs, Pair

from ..models import MEASURED, KeyMessage, Pretest


def pretest_charts(message: KeyMessage) -> list[Chart]:
    """Returns one chart for each language in which somebody was asked. Where the message replaces
    another, its first round is that of the other, if there was one: prefetch
    `replaces__pretests` for many.
    """
    own = [row for row in message.pretests.all() if row.discarded_at is None]
    earlier = message.replaces
    former = [row for row in earlier.pretests.all() if row.discarded_at is None] if earlier else []
    charts: list[Chart] = []
    for language in message.language_codes:
        rounds = [row for row in (*former, *own) if row.language == language]
        if any(row.language == language for row in own):
            charts.append(_chart(language, rounds))
    return charts


def _chart(language: str, rounds: Sequence[Pretest]) -> Chart:
    first, last = rounds[0], rounds[-1]
    about = {"language": formats.language_name(language)}
    name, question = f"pretest-{language}", pgettext("pretest", "Question")
    if first is last:
        return Bars(
            name=name, unit="%", full=100, width=480,
            title=_("Pretest in %(language)s") % about,
            description=_asked([last]),
            bars=tuple(Bar(label, last.share(code)) for code, label in _questions()),
            label_name=question, value_name=pgettext("pretest", "Of those asked"),
        )  # fmt: skip
    return DotPairs(
        name=name, unit="%", full=100, width=480,
        title=_("Pretest in %(language)s: first and last round") % about,
        description=_asked([first, last]),
        pairs=tuple(
            Pair(label, first.share(code), last.share(code)) for code, label in _questions()
        ),
        label_name=question, before_name=_round_name(first), after_name=_round_name(last),
    )  # fmt: skip


def _questions() -> Iterable[tuple[str, str]]:
    for code in MEASURED:
        yield code, str(label_of(Pretest, code))


def _round_name(row: Pretest) -> str:
    about = {"day": formats.with_year(row.tested_on), "count": formats.number(row.asked)}
    return _("%(day)s (%(count)s asked)") % about


def _asked(rounds: Iterable[Pretest]) -> str:
    return formats.join_list(_round_name(each) for each in rounds)
