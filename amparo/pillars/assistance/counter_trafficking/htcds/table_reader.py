"""From the rows of a file to records: each whole, with all that is wrong with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b

from amparo.foundation.core.spreadsheets.cells import as_text
from amparo.foundation.core.spreadsheets.reader import Row
from amparo.foundation.core.spreadsheets.validation import ImportProblem, ProblemKind, problem

from . import validation
from .columns import Columns, is_chosen
from .fields import REPEATED, TABLES, Field, fields
from .records import HtcdsRecord, Part, several
from .values import is_free_text, read
from .wire import Notes, decode_local_codes, from_note

_DETAILS = {
    "cas_ReasonForIncomingReferral": "cas_IncomingReferralDetails",
    "cas_ReasonForOutgoingReferral": "cas_OutgoingReferralDetails",
}


@dataclass
class ParsedRecord:
    """A record as it was read; with an error it stays out, with a warning it enters."""

    record: HtcdsRecord
    problems: list[ImportProblem] = field(default_factory=list)

    @property
    def enters(self) -> bool:
        return not any(each.keeps_out for each in self.problems)

    def say(self, kind: ProblemKind, name: str, text: str) -> None:
        told = problem(kind, self.record.row, name, text)
        self.problems.append(replace(told, value="") if not text else told)

    def put(self, texts: dict[Field, str], *, split: str, notes: Notes, today: date) -> None:
        """Add what a row tells: each table of it gains one part."""
        parts: dict[str, Part] = {table: {} for table in TABLES}
        for known, text in texts.items():
            found = read(known, text, split=split, today=today)
            told = bool(notes.get(known.name))
            for kind in found.problems:
                self.say(kind, known.name, text)
            if found.value or told:
                parts[known.table][known.name] = found.value
        for name in notes:
            parts[fields()[name].table].setdefault(name, "")
        for table, part in parts.items():
            if part:
                self._add(table, part, notes)

    def _add(self, table: str, part: Part, notes: Notes) -> None:
        codes = {name: several(value) if value else () for name, value in part.items()}
        told = decode_local_codes(codes, {name: notes[name] for name in part if name in notes})
        self._move_free_text(told, notes)
        if table not in REPEATED and self._differs(table, told):
            self.say(validation.RECORD_TWICE, "", self.record.id)
        self.record.add(table, told)

    def _move_free_text(self, part: Part, notes: Notes) -> None:
        for name, details in _DETAILS.items():
            text = part.get(name, "")
            if name in part and name not in notes and is_free_text(fields()[name], text):
                part[details] = "\n".join(filter(None, (str(part.get(details, "")), str(text))))
                part[name] = "Other"
                self.problems = [
                    each for each in self.problems
                    if (each.column, each.code) != (name, validation.UNKNOWN_CODE.code)
                ]  # fmt: skip
                self.say(validation.TEXT_FOR_CODE, name, str(text))

    def _differs(self, table: str, part: Part) -> bool:
        known = next(iter(self.record.tables.get(table, ())), {})
        return any(known.get(name, value) != value for name, value in part.items())


def readings(columns: Columns, rows: Iterable[Row], today: date) -> Iterator[ParsedRecord]:
    """Each record of a table: rows with the same key that follow each other are one."""
    seen: set[bytes] = set()
    current: ParsedRecord | None = None
    columns.only_numbered = 0
    for row in rows:
        if columns.is_labels(row):
            continue
        if columns.is_only_numbered(row):
            columns.only_numbered += 1
            continue
        key = as_text(row.cells[columns.record]) if columns.record is not None else ""
        if current is None or not key or key != current.record.id:
            if current is not None:
                yield _complete(current)
            current = _begun(key, row.number, seen)
        _take(current, columns, row, today)
    if current is not None:
        yield _complete(current)


def _begun(key: str, row: int, seen: set[bytes]) -> ParsedRecord:
    reading = ParsedRecord(HtcdsRecord(id=key, row=row))
    # Eight bytes a record: a hundred thousand of them stay small in memory.
    short = blake2b(key.encode(), digest_size=8).digest()
    if key and short in seen:
        reading.say(validation.RECORD_TWICE, "", key)
    seen.add(short)
    return reading


def _take(reading: ParsedRecord, columns: Columns, row: Row, today: date) -> None:
    reading.problems += row.problems
    if any(each.keeps_out and not each.column for each in row.problems):
        return
    texts = {known: as_text(row.cells[at]) for at, known in columns.fields.items()}
    for at, (known, code) in columns.chosen.items():
        if is_chosen(as_text(row.cells[at])):
            texts[known] = f"{texts.get(known, '')}{columns.split}{code}".strip(columns.split)
    notes = from_note(as_text(row.cells[columns.local_codes])) if columns.local_codes else {}
    reading.put(texts, split=columns.split, notes=notes, today=today)
    for at, heading in columns.aside.items():
        if text := as_text(row.cells[at]):
            reading.record.rest.setdefault(heading, text)


def _complete(reading: ParsedRecord) -> ParsedRecord:
    if not reading.record.tables and reading.enters:
        reading.say(validation.EMPTY_ROW, "", "")
    return reading
