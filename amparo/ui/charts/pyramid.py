"""The pyramid of ages: two sides of one scale, youngest below."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from .chart import Cell, Chart, Reader, Table, greatest
from .drawing import Drawing, Rect, Text
from .scales import Scale
from .text import LINE, shorten, widest
from .values import Hidden, Value, as_number, check_value

_ROW, _TOP = 30.0, 24.0
_LEAST = 24.0  # where bars would be shorter, figures stand below them


@dataclass(frozen=True)
class Band:
    """One band of age, with the figure of each side; in the table each may open its list."""

    label: str
    left: Value
    right: Value
    url: str = ""
    left_url: str = ""
    right_url: str = ""


@dataclass(frozen=True)
class Sides:
    """Where the two sides begin, how long a bar may be, and where figures stand.

    They stand at the end of their bar, or below it where they are too long for that.
    """

    left: float
    right: float
    length: float
    is_stacked: bool

    @property
    def row(self) -> float:
        return _ROW + LINE if self.is_stacked else _ROW

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, kw_only=True)
class Pyramid(Chart):
    """People by age and sex: both sides have one scale. `bands` are given from the top."""

    is_mirrored: ClassVar[bool] = False
    bands: tuple[Band, ...]
    band_name: str
    left_name: str
    right_name: str

    def check(self) -> None:
        for value in self.values():
            check_value(value)

    def values(self) -> Iterable[Value]:
        return [value for band in self.bands for value in (band.left, band.right)]

    def lay_out(self, width: int, reader: Reader) -> Drawing:
        sides = self._sides(width, reader)
        scale = Scale(0, greatest(self.values()) or 1, 0, sides.length)
        drawing = Drawing(width, _TOP + sides.row * len(self.bands))
        room = sides.length
        left, right = (
            shorten(name, room, is_strong=True) for name in (self.left_name, self.right_name)
        )
        drawing.add(Text(sides.left, 14, left, "end", "chart-strong"))
        drawing.add(Text(sides.right, 14, right, css="chart-strong"))
        for at, band in enumerate(self.bands):
            drawing.add(*self._draw_band(band, _TOP + sides.row * at, sides, scale, reader))
        return drawing

    def _sides(self, width: int, reader: Reader) -> Sides:
        between = min(widest((b.label for b in self.bands), is_strong=True) + 16, width * 0.3)
        figures = widest(self.write(value, reader) for value in self.values()) + 8
        middle = width / 2
        side = middle - between / 2
        is_stacked = side - figures < _LEAST
        length = side if is_stacked else side - figures
        return Sides(side, middle + between / 2, length, is_stacked)

    def _draw_band(
        self, band: Band, top: float, sides: Sides, scale: Scale, reader: Reader
    ) -> Iterable[Rect | Text]:
        room = sides.right - sides.left - 12
        label = shorten(band.label, room, is_strong=True)
        yield Text(sides.middle, top + 19, label, "middle", "chart-strong")
        long = _length(band.left, scale)
        yield from _draw_bar(band.left, sides.left - long, top, long, "chart-fill-1")
        yield _draw_figure(self.write(band.left, reader), sides, top, -long)
        long = _length(band.right, scale)
        yield from _draw_bar(band.right, sides.right, top, long, "chart-fill-2")
        yield _draw_figure(self.write(band.right, reader), sides, top, long)

    def table(self, reader: Reader) -> Table:
        rows = tuple(
            (
                Cell(band.label, band.url),
                self.cell(band.left, reader, band.left_url),
                self.cell(band.right, reader, band.right_url),
            )
            for band in self.bands
        )
        return Table((self.band_name, self.left_name, self.right_name), rows)


def _draw_figure(text: str, sides: Sides, top: float, length: float) -> Text:
    """The figure of a bar; a `length` below zero is one on the left."""
    is_left = math.copysign(1, length) < 0
    base, anchor = (sides.left, "end") if is_left else (sides.right, "start")
    if sides.is_stacked:
        return Text(sides.middle + (-6 if is_left else 6), top + _ROW + 8, text, anchor)
    return Text(base + length + (-6 if is_left else 6), top + 19, text, anchor)


def _length(value: Value, scale: Scale) -> float:
    if isinstance(value, Hidden):
        return max(10.0, scale.length(value.below or 0))
    return scale.length(as_number(value) or 0)


def _draw_bar(value: Value, x: float, top: float, length: float, css: str) -> list[Rect]:
    if isinstance(value, Hidden):
        return [Rect(x, top + 5, length, 20, "chart-hidden", is_hatched=True)]
    return [] if value is None else [Rect(x, top + 5, length, 20, css)]
