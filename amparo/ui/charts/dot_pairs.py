"""Dot pairs: what was measured before and after, one row each."""

from collections.abc import Iterable
from dataclasses import dataclass

from .bars import Row, Rows, lay_out_rows
from .chart import Cell, Chart, KeyEntry, Reader, Table, greatest
from .drawing import Circle, Drawing, Line, Rect, Text
from .scales import Scale, find_ticks
from .text import LINE, widest
from .values import Hidden, Value, as_number, check_value, is_whole

_RADIUS = 6
_AXIS = 22


@dataclass(frozen=True)
class Pair:
    """What was measured before and after."""

    label: str
    before: Value
    after: Value
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class DotPairs(Chart):
    """Before and after: a hollow dot before, a full one after, and the way between them."""

    pairs: tuple[Pair, ...]
    label_name: str
    before_name: str
    after_name: str
    full: float = 0

    def check(self) -> None:
        for value in self.values():
            check_value(value)

    def values(self) -> Iterable[Value]:
        return [value for pair in self.pairs for value in (pair.before, pair.after)]

    def lay_out(self, width: int, reader: Reader) -> Drawing:
        beside = widest(self._figures(reader), is_strong=True) + _RADIUS + 8
        labels = [pair.label for pair in self.pairs]
        rows = lay_out_rows(labels, width, beside, before=beside)
        ticks = self._ticks(rows)
        scale = Scale(0, ticks[-1], rows.start, rows.end)
        drawing = Drawing(width, rows.height + _AXIS)
        drawing.add(*self._draw_axis(ticks, scale, rows, reader))
        for pair, row in zip(self.pairs, rows.rows, strict=True):
            drawing.add(*rows.draw_label(row))
            drawing.add(*self._draw_pair(pair, row, scale, reader))
        return drawing

    def _figures(self, reader: Reader) -> list[str]:
        return [self.write(value, reader) for value in self.values()]

    def _ticks(self, rows: Rows) -> list[float]:
        most = max(self.full, greatest(self.values()))
        count = 2 if rows.is_narrow else 4
        return find_ticks([most], count, is_whole=all(map(is_whole, self.values())))

    def _draw_axis(
        self, ticks: list[float], scale: Scale, rows: Rows, reader: Reader
    ) -> Iterable[Line | Text]:
        texts = [self.write(tick, reader) for tick in ticks]
        shown = _choose_ticks(texts, (rows.end - rows.start) / max(len(ticks) - 1, 1))
        for at, (tick, text) in enumerate(zip(ticks, texts, strict=True)):
            x = scale(tick)
            for top, bottom in _find_free(rows):
                yield Line(x, top, x, bottom, "chart-axis" if at else "chart-zero")
            if at in shown:
                yield Text(x, rows.height + LINE, text, "middle")

    def _draw_pair(
        self, pair: Pair, row: Row, scale: Scale, reader: Reader
    ) -> Iterable[Line | Circle | Rect | Text]:
        before, after = as_number(pair.before), as_number(pair.after)
        if before is not None and after is not None:
            yield Line(scale(before), row.middle, scale(after), row.middle, "chart-between")
        yield from _draw_hidden(pair, row, scale)
        if before is not None:
            yield Circle(scale(before), row.middle, _RADIUS, "chart-hollow")
        if after is not None:
            yield Circle(scale(after), row.middle, _RADIUS, "chart-fill-1")
        yield from self._draw_figures(pair, row, scale, reader)

    def _draw_figures(self, pair: Pair, row: Row, scale: Scale, reader: Reader) -> Iterable[Text]:
        """The smaller figure before its dot, the greater one after: they never meet."""
        ends = [(pair.before, ""), (pair.after, "chart-strong")]
        first, last = sorted(ends, key=lambda end: _place(end[0]))
        y, away = row.middle + 4, _RADIUS + 4
        left = scale(_place(first[0])) - away
        yield Text(left, y, self.write(first[0], reader), "end", first[1])
        right = max(scale(_place(last[0])), scale(0) + 10 if _is_hidden(pair) else 0) + away
        yield Text(right, y, self.write(last[0], reader), "start", last[1])

    def table(self, reader: Reader) -> Table:
        rows = tuple(
            (
                Cell(pair.label),
                self.cell(pair.before, reader),
                self.cell(pair.after, reader, pair.url),
            )
            for pair in self.pairs
        )
        return Table((self.label_name, self.before_name, self.after_name), rows)

    def key(self, reader: Reader) -> list[KeyEntry]:
        before = KeyEntry("chart-hollow", "circle", self.before_name)
        return [before, KeyEntry("chart-fill-1", "circle", self.after_name)]


def _find_free(rows: Rows) -> list[tuple[float, float]]:
    """From where to where the lines of the axis run: on a phone not through the labels."""
    if not rows.is_narrow:
        return [(0, rows.height)]
    return [(row.top, row.top + row.height) for row in rows.rows]


def _choose_ticks(texts: list[str], step: float) -> set[int]:
    """Which ticks have their figure: all, the first and the last, or the last, as they fit."""
    last = len(texts) - 1
    width = widest(texts) + 6
    if width <= step:
        return set(range(len(texts)))
    return {0, last} if width <= step * last else {last}


def _place(value: Value) -> float:
    """Where the figure stands; one that is hidden or was not taken stands by the base."""
    return as_number(value) or 0


def _is_hidden(pair: Pair) -> bool:
    return isinstance(pair.before, Hidden) or isinstance(pair.after, Hidden)


def _draw_hidden(pair: Pair, row: Row, scale: Scale) -> list[Rect]:
    limits = [v.below or 0 for v in (pair.before, pair.after) if isinstance(v, Hidden)]
    if not limits:
        return []
    length = max(10, scale.length(max(limits)))
    return [Rect(scale(0), row.middle - 6, length, 12, "chart-hidden", is_hatched=True)]
