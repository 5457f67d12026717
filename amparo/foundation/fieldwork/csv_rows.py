"""Tables of separated values, as the programs of many countries write them, line by line."""

import csv
import io
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from .cells import LONGEST, WIDEST, clean
from .encodings import Borrowed, encoding_of
from .lines import Found, Line, Trouble
from .problems import (
    CELL_TOO_LONG,
    LETTERS_LOST,
    QUOTE_UNCLOSED,
    ROW_TOO_LONG,
    ROW_TOO_WIDE,
)

LONGEST_LINE = 1_000_000
MOST_LINES_IN_A_CELL = 200
DELIMITERS = ",;\t|"


class CsvTable:
    """A CSV file whose encoding and separator are found, or told."""

    sheets: tuple[str, ...] = ()

    def __init__(self, file: BinaryIO, *, encoding: str = "", delimiter: str = ""):
        self._file = file
        self.encoding = encoding_of(file, encoding)
        told, self._skip = self._told_delimiter()
        self.delimiter, self._cuts = self._likely_delimiter(delimiter or told)
        self.found = Found()

    def lines(self) -> Iterator[Line]:
        """Every row that is not blank; a broken one with its trouble, and reading goes on."""
        self.found = Found()
        source = _Source(self._text())
        for number, (record, trouble) in enumerate(self._records(source), 1):
            if number > self._skip and (trouble or any(record)):
                yield self._line(number, record, trouble, source)

    def _records(self, source: "_Source") -> Iterator[tuple[list[str], Trouble | None]]:
        reader = self._reader(source)
        while True:
            source.begin()
            try:
                record, trouble = next(reader), source.trouble
            except StopIteration:
                return
            except (csv.Error, _Endless):
                record, trouble = [], source.trouble or _too_long(source.taken)
            if trouble is None and self._swallows_others(source.taken):
                trouble = Trouble(QUOTE_UNCLOSED)
            if trouble:
                record = source.leave_only_the_first().split(self.delimiter)
                reader = self._reader(source)
            yield record, trouble

    def _swallows_others(self, taken: list[str]) -> bool:
        """Whether a cell over several lines holds whole rows: two stray quotation marks did it."""
        if len(taken) < 2 or self._cuts < 2:
            return False
        cuts = [line.count(self.delimiter) for line in taken]
        if sum(cuts) == self._cuts or self._cuts not in cuts[1:]:
            return False
        likely = [
            line for line, made in zip(taken[1:], cuts[1:], strict=True) if made == self._cuts
        ]
        return any('"' not in line for line in likely) or not self._is_well_quoted(taken)

    def _is_well_quoted(self, taken: list[str]) -> bool:
        """Whether each mark opens or closes a whole cell, and cells are as many as elsewhere."""
        try:
            [record] = csv.reader(
                taken, delimiter=self.delimiter, skipinitialspace=True, strict=True
            )
        except (csv.Error, ValueError):
            return False
        return len(record) == self._cuts + 1

    def _line(
        self, number: int, record: list[str], broken: Trouble | None, source: "_Source"
    ) -> Line:
        cells = [clean(cell) for cell in record[:WIDEST]]
        line = Line(number, [cell[:LONGEST] for cell in cells])
        self.found.rows_with_nuls += source.had_nuls
        if broken:
            line.troubles.append(broken)
            return line
        if len(record) > WIDEST and any(record[WIDEST:]):
            line.troubles.append(Trouble(ROW_TOO_WIDE, details={"limit": WIDEST}))
        line.troubles += filter(None, map(_trouble_of, range(len(cells)), cells))
        return line

    def _text(self) -> io.TextIOWrapper:
        # Letters that cannot be read become a mark that the row is then held back for.
        raw = io.BufferedReader(Borrowed(self._file), 256 * 1024)
        return io.TextIOWrapper(raw, self.encoding, errors="replace", newline="")

    def _reader(self, source: Iterator[str], delimiter: str = ""):
        return csv.reader(source, delimiter=delimiter or self.delimiter, skipinitialspace=True)

    def _told_delimiter(self) -> tuple[str, int]:
        """Spreadsheet programs may say it in a first line of their own: `sep=;`."""
        first = self._text().readline(200).strip().strip('"').lower()
        if first.startswith("sep=") and len(first) == 5:
            return first[4], 1
        return ("\t", 1) if first == "sep=" else ("", 0)

    def _likely_delimiter(self, told: str) -> tuple[str, int]:
        """The separator that cuts the first rows into the most columns of one same number."""
        # Not `splitlines`: a form feed or the like inside a cell ends no row.
        lines = io.StringIO(self._text().read(64 * 1024), newline="")
        sample = list(islice(lines, 60))
        tried = {each: self._evenness(sample, each) for each in told or DELIMITERS}
        best = max(tried, key=lambda each: tried[each][0] * tried[each][1])
        return best, tried[best][1]

    def _evenness(self, sample: list[str], delimiter: str) -> tuple[int, int]:
        """How many rows agree, and in how many cuts, when cut by `delimiter`."""
        try:
            widths = [len(record) for record in self._reader(iter(sample), delimiter) if record]
        except csv.Error:
            return 0, 0
        width, times = Counter(widths or [1]).most_common(1)[0]
        return times, width - 1


def _trouble_of(index: int, cell: str) -> Trouble | None:
    if len(cell) > LONGEST:
        return Trouble(CELL_TOO_LONG, index, {"limit": LONGEST})
    return Trouble(LETTERS_LOST, index) if "\ufffd" in cell else None


class _Endless(Exception):  # noqa: N818 - a signal between two neighbours
    """A record that would swallow the rows after it."""


def _too_long(taken: list[str]) -> Trouble:
    if len(taken) > 1:
        return Trouble(QUOTE_UNCLOSED)
    return Trouble(CELL_TOO_LONG, details={"limit": LONGEST})


class _Source:
    """The lines of the file, remembering those of the record being read.

    A quotation mark that never closes would take all later people with it: such a record is
    undone, its first line is reported, and the lines after it are read again by themselves.
    """

    def __init__(self, text: io.TextIOWrapper):
        self._text = text
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self._length = 0
        self.trouble: Trouble | None = None
        self.had_nuls = False

    def begin(self) -> None:
        self.taken, self._length = [], 0
        self.trouble, self.had_nuls = None, False

    def leave_only_the_first(self) -> str:
        self._again.extendleft(reversed(self.taken[1:]))
        return self.taken[0] if self.taken else ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._read()
        if not line:
            if self.taken:  # the file ends inside quotation marks
                self.trouble = Trouble(QUOTE_UNCLOSED)
            raise StopIteration
        if "\0" in line:
            self.had_nuls, line = True, line.replace("\0", "")
        self.taken.append(line)
        self._length += len(line)
        if len(self.taken) > MOST_LINES_IN_A_CELL or self._length > 2 * LONGEST_LINE:
            raise _Endless
        return line

    def _read(self) -> str:
        line = self._text.readline(LONGEST_LINE)
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            self.trouble = Trouble(ROW_TOO_LONG)
            while (rest := self._text.readline(LONGEST_LINE)) and rest[-1] not in "\r\n":
                pass
        return line
