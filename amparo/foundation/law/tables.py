"""Tables of law: which columns an import takes, which of the file they are, what each row says.

A table is read once and then carried as plain rows, so that its columns can be mapped, tried and
applied in steps. Nothing here writes.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.search import fold_text
from amparo.foundation.core.spreadsheets.cells import as_text
from amparo.foundation.core.spreadsheets.reader import open_spreadsheet

MOST_ROWS = 5_000
MOST_COLUMNS = 60
SAMPLE_LENGTH = 60


class CellError(ValueError):
    """What is wrong with a cell and what to write instead, in the reader's language."""


@dataclass(frozen=True)
class Column:
    """What an import takes from a column: its name, label, other names it goes by, how it is read.

    `read` gets the text of the cell and returns its value, or raises CellError.
    """

    name: str
    label: str | Promise
    read: Callable[[str], Any]
    help_text: str | Promise = ""
    is_required: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
    """Why a row is left out: its number, the column, what stands there, what to do."""

    row: int
    column: str | Promise
    value: str
    text: str


@dataclass(frozen=True)
class Table:
    """A file as it was read: the names of its columns, and its rows with their numbers."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    unreadable: tuple[Fault, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "header": self.header,
            "rows": self.rows,
            "unreadable": [(each.row, each.column, each.value, each.text)
                           for each in self.unreadable],
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Table":
        rows = tuple((int(number), tuple(cells)) for number, cells in kept["rows"])
        return cls(tuple(kept["header"]), rows, tuple(Fault(*each) for each in kept["unreadable"]))

    def sample_of(self, index: int) -> str:
        """What the first row with anything in this column holds."""
        return next((cells[index][:SAMPLE_LENGTH] for _n, cells in self.rows if cells[index]), "")

    def guess(self, columns: Iterable[Column]) -> dict[str, str]:
        """Which column of the file is probably which, by name; each at most once."""
        named = {
            _plain(name): str(index) for index, name in reversed(list(enumerate(self.header)))
        }
        found: dict[str, str] = {}
        for each in columns:
            names = (each.name, str(each.label), *each.also)
            index = next((at for name in names if (at := named.get(_plain(name)))), None)
            if index is not None and index not in found.values():
                found[each.name] = index
        return found


@dataclass
class ReadRows:
    """The rows that can be imported, each with its number, and why the others cannot."""

    good: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        return len({each.row for each in self.faults})

    def refuse(self, row: int, text: str, value: str = "", column: str | Promise = "") -> None:
        self.faults.append(Fault(row, column, value[:SAMPLE_LENGTH], text))


def read_table(file: BinaryIO, columns: Iterable[Column]) -> Table:
    """The file as rows of text. Raises UnreadableFile, and Refusal where it is too long."""
    names = {_plain(name) for each in columns for name in (each.name, str(each.label), *each.also)}
    sheet = open_spreadsheet(file, knows=lambda text: _plain(text) in names)
    header = sheet.header[:MOST_COLUMNS]
    rows: list[tuple[int, tuple[str, ...]]] = []
    unreadable: list[Fault] = []
    for row in sheet.rows():
        if len(rows) + len(unreadable) == MOST_ROWS:
            raise Refusal(
                _("These are too many rows. Import at most %(count)s at once.")
                % {"count": MOST_ROWS}
            )
        if row.is_sound:
            cells = tuple(as_text(cell).strip() for cell in row.cells[: len(header)])
            rows.append((row.number, cells))
        else:
            unreadable += [
                Fault(row.number, each.column, each.value, f"{each.message} {each.what_to_do}")
                for each in row.problems
                if each.keeps_out
            ]
    if not rows and not unreadable:
        raise Refusal(_("There is no row under the names of the columns."))
    return Table(header, tuple(rows), tuple(unreadable))


def read_rows(table: Table, columns: Iterable[Column], mapping: Mapping[str, int]) -> ReadRows:
    """Reads the mapped cells of every row; a row with a fault is left out and explained."""
    listed = [each for each in columns if each.name in mapping]
    found = ReadRows(faults=list(table.unreadable))
    for number, cells in table.rows:
        values: dict[str, Any] = {}
        faults = len(found.faults)
        for each in listed:
            text = cells[mapping[each.name]]
            try:
                if each.is_required and not text:
                    raise CellError(_("This cell is empty. Fill it in."))
                values[each.name] = each.read(text)
            except CellError as bad:
                found.refuse(number, str(bad), text, each.label)
        if len(found.faults) == faults:
            found.good.append((number, values))
    return found


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", fold_text(text)).split())


# Reading of cells.

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_DAY_MONTH_YEAR = re.compile(
    r"(\d{1,2})\s+([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4})(?:\s+([A-Za-z]{1,2}))?"
)
_EARLIEST = 1800


@dataclass(frozen=True)
class WrittenDate:
    """A day, or a year alone; `sign` is the letter by which depositaries say the act."""

    on: date | None = None
    year: int | None = None
    sign: str = ""


def read_date(text: str) -> WrittenDate:
    """`2003-07-01`, `2003`, or as depositaries write it: `1 Jul 2003 a`. Empty is not known."""
    text = text.strip()
    if not text:
        return WrittenDate()
    if re.fullmatch(r"\d{4}(\.0)?", text):
        return WrittenDate(year=_year(int(text[:4])))
    found = _DAY_MONTH_YEAR.fullmatch(text)
    try:
        if found:
            month = _MONTHS[found[2].lower()]
            day = date(int(found[3]), month, int(found[1]))
        else:
            day = date.fromisoformat(text[:10])
    except (ValueError, KeyError):
        raise CellError(
            _("This is no date that can be read only one way. Write 2003-07-01, 1 Jul 2003, or "
              "the year alone.")
        ) from None  # fmt: skip
    _year(day.year)
    return WrittenDate(on=day, sign=(found[4] or "") if found else "")


def _year(year: int) -> int:
    if not _EARLIEST <= year <= localtime(now()).year:
        raise CellError(_("This year cannot be right."))
    return year


def read_text(most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > most:
            raise CellError(
                _("This is too long. Write at most %(count)s characters.") % {"count": most}
            )
        return text

    return read
