"""The map: areas in five steps of one colour; hatched where the figure is hidden."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import ClassVar

from .chart import NARROW, Cell, Chart, KeyEntry, Reader, Table
from .drawing import Box, Circle, Drawing, Path, Point, Text, polygons
from .text import LINE, widest
from .values import Hidden, Value, as_number, check_value

type Ring = tuple[Point, ...]
STEPS = 5
_FULL = 4  # from this step on, words have the other colour
_TINY = 30  # an area smaller than this many square units gets a dot
_EDGE = 6


@dataclass(frozen=True)
class Area:
    """One area: its rings in degrees, longitude first; holes are rings as well."""

    label: str
    value: Value
    rings: tuple[Ring, ...]
    url: str = ""


@dataclass(frozen=True)
class Placed:
    """An area in the units of the drawing."""

    area: Area
    rings: tuple[Ring, ...]

    @property
    def outline(self) -> Ring:
        return max(self.rings, key=lambda ring: abs(find_size(ring)))

    @property
    def size(self) -> float:
        return abs(find_size(self.outline))


@dataclass(frozen=True, kw_only=True)
class AreaMap(Chart):
    """Where: quantities by area. Never for places of single people or confidential addresses.

    `edges` are the lower ends of the steps, smallest first; without them they are chosen.
    """

    is_mirrored: ClassVar[bool] = False
    areas: tuple[Area, ...]
    area_name: str
    value_name: str
    edges: tuple[float, ...] = ()

    def check(self) -> None:
        for value in self.values():
            check_value(value)
        if len(self.edges) > STEPS or list(self.edges) != sorted(set(self.edges)):
            raise ValueError(f"At most {STEPS} steps, from the smallest to the greatest")
        if any(len(ring) < 3 for area in self.areas for ring in area.rings):
            raise ValueError("A ring has three points at least")
        if any(not area.rings for area in self.areas):
            raise ValueError("An area has a ring at least")

    def values(self) -> Iterable[Value]:
        return (area.value for area in self.areas)

    @property
    def steps(self) -> tuple[float, ...]:
        return self.edges or find_edges([as_number(value) for value in self.values()])

    def step_of(self, value: float) -> int:
        """The step of a figure, from 1; 0 for zero alone."""
        if not value:
            return 0
        reached = sum(value >= edge for edge in self.steps) or 1
        return reached + (STEPS - len(self.steps)) if len(self.steps) < STEPS else reached

    def lay_out(self, width: int, reader: Reader) -> Drawing:
        placed, height = place_areas(self.areas, width, width * 0.8)
        drawing = Drawing(width, height)
        drawing.add(*(self._draw_area(each, reader) for each in placed))
        drawing.add(*(_draw_dot(each) for each in placed if each.size < _TINY))
        drawing.add(*self._draw_labels(placed, reader, is_narrow=width <= NARROW + 10))
        return drawing

    def _css(self, value: Value) -> str:
        number = as_number(value)
        if isinstance(value, Hidden):
            return "chart-hidden"
        return "chart-no-figure" if number is None else f"chart-map-{self.step_of(number)}"

    def _draw_area(self, placed: Placed, reader: Reader) -> Path:
        value = placed.area.value
        css = f"chart-area {self._css(value)}"
        title = f"{placed.area.label}: {reader.write_out(value, self.unit)}"
        is_hidden = isinstance(value, Hidden)
        return polygons(placed.rings, css, is_hatched=is_hidden, title=title)

    def _draw_labels(
        self, placed: list[Placed], reader: Reader, *, is_narrow: bool
    ) -> Iterable[Text]:
        """Name and figure where both fit into the area, the figure alone where only it does."""
        taken: list[Box] = []
        for each in sorted(placed, key=lambda each: -each.size):
            figure = self.write(each.area.value, reader)
            wanted = [[figure]] if is_narrow else [[each.area.label, figure], [figure]]
            texts = next((t for lines in wanted if (t := self._fit(each, lines, taken))), [])
            taken += [text.box for text in texts]
            yield from texts

    def _fit(self, placed: Placed, lines: list[str], taken: list[Box]) -> list[Text]:
        """The lines in the middle of the area; none where they would leave it or meet others."""
        room = find_room(placed.outline, widest(lines) + 4, LINE * len(lines))
        if room is None:
            return []
        x, y = room
        css = self._text_css(placed.area.value)
        top = y - LINE * (len(lines) - 1) / 2 + 4
        texts = [Text(x, top + LINE * at, line, "middle", css) for at, line in enumerate(lines)]
        is_free = not any(text.box.meets(other) for text in texts for other in taken)
        return texts if is_free else []

    def _text_css(self, value: Value) -> str:
        number = as_number(value)
        if number is None:
            return "chart-on-hatch"
        return "chart-on-map-full" if self.step_of(number) >= _FULL else "chart-on-map"

    def table(self, reader: Reader) -> Table:
        rows = tuple(
            (Cell(area.label), self.cell(area.value, reader, area.url)) for area in self.areas
        )
        return Table((self.area_name, self.value_name), rows)

    def key(self, reader: Reader) -> list[KeyEntry]:
        numbers = [n for value in self.values() if (n := as_number(value)) is not None]
        entries = [KeyEntry("chart-map-0", "bar", self.write(0, reader))] if 0 in numbers else []
        steps, is_whole = self.steps, all(number == int(number) for number in numbers)
        for at, edge in enumerate(steps):
            above = steps[at + 1] if at + 1 < len(steps) else None
            text = self._write_step(edge, above, reader, is_whole=is_whole)
            entries.append(KeyEntry(f"chart-map-{self.step_of(edge)}", "bar", text))
        if None in self.values():
            entries.append(KeyEntry("chart-no-figure", "bar", reader.no_figure))
        return entries

    def _write_step(
        self, low: float, above: float | None, reader: Reader, *, is_whole: bool
    ) -> str:
        first = reader.write(low)
        if above is None:
            return f"≥ {first}"
        last = above - 1 if is_whole else above
        return first if last == low else f"{first}–{reader.write(last)}"


def find_edges(numbers: Iterable[float | None]) -> tuple[float, ...]:
    """Lower ends of at most five steps of 1, 2, 5, 10, 20 …, so that few and many both differ."""
    drawn = sorted(number for number in numbers if number)
    if not drawn:
        return ()
    power = 10.0**-12
    series = []
    while power <= drawn[-1]:
        series += [power * each for each in (1, 2, 5) if power * each <= drawn[-1]]
        power = float(f"{power * 10:.0e}")
    upper = [float(f"{each:.12g}") for each in series][-(STEPS - 1) :]
    lowest = [each for each in upper if each > drawn[0]]
    if len(lowest) < len(upper):
        return tuple([each for each in upper if each <= drawn[0]][-1:] + lowest)
    return (min(drawn[0], upper[0]), *upper)


def place_areas(areas: Sequence[Area], width: float, most: float) -> tuple[list[Placed], float]:
    """The areas in `width`, not higher than `most`, north above; and the height they take.

    Degrees are drawn in equal steps, shortened along the middle latitude: right for a country,
    not for a continent.
    """
    points = [point for area in areas for ring in area.rings for point in ring]
    if not points:
        return [], LINE
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    narrowing = max(cos(radians(max(-89, min(89, (south + north) / 2)))), 0.05)
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    across, down = (east - west) * narrowing or 1e-9, (north - south) or 1e-9
    scale = min((width - 2 * _EDGE) / across, (most - 2 * _EDGE) / down)
    left = (width - across * scale) / 2

    def place(point: Point) -> Point:
        x, y = point
        return left + (x - west) * narrowing * scale, _EDGE + (north - y) * scale

    placed = [
        Placed(area, tuple(tuple(map(place, ring)) for ring in area.rings)) for area in areas
    ]
    return placed, down * scale + 2 * _EDGE


def find_size(ring: Ring) -> float:
    """The area within a ring; negative where it runs the other way."""
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def find_centre(ring: Ring) -> Point:
    return (
        (min(x for x, _y in ring) + max(x for x, _y in ring)) / 2,
        (min(y for _x, y in ring) + max(y for _x, y in ring)) / 2,
    )


def find_room(ring: Ring, width: float, height: float) -> Point | None:
    """The middle of a box of this size within the ring, near its centre; None if there is none."""
    x0, y0 = find_centre(ring)
    across = max(x for x, _y in ring) - min(x for x, _y in ring)
    down = max(y for _x, y in ring) - min(y for _x, y in ring)
    tried = [(a / 10 * across, b / 10 * down) for a in range(-4, 5) for b in range(-4, 5)]
    for dx, dy in sorted(tried, key=lambda move: abs(move[0]) + abs(move[1])):
        if _holds(ring, x0 + dx, y0 + dy, width, height):
            return x0 + dx, y0 + dy
    return None


def _holds(ring: Ring, x: float, y: float, width: float, height: float) -> bool:
    points = (
        (x + a * width / 4, y + b * height / 2) for a in (-2, -1, 0, 1, 2) for b in (-1, 0, 1)
    )
    return all(_contains(ring, point) for point in points)


def _contains(ring: Ring, point: Point) -> bool:
    """Whether a point is within: a ray from it crosses the edge an odd number of times."""
    x, y = point
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    crossed = (
        (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in pairs
    )
    return sum(crossed) % 2 == 1


def _draw_dot(placed: Placed) -> Circle:
    x, y = find_centre(placed.outline)
    return Circle(x, y, 4, "chart-map-dot")
