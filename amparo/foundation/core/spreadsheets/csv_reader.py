"""Reads CSV files line by line, with detected encoding and separator."""

import codecs
import csv
import io
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from charset_normalizer import from_bytes

from .cells import MAX_CELL_LENGTH, MAX_COLUMNS, CellProblem, FileNotes, RawLine, clean_text
from .validation import (
    CELL_TOO_LONG,
    EMPTY,
    LETTERS_LOST,
    NO_SUCH_ENCODING,
    OTHER_KIND,
    QUOTE_UNCLOSED,
    ROW_TOO_LONG,
    ROW_TOO_WIDE,
    UnreadableFile,
)

MAX_LINE_LENGTH = 1_000_000
MAX_LINES_IN_CELL = 200
DELIMITERS = ",;\t|"


class CsvTable:
    """A CSV file whose encoding and separator are found, or told."""

    sheets: tuple[str, ...] = ()

    def __init__(self, file: BinaryIO, *, encoding: str = "", delimiter: str = ""):
        self._file = file
        self.encoding = detect_encoding(file, encoding)
        told, self._skip = self._declared_delimiter()
        self.delimiter, self._cuts = self._likely_delimiter(delimiter or told)
        self.found = FileNotes()

    def lines(self) -> Iterator[RawLine]:
        """Every row that is not blank; a broken one with its trouble, and reading goes on."""
        self.found = FileNotes()
        source = _Source(self._text())
        for number, (record, trouble) in enumerate(self._records(source), 1):
            if number > self._skip and (trouble or any(record)):
                yield self._line(number, record, trouble, source)

    def _records(self, source: "_Source") -> Iterator[tuple[list[str], CellProblem | None]]:
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
                trouble = CellProblem(QUOTE_UNCLOSED)
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
        self, number: int, record: list[str], broken: CellProblem | None, source: "_Source"
    ) -> RawLine:
        cells = [clean_text(cell) for cell in record[:MAX_COLUMNS]]
        line = RawLine(number, [cell[:MAX_CELL_LENGTH] for cell in cells])
        self.found.rows_with_nuls += source.had_nuls
        if broken:
            line.problems.append(broken)
            return line
        if len(record) > MAX_COLUMNS and any(record[MAX_COLUMNS:]):
            line.problems.append(CellProblem(ROW_TOO_WIDE, details={"limit": MAX_COLUMNS}))
        line.problems += filter(None, map(_cell_problem, range(len(cells)), cells))
        return line

    def _text(self) -> io.TextIOWrapper:
        # Letters that cannot be read become a mark that the row is then held back for.
        raw = io.BufferedReader(NonClosingFile(self._file), 256 * 1024)
        return io.TextIOWrapper(raw, self.encoding, errors="replace", newline="")

    def _reader(self, source: Iterator[str], delimiter: str = ""):
        return csv.reader(source, delimiter=delimiter or self.delimiter, skipinitialspace=True)

    def _declared_delimiter(self) -> tuple[str, int]:
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


def _cell_problem(index: int, cell: str) -> CellProblem | None:
    if len(cell) > MAX_CELL_LENGTH:
        return CellProblem(CELL_TOO_LONG, index, {"limit": MAX_CELL_LENGTH})
    return CellProblem(LETTERS_LOST, index) if "\ufffd" in cell else None


class _Endless(Exception):  # noqa: N818 - a signal between two neighbours
    """A record that would swallow the rows after it."""


def _too_long(taken: list[str]) -> CellProblem:
    if len(taken) > 1:
        return CellProblem(QUOTE_UNCLOSED)
    return CellProblem(CELL_TOO_LONG, details={"limit": MAX_CELL_LENGTH})


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
        self.trouble: CellProblem | None = None
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
                self.trouble = CellProblem(QUOTE_UNCLOSED)
            raise StopIteration
        if "\0" in line:
            self.had_nuls, line = True, line.replace("\0", "")
        self.taken.append(line)
        self._length += len(line)
        if len(self.taken) > MAX_LINES_IN_CELL or self._length > 2 * MAX_LINE_LENGTH:
            raise _Endless
        return line

    def _read(self) -> str:
        line = self._text.readline(MAX_LINE_LENGTH)
        if len(line) == MAX_LINE_LENGTH and line[-1] not in "\r\n":
            self.trouble = CellProblem(ROW_TOO_LONG)
            while (rest := self._text.readline(MAX_LINE_LENGTH)) and rest[-1] not in "\r\n":
                pass
        return line


# Encoding: detected from the whole file, not from its first lines

CHUNK_SIZE = 1024 * 1024
SAMPLE = 64 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What spreadsheet programs of these languages write when asked for plain CSV.
_CANDIDATES = ["cp1252", "cp1256", "cp850", "mac_roman"]
_NOT_IN_1252 = bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D])


class NonClosingFile(io.RawIOBase):
    """Somebody else's file, for readers that close what they read: it stays open."""

    def __init__(self, file: BinaryIO):
        self._file = file
        file.seek(0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def detect_encoding(file: BinaryIO, forced: str = "") -> str:
    """The encoding to read `file` with: the one asked for, or the one that its bytes show."""
    file.seek(0)
    head = file.read(4096)
    if not head.strip(b"\0 \r\n\t"):
        raise UnreadableFile(EMPTY)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if forced:
        return _known(forced)
    return _wide(head) or _narrow(file)


def _known(name: str) -> str:
    try:
        "".encode(name)
        return codecs.lookup(name).name
    except (LookupError, UnicodeError, ValueError):
        raise UnreadableFile(NO_SUCH_ENCODING, encoding=name[:40]) from None


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: some zero bytes, and read so, the letters are of our scripts."""
    if head.count(0) < len(head) * 0.02:
        return ""
    even = head[: len(head) // 2 * 2]
    likely = {
        each: _share_of_known_letters(even.decode(each, "replace"))
        for each in ("utf-16-le", "utf-16-be")
    }
    best = max(likely, key=lambda each: likely[each])
    return best if likely[best] > 0.9 else ""


def _share_of_known_letters(text: str) -> float:
    """How much of a text is Latin, Greek, Cyrillic or Arabic writing."""
    return sum("\x20" <= letter < "\u0750" or letter in "\r\n\t" for letter in text) / len(text)


def _narrow(file: BinaryIO) -> str:
    sample, is_utf8 = _foreign_lines(file)
    if is_utf8 or _is_nearly_utf8(sample):
        return "utf-8"
    _refuse_what_is_no_text(sample)
    found = from_bytes(sample, cp_isolation=_CANDIDATES).best()
    encoding = found.encoding if found else "cp1252"
    if encoding == "cp1252" and any(byte in sample for byte in _NOT_IN_1252):
        return "iso8859-1"
    return encoding


def _foreign_lines(file: BinaryIO) -> tuple[bytes, bool]:
    """Lines that hold more than plain letters, from anywhere in the file; whether all is UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample, is_utf8 = bytearray(), True
    file.seek(0)
    while piece := file.read(CHUNK_SIZE):
        if is_utf8:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                is_utf8 = False
        if len(sample) < SAMPLE and not piece.isascii():
            foreign = b"\n".join(line for line in piece.split(b"\n") if not line.isascii())
            sample += foreign[:SAMPLE] + b"\n"
    return bytes(sample), is_utf8


def _is_nearly_utf8(sample: bytes) -> bool:
    """A few harmed letters in a file of UTF-8 must not spoil all the others."""
    text = sample.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    foreign = sum(letter > "\x7f" for letter in text) - lost
    return foreign > 10 * lost


def _refuse_what_is_no_text(sample: bytes) -> None:
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    if odd > len(sample) * 0.05:
        raise UnreadableFile(OTHER_KIND, sort="BIN")
