"""What every chart has: its title, its picture at two widths, its key, and the table behind it."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from .drawing import Drawing
from .values import Hidden, Number, Value, as_number

NARROW = 330
WIDTHS = (480, 640, 960)
_NAME = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class Reader:
    """How figures and the fixed words of charts are written for one reader."""

    number: Callable[[Number], str]
    hidden_below: Callable[[int], str]
    hidden: str
    no_figure: str
    target: str
    list_separator: str = "; "
    is_rtl: bool = False

    def write(self, value: Value, unit: str = "") -> str:
        """The value in a picture: short."""
        if isinstance(value, Hidden):
            return self.hidden if value.below is None else f"<{self.number(value.below)}"
        return self._plain(value, unit, "–")

    def write_out(self, value: Value, unit: str = "") -> str:
        """The value in a table or a sentence: in words where it is not a number."""
        if isinstance(value, Hidden):
            return self.hidden if value.below is None else self.hidden_below(value.below)
        return self._plain(value, unit, self.no_figure)

    def share(self, part: float, whole: float) -> str:
        return self.write(round(100 * part / whole), "%") if whole else ""

    def _plain(self, value: Number | None, unit: str, none: str) -> str:
        if value is None:
            return none
        # Sums and ticks are whole where they look it.
        written = self.number(int(value) if value == int(value) else value)
        return f"{written}\u00a0{unit}" if unit else written


@dataclass(frozen=True)
class Cell:
    """One cell of the table behind a chart; `url` opens the list that it counts."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Table:
    """The same figures as in the picture; the first column names its row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class KeyEntry:
    """What a mark of the picture means: `swatch` is its class, `shape` how it looks."""

    swatch: str
    shape: str  # bar, line, circle or mark
    text: str


@dataclass(frozen=True, kw_only=True)
class Chart(ABC):
    """A picture of figures.

    `name` is unique on its page: letters, figures and hyphens. `title` says what is shown, of
    whom and when. `description` says in a sentence what one sees; where it is empty, the figures
    are read out. `unit` stands after every number. `width` is the room on a desk, in pixels:
    480 for half a page, 640 for the main column, 960 for the whole.
    """

    name: str
    title: str
    description: str = ""
    unit: str = ""
    width: int = 640
    # Time, maps and sides of a body keep their direction when the page is read from the right.
    is_mirrored: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} cannot be part of an id")
        if not self.title.strip():
            raise ValueError("A chart has a title")
        if self.width not in WIDTHS:
            raise ValueError(f"A chart is {WIDTHS} wide, not {self.width}")
        self.check()

    def draw(self, width: int, reader: Reader) -> Drawing:
        """The picture at this width, in the direction of the reader."""
        drawing = self.lay_out(width, reader)
        return drawing.turned(is_rtl=reader.is_rtl and self.is_mirrored).rounded()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw: words say so in place of the picture."""
        return all(value is None for value in self.values())

    @property
    def hidden_values(self) -> list[Hidden]:
        found = {value for value in self.values() if isinstance(value, Hidden)}
        return sorted(found, key=lambda value: value.below or 0)

    def write(self, value: Value, reader: Reader) -> str:
        return reader.write(value, self.unit)

    def cell(self, value: Value, reader: Reader, url: str = "") -> Cell:
        return Cell(reader.write_out(value, self.unit), url)

    @abstractmethod
    def check(self) -> None:
        """Raises ValueError where the data cannot be drawn."""

    @abstractmethod
    def values(self) -> Iterable[Value]:
        """All figures of the chart."""

    @abstractmethod
    def lay_out(self, width: int, reader: Reader) -> Drawing:
        """The picture as it is read from the left."""

    @abstractmethod
    def table(self, reader: Reader) -> Table:
        """The figures as a table."""

    def key(self, reader: Reader) -> list[KeyEntry]:
        """What the marks mean, beyond the labels in the picture."""
        return []


def describe(table: Table, reader: Reader, most: int = 24) -> str:
    """The figures of a table in one sentence, for whoever hears the picture."""
    lines = [_describe_row(row) for row in table.rows[:most]]
    more = ["…"] if len(table.rows) > most else []
    return reader.list_separator.join([*lines, *more])


def _describe_row(row: tuple[Cell, ...]) -> str:
    label, *cells = (cell.text for cell in row)
    return f"{label}: {' / '.join(cells)}" if cells else label


def greatest(values: Iterable[Value]) -> float:
    """The greatest number that is drawn; a hidden figure counts as its limit, none as zero."""
    limits = (v.below if isinstance(v, Hidden) else as_number(v) for v in values)
    return max((float(each) for each in limits if each is not None), default=0.0)
