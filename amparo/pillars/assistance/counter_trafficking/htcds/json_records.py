"""Records out of JSON, one by one: a file of a hundred thousand is never held whole.

Read are a list of records, an object that holds such a list under `records`, and one record a
line. Numbers stay the text that they are.
"""

import codecs
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from amparo.foundation.core.spreadsheets.cells import MAX_CELL_LENGTH, clean_text
from amparo.foundation.core.spreadsheets.csv_reader import NonClosingFile, detect_encoding
from amparo.foundation.core.spreadsheets.validation import (
    CELL_TOO_LONG,
    ImportProblem,
    UnreadableFile,
    problem,
)

from . import validation
from .fields import LOCAL_CODES, RECORD, TABLES, Field, named
from .records import HtcdsRecord
from .table_reader import ParsedRecord
from .wire import Notes

PIECE = 64 * 1024
LONGEST_RECORD = 1_000_000
MOST_PARTS = 500
_LIST = re.compile(r'"records"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


def looks_like_json(file: BinaryIO) -> bool:
    file.seek(0)
    head = file.read(400).removeprefix(codecs.BOM_UTF8).lstrip()
    file.seek(0)
    return head[:1] in (b"{", b"[")


class JsonSource:
    """A file of JSON as records. `problems` are of the whole file, known when it was read."""

    def __init__(self, file: BinaryIO, today: date):
        self._file, self._today = file, today
        self._encoding = detect_encoding(file)
        self._unknown: dict[str, None] = {}

    def readings(self) -> Iterator[ParsedRecord]:
        seen: set[str] = set()
        is_any = False
        for number, told in enumerate(_objects(self._text()), 1):
            reading = self._reading(told, number)
            if reading.record.id and reading.record.id in seen:
                reading.say(validation.RECORD_TWICE, "", reading.record.id)
            seen.add(reading.record.id)
            is_any = is_any or bool(reading.record.tables)
            yield reading
        if not is_any:
            raise UnreadableFile(validation.NOT_HTCDS)

    @property
    def problems(self) -> list[ImportProblem]:
        return [problem(validation.UNKNOWN_COLUMN, 0, name, "") for name in self._unknown]

    def _text(self) -> io.TextIOWrapper:
        raw = io.BufferedReader(NonClosingFile(self._file), PIECE)
        return io.TextIOWrapper(raw, self._encoding, errors="replace")

    def _reading(self, told: dict[str, Any], number: int) -> ParsedRecord:
        reading = ParsedRecord(HtcdsRecord(id=_text_of(told.pop(RECORD, ""))[:200], row=number))
        loose: dict[str, Any] = {}  # fields that stand in no table: all of one row
        for name, value in told.items():
            if name in TABLES:
                for part in _parts(value):
                    self._put(reading, part)
            else:
                loose[name] = value
        if loose:
            self._put(reading, loose)
        if not reading.record.tables and reading.enters:
            reading.say(validation.EMPTY_ROW, "", "")
        return reading

    def _put(self, reading: ParsedRecord, part: dict[str, Any]) -> None:
        texts: dict[Field, str] = {}
        notes = _notes(part.pop(LOCAL_CODES, None))
        for name, value in part.items():
            text = _text_of(value)
            if len(text) > MAX_CELL_LENGTH:
                row = reading.record.row
                reading.problems.append(
                    problem(CELL_TOO_LONG, row, name, "", limit=MAX_CELL_LENGTH)
                )
            elif known := named(name):
                texts[known] = text
            elif text and len(self._unknown) < MOST_PARTS:
                self._unknown[name[:120]] = None
                reading.record.rest.setdefault(name[:120], text)
        reading.put(texts, split=";", notes=notes, today=self._today)


def _parts(value: Any) -> list[dict[str, Any]]:
    found = value if isinstance(value, list) else [value]
    return [each for each in found[:MOST_PARTS] if isinstance(each, dict)]


def _notes(value: Any) -> Notes:
    told = value if isinstance(value, dict) else {}
    found = {name: _words(codes) for name, codes in told.items() if named(name)}
    return {name: codes for name, codes in found.items() if codes}


def _words(codes: Any) -> list[str]:
    listed = codes if isinstance(codes, list) else [codes]
    return [" ".join(clean_text(str(each)).split()) for each in listed if each]


def _text_of(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(_text_of(each) for each in value)
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return clean_text(text)


def _objects(text: io.TextIOWrapper) -> Iterator[dict[str, Any]]:
    """Every object of the list, whole; where it breaks off, `UnreadableFile`."""
    held = _Held(text)
    number = 0
    while held.goes_on():
        number += 1
        found = held.next_value(number)
        if not isinstance(found, dict):
            raise UnreadableFile(validation.NOT_JSON, record=number)
        yield found


class _Held:
    """The piece of the file that is being read, and where in it we are."""

    def __init__(self, text: io.TextIOWrapper):
        self._text, self._rest = text, ""
        self._more()
        self._is_list = self._begin()

    def _begin(self) -> bool:
        self._rest = self._rest.lstrip("\ufeff \t\r\n")
        if self._rest.startswith("["):
            self._rest = self._rest[1:]
            return True
        head = _LIST.search(self._rest[:4000])
        if head and "{" not in self._rest[1 : head.start()]:
            self._rest = self._rest[head.end() :]
            return True
        return False

    def goes_on(self) -> bool:
        """Whether another value follows; the list has to be closed where one was opened."""
        while True:
            self._rest = self._rest[_BETWEEN.match(self._rest).end() :]  # type: ignore[union-attr]
            if self._rest:
                return not (self._is_list and self._rest[0] == "]")
            if not self._more():
                if self._is_list:
                    raise UnreadableFile(validation.NOT_JSON, record=1)
                return False

    def next_value(self, number: int) -> Any:
        while True:
            try:
                value, end = _DECODER.raw_decode(self._rest)
            except (ValueError, RecursionError):
                if len(self._rest) > LONGEST_RECORD:
                    raise UnreadableFile(validation.RECORD_TOO_LONG, record=number) from None
                if not self._more():
                    raise UnreadableFile(validation.NOT_JSON, record=number) from None
            else:
                self._rest = self._rest[end:]
                return value

    def _more(self) -> bool:
        piece = self._text.read(PIECE)
        self._rest += piece
        return bool(piece)


def _refused(_constant: str) -> Any:
    raise ValueError("NaN and Infinity are no JSON.")


_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_refused)
