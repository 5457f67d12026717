"""Levels: how something that is graded stood over time, from one decision to the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import ClassVar

from .chart import Cell, Chart, Reader, Table
from .drawing import Circle, Drawing, Line, Shape, Text, polyline
from .scales import Scale
from .text import measure, shorten, widest
from .values import Value, check_value

_TOP, _STEP = 14.0, 34.0


@dataclass(frozen=True)
class LevelPoint:
    """A decision: on which day, which level (0 is the lowest; None where none was given)."""

    on: date
    label: str
    level: int | None
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Levels(Chart):
    """A line in steps over `levels`, the lowest first: a level holds until the next decision.

    Days stand where they lie in time, up to `until`. Without a level there is a gap: nothing is
    guessed between two decisions.
    """

    is_mirrored: ClassVar[bool] = False
    levels: tuple[str, ...]
    points: tuple[LevelPoint, ...]
    until: LevelPoint
    point_name: str
    level_name: str
    detail_name: str = ""

    def check(self) -> None:
        for point in self.points:
            check_value(point.level)
            if point.level is not None and not 0 <= point.level < len(self.levels):
                raise ValueError(f"{point.level} is none of the levels")
        days = [point.on for point in (*self.points, self.until)]
        if days != sorted(days):
            raise ValueError("The points are given from first to last")

    def values(self) -> Iterable[Value]:
        return [point.level for point in self.points]

    def lay_out(self, width: int, reader: Reader) -> Drawing:
        bottom = _TOP + _STEP * (len(self.levels) - 1)
        left = widest(self.levels) + 10
        drawing = Drawing(width, bottom + 34)
        heights = [bottom - _STEP * at for at in range(len(self.levels))]
        for y, name in zip(heights, self.levels, strict=True):
            drawing.add(Line(left, y, width - 4, y, "chart-axis"))
            drawing.add(Text(left - 8, y + 4, name, "end"))
        across = self._across(left + 6, width - 12)
        drawing.add(*self._draw_steps(across, heights))
        drawing.add(*self._draw_days(across, bottom + 24, width))
        return drawing

    def _across(self, start: float, end: float) -> Scale:
        first = self.points[0].on if self.points else self.until.on
        return Scale(
            first.toordinal(), max(self.until.on.toordinal(), 1 + first.toordinal()), start, end
        )

    def _draw_steps(self, across: Scale, heights: list[float]) -> Iterable[Shape]:
        for point, following in pairwise((*self.points, self.until)):
            if point.level is None:
                continue
            x, y, end = (
                across(point.on.toordinal()),
                heights[point.level],
                across(following.on.toordinal()),
            )
            corner = [(x, y), (end, y)]
            if following is not self.until and following.level is not None:
                corner.append((end, heights[following.level]))
            yield polyline(corner, "chart-line-1")
            yield Circle(x, y, 4, "chart-fill-1")

    def _draw_days(self, across: Scale, y: float, width: float) -> Iterable[Text]:
        """The names of the days, the latest first, as many as stand apart."""
        taken = width
        for point in (self.until, *reversed(self.points)):
            text = shorten(point.label, width / 3)
            half = measure(text) / 2
            x = min(max(across(point.on.toordinal()), half), width - half)
            if x + half > taken:
                continue
            taken = x - half - 8
            yield Text(x, y, text, "middle")

    def table(self, reader: Reader) -> Table:
        names = (
            self.point_name,
            self.level_name,
            *([self.detail_name] if self.detail_name else []),
        )
        return Table(names, tuple(self._row(point, reader) for point in self.points))

    def _row(self, point: LevelPoint, reader: Reader) -> tuple[Cell, ...]:
        level = reader.no_figure if point.level is None else self.levels[point.level]
        more = (Cell(point.detail or "–"),) if self.detail_name else ()
        return (Cell(point.label, point.url), Cell(level), *more)
