"""Doubts: a value that cannot be read is never guessed, it is asked about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from amparo.foundation.core.spreadsheets.cells import Cell, as_text
from amparo.foundation.core.spreadsheets.validation import (
    MAX_SHOWN,
    Detail,
    ImportProblem,
    ProblemKind,
)

from .validation import TEXT_TOO_LONG


@dataclass(frozen=True, slots=True)
class ValueWarning:
    """Something to say about a value that was read all the same."""

    kind: ProblemKind
    details: Mapping[str, Detail] = field(default_factory=dict)
    choices: tuple[str, ...] = ()


class UnreadableValue(Exception):  # noqa: N818 - a question for a person, not an error of ours
    """A value that cannot be read; `choices` are what it may have meant."""

    def __init__(self, kind: ProblemKind, *choices: str, **details: Detail):
        super().__init__(kind.code)
        self.remark = ValueWarning(kind, details, choices)


Values = dict[str, object]


@dataclass(frozen=True)
class ImportContext:
    """What holds for a whole register: its day, its country, and what its columns settled."""

    today: date
    as_of: date | None = None  # the day on which the ages of the register were true
    region: str = ""
    since_1904: bool = False
    date_orders: Mapping[str, str] = field(default_factory=dict)
    letter_m: Mapping[str, str] = field(default_factory=dict)
    # Of a column of countries: whether NA or SO in it are "codes", or mean "unknown".
    country_codes: Mapping[str, str] = field(default_factory=dict)


@dataclass
class UnclearCell:
    """One cell being read: where it stands, and what has to be said about it."""

    row: int
    column: str
    cell: Cell
    setting: ImportContext
    problems: list[ImportProblem] = field(default_factory=list)

    @property
    def text(self) -> str:
        return as_text(self.cell)

    def say(self, kind: ProblemKind, *choices: str, **details: str | int) -> None:
        self.note(ValueWarning(kind, details, choices))

    def note(self, remark: ValueWarning) -> None:
        told = (dict(remark.details), remark.choices)
        shown = self.text[:MAX_SHOWN]
        self.problems.append(ImportProblem(self.row, self.column, shown, remark.kind.code, *told))


Reader = Callable[[UnclearCell], Values]


def text_into(name: str, *, most: int = 0) -> Reader:
    def read(asked: UnclearCell) -> Values:
        if most and len(asked.text) > most:
            raise UnreadableValue(TEXT_TOO_LONG, limit=most)
        return {name: asked.text}

    return read
