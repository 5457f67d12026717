"""Drawings: shapes with their places and classes, as one template writes them as SVG."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

from .text import SIZE, measure

type Point = tuple[float, float]
_OTHER_SIDE = {"start": "end", "end": "start", "middle": "middle"}


@dataclass(frozen=True)
class Box:
    """What a text covers, at most."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)

    def lies_within(self, width: float, height: float) -> bool:
        beside = self.left >= -0.5 and self.right <= width + 0.5
        return beside and self.top >= -0.5 and self.bottom <= height + 0.5


@dataclass(frozen=True)
class Rect:
    kind: ClassVar[str] = "rect"
    x: float
    y: float
    width: float
    height: float
    css: str
    is_hatched: bool = False

    def mirrored(self, width: float) -> Self:
        return replace(self, x=width - self.x - self.width)


@dataclass(frozen=True)
class Line:
    kind: ClassVar[str] = "line"
    x1: float
    y1: float
    x2: float
    y2: float
    css: str

    def mirrored(self, width: float) -> Self:
        return replace(self, x1=width - self.x1, x2=width - self.x2)


@dataclass(frozen=True)
class Circle:
    kind: ClassVar[str] = "circle"
    x: float
    y: float
    radius: float
    css: str

    def mirrored(self, width: float) -> Self:
        return replace(self, x=width - self.x)


@dataclass(frozen=True)
class Path:
    """Commands of an SVG path that take points alone: M, L, C and Z."""

    kind: ClassVar[str] = "path"
    steps: tuple[tuple[str, tuple[Point, ...]], ...]
    css: str
    is_hatched: bool = False
    title: str = ""

    @property
    def data(self) -> str:
        return "".join(
            command + " ".join(f"{_round(x):g},{_round(y):g}" for x, y in points)
            for command, points in self.steps
        )

    def mirrored(self, width: float) -> Self:
        steps = tuple(
            (command, tuple((width - x, y) for x, y in points)) for command, points in self.steps
        )
        return replace(self, steps=steps)


@dataclass(frozen=True)
class Text:
    """One line of text; `y` is its baseline, `anchor` the side of it that stands at `x`."""

    kind: ClassVar[str] = "text"
    x: float
    y: float
    text: str
    anchor: str = "start"
    css: str = ""
    size: float = SIZE

    @property
    def box(self) -> Box:
        width = measure(self.text, self.size, is_strong=self.is_strong)
        left = self.x - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left, self.y - self.size * 0.8, left + width, self.y + self.size * 0.25)

    @property
    def is_strong(self) -> bool:
        return "chart-strong" in self.css or "chart-initials" in self.css

    def mirrored(self, width: float) -> Self:
        return replace(self, x=width - self.x, anchor=_OTHER_SIDE[self.anchor])


type Shape = Rect | Line | Circle | Path | Text


@dataclass
class Drawing:
    """A picture of one chart at one width; shapes lie over those before them."""

    width: float
    height: float
    shapes: list[Shape] = field(default_factory=list)

    def add(self, *shapes: Shape) -> None:
        self.shapes += [shape for shape in shapes if not (_is_empty(shape))]

    @property
    def texts(self) -> Iterator[Text]:
        return (shape for shape in self.shapes if isinstance(shape, Text))

    @property
    def has_hatching(self) -> bool:
        return any(getattr(shape, "is_hatched", False) for shape in self.shapes)

    def turned(self, *, is_rtl: bool) -> "Drawing":
        """As it is read from the right: places are mirrored, letters and figures are not."""
        shapes = [each.mirrored(self.width) for each in self.shapes] if is_rtl else self.shapes
        return Drawing(self.width, self.height, shapes)

    def rounded(self) -> "Drawing":
        """With one decimal: what is finer than that is not seen."""
        return Drawing(_round(self.width), _round(self.height), [_rounded(s) for s in self.shapes])


def _is_empty(shape: Shape) -> bool:
    return isinstance(shape, Text) and not shape.text


def _rounded(shape: Shape) -> Shape:
    places = {k: _round(v) for k, v in vars(shape).items() if isinstance(v, float)}
    found = copy(shape)
    vars(found).update(places)
    return found


def _round(value: float) -> float:
    tidy = round(value, 1)
    return int(tidy) if tidy == int(tidy) else tidy


def text_lines(
    x: float, y: float, lines: Iterable[str], gap: float, anchor: str = "start", css: str = ""
) -> list[Text]:
    """Lines of text below each other; `y` is the baseline of the first."""
    return [Text(x, y + at * gap, line, anchor, css) for at, line in enumerate(lines)]


def polyline(points: Iterable[Point], css: str) -> Path:
    first, *others = points
    return Path((("M", (first,)), *(("L", (point,)) for point in others)), css)


def polygons(rings: Iterable[Iterable[Point]], css: str, **more) -> Path:
    steps: list[tuple[str, tuple[Point, ...]]] = []
    for ring in rings:
        first, *others = ring
        steps += [("M", (first,)), *(("L", (point,)) for point in others), ("Z", ())]
    return Path(tuple(steps), css, **more)
