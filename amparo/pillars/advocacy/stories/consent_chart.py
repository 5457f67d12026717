"""The life of a consent as a picture: given, asked again, today, and its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.ui import formats
from amparo.ui.charts.chart import NARROW, Cell, Chart, Reader, Table
from amparo.ui.charts.drawing import Circle, Drawing, Line, Rect, Text
from amparo.ui.charts.values import Value

from .models import MediaConsent

_TOP, _HEIGHT, _EDGE = 40, 14, 10


@dataclass(frozen=True, kw_only=True)
class ConsentChart(Chart):
    """A bar from the first day to the last, full as far as today."""

    agreed_on: date
    ask_again_on: date
    expires_on: date
    today: date
    left: str
    is_mirrored: ClassVar[bool] = False

    def check(self) -> None:
        if self.expires_on <= self.agreed_on:
            raise ValueError("A consent ends after it began")

    def values(self) -> Iterable[Value]:
        return [(self.expires_on - self.agreed_on).days]

    def lay_out(self, width: int, reader: Reader) -> Drawing:
        drawing = Drawing(width, _TOP + 54)
        room = width - 2 * _EDGE
        here = self._place(self.today, room)
        drawing.add(
            Rect(_EDGE, _TOP, room, _HEIGHT, "chart-bed"),
            Rect(_EDGE, _TOP, here - _EDGE, _HEIGHT, "chart-fill-1"),
        )
        for day, anchor, words in self._marks(is_narrow=width <= NARROW):
            at = self._place(day, room)
            drawing.add(
                Line(at, _TOP + _HEIGHT, at, _TOP + _HEIGHT + 10, "chart-zero"),
                Text(at, _TOP + _HEIGHT + 26, words, anchor),
            )
        drawing.add(Circle(here, _TOP + _HEIGHT / 2, 9, "chart-map-dot"))
        anchor = "start" if here < width / 3 else "end" if here > width * 2 / 3 else "middle"
        drawing.add(Text(here, _TOP - 14, self.left, anchor, "chart-strong"))
        return drawing

    def table(self, reader: Reader) -> Table:
        rows = tuple((Cell(words), Cell(formats.full_day(day))) for words, day in self._days())
        return Table((pgettext("media consent", "Step"), _("Date")), rows)

    def _days(self) -> list[tuple[str, date]]:
        return [
            (pgettext("media consent", "Agreed on"), self.agreed_on),
            (pgettext("media consent", "Ask again on"), self.ask_again_on),
            (pgettext("media consent", "Ends on"), self.expires_on),
        ]

    def _marks(self, *, is_narrow: bool) -> list[tuple[date, str, str]]:
        anchors = ("start", "middle", "end")
        found = [
            (day, anchor, f"{words}: {formats.with_year(day)}")
            for (words, day), anchor in zip(self._days(), anchors, strict=True)
        ]
        if is_narrow:  # no room for words below a phone's bar: the table says them
            return [(day, anchor, formats.with_year(day)) for day, anchor, _words in found]
        return found

    def _place(self, day: date, room: float) -> float:
        whole = (self.expires_on - self.agreed_on).days
        passed = min(max((day - self.agreed_on).days, 0), whole)
        return _EDGE + room * passed / whole


def time_left(consent: MediaConsent, today: date) -> str:
    """Returns how long the consent still holds, or why it does not."""
    if why := consent.invalid_text(today):
        return why
    days = (consent.expires_on - today).days
    if days >= 60:
        months = days // 30
        return ngettext("%(count)s month left", "%(count)s months left", months) % {
            "count": formats.number(months)
        }
    return ngettext("%(count)s day left", "%(count)s days left", days) % {
        "count": formats.number(days)
    }


def consent_chart(consent: MediaConsent, today: date) -> ConsentChart:
    """Returns the chart of one consent; its description says the same in words."""
    said = _("Agreed on %(agreed)s, asked again on %(again)s, ends on %(end)s unless renewed.") % {
        "agreed": formats.full_day(consent.agreed_on),
        "again": formats.full_day(consent.ask_again_on),
        "end": formats.full_day(consent.expires_on),
    }
    return ConsentChart(
        name="consent", title=_("Life of the consent"), description=said, width=960,
        agreed_on=consent.agreed_on, ask_again_on=consent.ask_again_on,
        expires_on=consent.expires_on, today=today, left=time_left(consent, today),
    )  # fmt: skip
