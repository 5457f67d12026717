"""Lines over time, and sparklines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from .chart import NARROW, Cell, Chart, KeyEntry, Reader, Table, greatest
from .drawing import Circle, Drawing, Line, Path, Rect, Shape, Text, polyline
from .scales import Scale, find_ticks, spread
from .text import LINE, measure, shorten, widest
from .values import Hidden, Number, Value, as_number, check_value, is_whole

MOST_SERIES = 4
_TOP, _BOTTOM = 12.0, 172.0
_HEIGHT = 200.0
_ENDS = 0.3  # the part of the width that labels at the ends may take


@dataclass(frozen=True)
class Series:
    """One line: a value for each point of time; gaps where there is none or it is hidden."""

    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Plot:
    """The room of the lines, with its scale."""

    left: float
    right: float
    scale: Scale
    count: int

    def x(self, at: int) -> float:
        if self.count == 1:
            return (self.left + self.right) / 2
        return self.left + (self.right - self.left) * at / (self.count - 1)


@dataclass(frozen=True, kw_only=True)
class Lines(Chart):
    """One to four series over time, labelled at their ends; the `target` is a dashed line.

    `points` names the points of time, first to last; `urls` may open the list behind each.
    """

    is_mirrored: ClassVar[bool] = False
    points: tuple[str, ...]
    series: tuple[Series, ...]
    point_name: str
    target: Number | None = None
    urls: tuple[str, ...] = ()

    def check(self) -> None:
        if len(self.series) > MOST_SERIES:
            raise ValueError(f"More than {MOST_SERIES} lines cannot be told apart: draw several")
        if any(len(each.values) != len(self.points) for each in self.series):
            raise ValueError("Each series has one value for each point")
        for value in (*self.values(), self.target):
            check_value(value, may_be_negative=True)

    def values(self) -> Iterable[Value]:
        return [value for each in self.series for value in each.values]

    def lay_out(self, width: int, reader: Reader) -> Drawing:
        ticks = self._ticks(width)
        written = [self.write(tick, reader) for tick in ticks]
        plot = self._plot(width, ticks, written, reader)
        drawing = Drawing(width, _HEIGHT)
        drawing.add(*_draw_axis(plot, ticks, written))
        drawing.add(*self._draw_points(plot, width))
        if self.target is not None:
            y = plot.scale(float(self.target))
            drawing.add(Line(plot.left, y, plot.right, y, "chart-target"))
        for number, each in enumerate(self.series, start=1):
            drawing.add(*_draw_series(each, number, plot))
        drawing.add(*self._draw_ends(plot, width, reader))
        return drawing

    def _ticks(self, width: int) -> list[float]:
        numbers = [as_number(value) for value in (*self.values(), self.target)]
        drawn = [number for number in numbers if number is not None]
        return find_ticks([*drawn, greatest(self.values())], 4, is_whole=self._is_whole())

    def _is_whole(self) -> bool:
        return all(map(is_whole, (*self.values(), self.target)))

    def _plot(self, width: int, ticks: list[float], written: list[str], reader: Reader) -> Plot:
        half_first = measure(self.points[0]) / 2 if self.points else 0
        half_last = measure(self.points[-1]) / 2 if self.points else 0
        ends = [label for _y, label, _css in self._ends(Scale(0, 1, 0, 1), reader)]
        left = max(widest(written) + 8, min(half_first, 40))
        room = max(min(widest(ends, is_strong=True), width * _ENDS) + 12, min(half_last, 40))
        scale = Scale(ticks[0], ticks[-1], _BOTTOM, _TOP)
        return Plot(left, width - room, scale, len(self.points))

    def _ends(self, scale: Scale, reader: Reader) -> list[tuple[float, str, str]]:
        """Place, words and class of what stands at the end of each line."""
        found = []
        if self.target is not None:
            text = self._write_target(reader)
            figure = text if _fits_at_end(text) else self.write(self.target, reader)
            found.append((scale(float(self.target)), figure, "chart-target-text chart-strong"))
        for each in self.series:
            drawn = [number for v in each.values if (number := as_number(v)) is not None]
            if drawn:
                found.append((scale(drawn[-1]), each.label, "chart-strong"))
        return found

    def _draw_ends(self, plot: Plot, width: int, reader: Reader) -> Iterable[Text]:
        ends = self._ends(plot.scale, reader)
        places = spread([y for y, _label, _css in ends], LINE, _TOP, _BOTTOM)
        for y, (_y, label, css) in zip(places, ends, strict=True):
            text = shorten(label, width - plot.right - 10, is_strong=True)
            yield Text(plot.right + 10, y + 4, text, css=css)

    def _draw_points(self, plot: Plot, width: int) -> Iterable[Text]:
        """Names of points, from the last backwards, as many as stand apart."""
        room = (plot.right - plot.left) / max(len(self.points) - 1, 1)
        most = plot.right - plot.left
        texts = [shorten(point, most) for point in self.points]
        every = 1
        while every < len(texts) and every * room < widest(texts) + 8:
            every += 1
        for at in range(len(texts) - 1, -1, -every):
            half = measure(texts[at]) / 2
            x = min(max(plot.x(at), half), width - half)
            yield Text(x, _BOTTOM + 20, texts[at], "middle")

    def table(self, reader: Reader) -> Table:
        names = tuple(each.label for each in self.series)
        return Table(
            (self.point_name, *names),
            tuple(self._table_row(at, reader) for at in range(len(self.points))),
        )

    def _table_row(self, at: int, reader: Reader) -> tuple[Cell, ...]:
        url = self.urls[at] if self.urls else ""
        cells = (self.cell(each.values[at], reader) for each in self.series)
        return (Cell(self.points[at], url), *cells)

    def key(self, reader: Reader) -> list[KeyEntry]:
        """Only where a label is too long to stand whole at the end of its line on a phone."""
        entries = []
        if not all(_fits_at_end(each.label) for each in self.series):
            entries = [
                KeyEntry(f"chart-line-{at}", "line", each.label)
                for at, each in enumerate(self.series, start=1)
            ]
        if self.target is not None and not _fits_at_end(self._write_target(reader)):
            entries.append(KeyEntry("chart-target", "line", self._write_target(reader)))
        return entries

    def _write_target(self, reader: Reader) -> str:
        return f"{reader.target} {self.write(self.target, reader)}"


def _fits_at_end(label: str) -> bool:
    return measure(label, is_strong=True) <= NARROW * _ENDS


def _draw_axis(plot: Plot, ticks: list[float], written: list[str]) -> Iterable[Line | Text]:
    for tick, text in zip(ticks, written, strict=True):
        y = plot.scale(tick)
        yield Line(plot.left, y, plot.right, y, "chart-axis" if tick else "chart-zero")
        yield Text(plot.left - 6, y + 4, text, "end")


def _draw_series(series: Series, number: int, plot: Plot) -> Iterable[Shape]:
    runs = find_runs(series.values)
    for run in runs:
        points = [(plot.x(at), plot.scale(value)) for at, value in run]
        if len(points) > 1:
            yield polyline(points, f"chart-line-{number}")
        else:
            yield Circle(*points[0], 3, f"chart-fill-{number}")
    if runs:
        at, last = runs[-1][-1]
        yield Circle(plot.x(at), plot.scale(last), 4, f"chart-fill-{number}")
    for at, value in enumerate(series.values):
        if isinstance(value, Hidden):
            yield _draw_hidden(plot, at, value)


def _draw_hidden(plot: Plot, at: int, value: Hidden) -> Rect:
    height = max(10.0, plot.scale.length(value.below or 0))
    base = plot.scale(0)
    return Rect(plot.x(at) - 5, base - height, 10, height, "chart-hidden", is_hatched=True)


def find_runs(values: Sequence[Value]) -> list[list[tuple[int, float]]]:
    """Values without a gap between them, each with its place: a line never crosses a gap."""
    runs: list[list[tuple[int, float]]] = [[]]
    for at, value in enumerate(values):
        number = as_number(value)
        if number is not None:
            runs[-1].append((at, number))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def draw_sparkline(values: Sequence[Value]) -> Drawing:
    """The trend of a figure that stands beside it: no axis, no fill, the last value a dot."""
    drawing = Drawing(112, 30)
    numbers = [number for each in values if (number := as_number(each)) is not None]
    if not numbers:
        return drawing
    low, high = min(numbers), max(numbers)
    scale = Scale(low, high, 26, 4) if low < high else Scale(low - 1, low + 1, 26, 4)
    across = Scale(0, max(len(values) - 1, 1), 4, 107)
    for run in find_runs(values):
        points = [(across(at), scale(value)) for at, value in run]
        drawing.add(_draw_run(points))
    last = find_runs(values)[-1][-1]
    drawing.add(Circle(across(last[0]), scale(last[1]), 3, "chart-fill-1"))
    return drawing.rounded()


def _draw_run(points: list[tuple[float, float]]) -> Path | Circle:
    if len(points) == 1:
        return Circle(*points[0], 2, "chart-fill-1")
    return polyline(points, "chart-line-1")


def draw_target_bar(
    value: Value, target: Value, *, full: Number = 0, is_behind: bool = False
) -> Drawing:
    """A bar that stands in a row beside its words; the target or limit is a mark across it.

    `full` is what the whole length stands for, so that bars below each other compare.
    """
    drawing = Drawing(200, 14)
    number, goal = as_number(value), as_number(target)
    scale = Scale(0, max(number or 0, goal or 0, float(full)) * 1.02 or 1, 0, 200)
    drawing.add(Rect(0, 3, 200, 8, "chart-hidden" if isinstance(value, Hidden) else "chart-bed"))
    if number is not None:
        css = "chart-behind" if is_behind else "chart-fill-1"
        drawing.add(Rect(0, 3, scale.length(number), 8, css))
    if goal is not None:
        drawing.add(Line(scale(goal), 0, scale(goal), 14, "chart-mark"))
    return drawing.rounded()
