"""Opening a directory of others: whatever it is and whoever made it, it cannot hurt the house."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from amparo.foundation.core.files.archives import Archive, is_archive
from amparo.foundation.core.spreadsheets.validation import DAMAGED, EMPTY, UnreadableFile
from amparo.ui.words import size

from . import schema
from .problems import NOT_HSDS, TOO_LARGE
from .tabular import put_together

LARGEST = 20 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_ROWS = 400_000
MOST_SERVICES = 20_000

type Rows = Iterator[tuple[int, dict]]


def services_in(file: BinaryIO) -> Rows:
    """Each service of the file as one record, with its row; `UnreadableFile` where it is none."""
    _refuse_large(file)
    rows = _from_package(file) if is_archive(file) else _from_json(file)
    found = False
    for number, (row, service) in enumerate(rows, 1):
        if number > MOST_SERVICES:
            raise UnreadableFile(TOO_LARGE, limit=f"{MOST_SERVICES:,}")
        found = True
        yield row or number, service
    if not found:
        raise UnreadableFile(EMPTY)


def _refuse_large(file: BinaryIO) -> None:
    if file.seek(0, io.SEEK_END) > LARGEST:
        raise UnreadableFile(TOO_LARGE, limit=size(LARGEST))
    file.seek(0)


def _from_json(file: BinaryIO) -> Rows:
    file.seek(0)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(NOT_HSDS) from None
    for number, each in enumerate(_listed(_parsed(text)), 1):
        if not isinstance(each, dict):
            raise UnreadableFile(NOT_HSDS)
        yield number, each


def _parsed(text: str) -> Any:
    """One document, or one a line; neither endless numbers nor endless nesting."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        lines = [line for line in text.splitlines() if line.strip()]
    try:
        return [json.loads(line, parse_constant=_no_number) for line in lines]
    except (ValueError, RecursionError):
        raise UnreadableFile(NOT_HSDS) from None


def _no_number(name: str) -> None:
    raise ValueError(name)


def _listed(whole: Any) -> list:
    """A list of services, a page of an API, or one service alone."""
    if isinstance(whole, dict):
        for name in ("contents", "content", "services"):
            if isinstance(whole.get(name), list):
                return whole[name]
        whole = [whole] if "status" in whole or "organization" in whole else None
    if not isinstance(whole, list):
        raise UnreadableFile(NOT_HSDS)
    return whole


def _from_package(file: BinaryIO) -> Rows:
    archive = Archive(file, largest=LARGEST_UNPACKED)
    found, budget = {}, MOST_ROWS
    for table, member in _members(archive).items():
        rows = list(_rows(archive.whole(member, at_most=LARGEST_UNPACKED), budget))
        budget -= len(rows)
        found[table] = rows
    if "service" not in found:
        raise UnreadableFile(NOT_HSDS)
    return put_together(found)


def _members(archive: Archive) -> dict[str, str]:
    """The table that each file of the package holds, by its name."""
    there = {name.rpartition("/")[2]: name for name in archive.names()}
    found = {}
    for table, told in schema.tables().items():
        for name in (told["path"], f"{table}.csv"):
            if name in there:
                found[table] = there[name]
    return found


def _rows(content: bytes, budget: int) -> Iterator[dict[str, Any]]:
    try:
        text = content.decode("utf-8-sig")
        for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), 2):
            if number > budget:
                raise UnreadableFile(TOO_LARGE, limit=f"{MOST_ROWS:,}")
            cells = {name: value for name, value in row.items() if name and value}
            yield {"#": number, **cells}
    except (UnicodeDecodeError, csv.Error):
        raise UnreadableFile(DAMAGED) from None
