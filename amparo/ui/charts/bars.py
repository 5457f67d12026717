"""Bars, bars against a target, and funnels: one row a bar, from zero."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .chart import NARROW, Chart, KeyEntry, Reader, Table, greatest
from .chart import Cell as TableCell
from .drawing import Drawing, Line, Rect, Text, text_lines
from .scales import Scale
from .text import LINE, shorten, widest, wrap
from .values import Hidden, Value, as_number, check_value

GAP = 8
_LEAST = 10  # a hidden figure is a hatched block of this length at least


@dataclass(frozen=True)
class Bar:
    """One row: `url` opens the list that it counts."""

    label: str
    value: Value
    target: Value = None
    url: str = ""

    @property
    def is_behind(self) -> bool:
        value, target = as_number(self.value), as_number(self.target)
        return value is not None and target is not None and value < target


@dataclass(frozen=True)
class Row:
    """A bar as it is laid out: the lines of its label, and the top and height of its room."""

    label: list[str]
    top: float
    height: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


@dataclass(frozen=True)
class Rows:
    """Where the parts of all rows stand: labels to `label_end`, tracks from `start` to `end`.

    On a desk the label stands before its track; on a phone above it.
    """

    rows: list[Row]
    label_end: float
    start: float
    end: float
    height: float
    is_narrow: bool

    def draw_label(self, row: Row) -> list[Text]:
        if self.is_narrow:
            return text_lines(0, row.top - 6 - LINE * (len(row.label) - 1), row.label, LINE)
        top = row.middle + 4 - LINE / 2 * (len(row.label) - 1)
        return text_lines(self.label_end, top, row.label, LINE, "end")


def lay_out_rows(
    labels: Sequence[str], width: float, figures: float, *, before: float = 0, top: float = 0
) -> Rows:
    """Rows of bars in `width`, with room for `figures` after each track and `before` before it."""
    is_narrow = width <= NARROW + 10
    beside = 0.0 if is_narrow else min(widest(labels) + 12, width * 0.38)
    room = width if is_narrow else beside - 12
    rows, y = [], top
    for label in labels:
        lines = wrap(label, room)
        above = LINE * len(lines) + 2 if is_narrow else 0
        height = 20.0 if is_narrow else max(28.0, LINE * len(lines) + 8)
        rows.append(Row(lines, y + above, height))
        y += above + height + (GAP if is_narrow else 0)
    return Rows(rows, beside - 12, beside + before, width - figures, max(y, LINE), is_narrow)


def draw_value_bar(row: Row, start: float, scale: Scale, value: Value, css: str) -> list[Rect]:
    """The bar of a value; a hatched block where it is hidden, nothing where there is none."""
    top, height = row.middle - 7, 14
    if isinstance(value, Hidden):
        length = max(_LEAST, scale.length(value.below or 0))
        return [Rect(start, top, length, height, "chart-hidden", is_hatched=True)]
    number = as_number(value)
    return [] if number is None else [Rect(start, top, scale.length(number), height, css)]


@dataclass(frozen=True, kw_only=True)
class Bars(Chart):
    """Quantities side by side; with a `target`, how far each is from it.

    `full` is the length of a whole track, where there is one: 100 for per cent, the places of a
    shelter. `label_name` and `value_name` head the columns of the table.
    """

    bars: tuple[Bar, ...]
    label_name: str
    value_name: str
    full: float = 0
    behind_name: str = ""

    def check(self) -> None:
        for value in self._all():
            check_value(value)

    def values(self) -> Iterable[Value]:
        return (bar.value for bar in self.bars)

    def _all(self) -> list[Value]:
        return [value for bar in self.bars for value in (bar.value, bar.target)]

    @property
    def has_targets(self) -> bool:
        return any(as_number(bar.target) is not None for bar in self.bars)

    def lay_out(self, width: int, reader: Reader) -> Drawing:
        figures = [self._figure(bar, reader) for bar in self.bars]
        rows = lay_out_rows(
            [bar.label for bar in self.bars], width, widest(figures, is_strong=True) + GAP + 4
        )
        scale = self._scale(rows)
        drawing = Drawing(width, rows.height)
        for bar, row, figure in zip(self.bars, rows.rows, figures, strict=True):
            drawing.add(*rows.draw_label(row))
            drawing.add(*self._draw_bar(bar, row, rows, scale))
            drawing.add(_draw_figure(row, rows.end, figure, width))
        return drawing

    def _scale(self, rows: Rows) -> Scale:
        most = max(self.full, greatest(self._all()))
        return Scale(0, most or 1, rows.start, rows.end)

    def _figure(self, bar: Bar, reader: Reader) -> str:
        if as_number(bar.target) is None:
            return self.write(bar.value, reader)
        return f"{reader.write(bar.value)} / {self.write(bar.target, reader)}"

    def _draw_bar(self, bar: Bar, row: Row, rows: Rows, scale: Scale) -> Iterable[Rect | Line]:
        if self.has_targets or self.full:
            yield Rect(rows.start, row.middle - 7, rows.end - rows.start, 14, "chart-bed")
        css = "chart-behind" if bar.is_behind else "chart-fill-1"
        yield from draw_value_bar(row, rows.start, scale, bar.value, css)
        target = as_number(bar.target)
        if target is not None:
            at = scale(target)
            yield Line(at, row.middle - 10, at, row.middle + 10, "chart-mark")

    def table(self, reader: Reader) -> Table:
        columns: tuple[str, ...] = (self.label_name, self.value_name)
        if self.has_targets:
            columns = (*columns, reader.target)
        return Table(columns, tuple(self._table_row(bar, reader) for bar in self.bars))

    def _table_row(self, bar: Bar, reader: Reader) -> tuple[TableCell, ...]:
        row = (TableCell(bar.label), self.cell(bar.value, reader, bar.url))
        return (*row, self.cell(bar.target, reader)) if self.has_targets else row

    def key(self, reader: Reader) -> list[KeyEntry]:
        entries = [KeyEntry("chart-mark", "mark", reader.target)] if self.has_targets else []
        if self.behind_name and any(bar.is_behind for bar in self.bars):
            entries.append(KeyEntry("chart-behind", "bar", self.behind_name))
        return entries


def _draw_figure(row: Row, end: float, figure: str, width: float) -> Text:
    text = shorten(figure, width - end - GAP, is_strong=True)
    return Text(end + GAP, row.middle + 4, text, css="chart-strong")


@dataclass(frozen=True)
class Stage:
    """One stage of a funnel: how many reached it."""

    label: str
    value: Value
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Funnel(Chart):
    """How many of those who began reached each stage; outlined, those lost since the one before.

    The first stage is the whole; shares are of it, and are left out where it is hidden or zero.
    """

    stages: tuple[Stage, ...]
    label_name: str
    value_name: str
    share_name: str
    lost_name: str

    def check(self) -> None:
        for stage in self.stages:
            check_value(stage.value)

    def values(self) -> Iterable[Value]:
        return (stage.value for stage in self.stages)

    @property
    def whole(self) -> float:
        return (as_number(self.stages[0].value) if self.stages else 0) or 0

    def lay_out(self, width: int, reader: Reader) -> Drawing:
        figures = [self._figure(stage, reader) for stage in self.stages]
        room = widest(figures, is_strong=True) + GAP + 4
        rows = lay_out_rows([stage.label for stage in self.stages], width, room)
        scale = Scale(0, greatest(self.values()) or 1, rows.start, rows.end)
        drawing = Drawing(width, rows.height)
        before: Value = None
        for stage, row, figure in zip(self.stages, rows.rows, figures, strict=True):
            drawing.add(*rows.draw_label(row))
            drawing.add(*_draw_lost(row, scale, before, stage.value))
            drawing.add(*draw_value_bar(row, rows.start, scale, stage.value, "chart-fill-1"))
            drawing.add(_draw_figure(row, rows.end, figure, width))
            before = stage.value
        return drawing

    def _share(self, stage: Stage, reader: Reader) -> str:
        number = as_number(stage.value)
        return "" if number is None else reader.share(number, self.whole)

    def _figure(self, stage: Stage, reader: Reader) -> str:
        figure, share = self.write(stage.value, reader), self._share(stage, reader)
        return f"{figure} · {share}" if share else figure

    def table(self, reader: Reader) -> Table:
        rows = tuple(
            (
                TableCell(stage.label),
                self.cell(stage.value, reader, stage.url),
                TableCell(self._share(stage, reader) or "–"),
            )
            for stage in self.stages
        )
        return Table((self.label_name, self.value_name, self.share_name), rows)

    def key(self, reader: Reader) -> list[KeyEntry]:
        return [KeyEntry("chart-lost", "bar", self.lost_name)]


def _draw_lost(row: Row, scale: Scale, before: Value, now: Value) -> list[Rect]:
    """Outlined, from this stage to the one before; nothing where one of both is not known."""
    was, is_now = as_number(before), as_number(now)
    if was is None or is_now is None or was <= is_now:
        return []
    return [Rect(scale(is_now), row.middle - 7, scale(was) - scale(is_now), 14, "chart-lost")]
