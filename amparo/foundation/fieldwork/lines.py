"""A line of a table as its file holds it, before we know what its columns are called."""

from collections import Counter
from dataclasses import dataclass, field

from .cells import Cell
from .problems import Detail, Kind


@dataclass(slots=True)
class Trouble:
    """What is wrong with one cell of a line (or, without an index, with the line)."""

    kind: Kind
    index: int | None = None
    details: dict[str, Detail] = field(default_factory=dict)


@dataclass(slots=True)
class Line:
    """`number` is the row that a spreadsheet program would show; `merged` cells hold nothing."""

    number: int
    cells: list[Cell]
    troubles: list[Trouble] = field(default_factory=list)
    merged: tuple[int, ...] = ()


@dataclass(slots=True)
class Found:
    """What was noticed along the way, to be told once for the whole file."""

    formulas: Counter[int] = field(default_factory=Counter)
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: int = 0
    rows_with_nuls: int = 0
    other_sheets: int = 0
    sheet: str = ""
