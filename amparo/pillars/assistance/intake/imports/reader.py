"""A file of a register, read: its columns, then each row with all that is wrong with it."""

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.spreadsheets.reader import Row, Spreadsheet, open_spreadsheet
from amparo.foundation.core.spreadsheets.validation import ImportProblem, problem

from ..models.imports import BeneficiaryList, ImportFile
from .columns import is_known_heading
from .rows import ColumnAnalysis, ParsedRow, parse_row
from .unclear_values import ImportContext, Values
from .validation import ROW_TWICE

# Where a register gives its rows no number, these say who a row is about.
_NOT_WHO = frozenset(["notes", "case_status", "risk"])


@contextmanager
def open_import_file(file: ImportFile) -> Iterator[Spreadsheet]:
    """The file as a table; `UnreadableFile` says what to do where it is none."""
    with file.opened() as stream:
        yield open_spreadsheet(
            stream, encoding=file.encoding, sheet=file.sheet, knows=is_known_heading
        )


def setting_of(file: ImportFile, table: Spreadsheet) -> ImportContext:
    """What holds for the whole file: the office's day and country, and what was decided."""
    office = file.register.team.office
    settled = file.settled or {}
    return ImportContext(
        today=office.today(),
        region=office.country,
        since_1904=getattr(table, "since_1904", False),
        date_orders=settled.get("date_orders", {}),
        letter_m=settled.get("letter_m", {}),
        country_codes=settled.get("country_codes", {}),
    )


def analyze_columns(file: ImportFile, table: Spreadsheet) -> ImportContext:
    """The setting, with what whole columns say of their dates and letters."""
    study = ColumnAnalysis(table.header, file.mapping or {})
    for row in table.rows():
        study.see(row)
    return study.settled(setting_of(file, table))


def parsed_rows(
    file: ImportFile, table: Spreadsheet, setting: ImportContext
) -> Iterator[tuple[Row, ParsedRow, str]]:
    """Each row, what it tells, and its key in the register; a key met twice is an issue."""
    seen: set[bytes] = set()
    for row in table.rows():
        reading = parse_row(row, table.header, file.mapping or {}, setting)
        key = key_of(file.register, reading.values) if reading.enters else ""
        if key and key.encode()[:16] in seen:
            told = (*reading.problems, _twice(file, row))
            reading = replace(reading, problems=told)
        seen.add(key.encode()[:16])
        yield row, reading, key


def _twice(file: ImportFile, row: Row) -> ImportProblem:
    mapping = file.mapping or {}
    column = next((name for name, field in mapping.items() if field == "id_in_register"), "")
    return problem(ROW_TWICE, row.number, column, "")


def key_of(register: BeneficiaryList, values: Values) -> str:
    """Who a row is, in its register: by its number there, else by all that it tells of them."""
    number = str(values.get("id_in_register") or "").strip().casefold()
    told = {name: each for name, each in values.items() if name not in _NOT_WHO}
    text = number or json.dumps(told, sort_keys=True, default=str, ensure_ascii=False)
    return keyed_hash(register, "number" if number else "row", text)


def keyed_hash(register: BeneficiaryList, kind: str, text: str) -> str:
    """A keyed hash: the same for the same text of the same register, meaningless to others."""
    words = f"{register.ref}|{kind}|{text}".encode()
    return hmac.new(key_ring.derive("registers"), words, sha256).hexdigest()[:32]
