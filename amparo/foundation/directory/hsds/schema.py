"""The tables of HSDS: columns, identifiers of rows, services laid out in tables and back.

An identifier of ours stays; what has none gets one that is always the same.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

_FILE = Path(__file__).parent / "schemas" / "service_with_definitions.json"
VERSION = "3.1"


@cache
def tables() -> dict[str, dict]:
    """Every table by its name, in the order of the specification."""
    whole = json.loads(_FILE.read_text(encoding="utf-8"))
    found = {"service": whole, **whole["definitions"]}
    return dict(sorted(found.items(), key=lambda each: _order(each[1])))


def _order(table: dict) -> tuple[int, str]:
    return table["datapackage_metadata"]["order"], table["name"]


def columns(table: str) -> dict[str, dict]:
    """What is written in a cell: all but other records."""
    properties = tables()[table]["properties"]
    return {name: each for name, each in properties.items() if not (_one(each) or _many(each))}


def parts(table: str) -> dict[str, tuple[str, bool]]:
    """The records within one: the table that they are of, and whether there are many."""
    found = {}
    for name, each in tables()[table]["properties"].items():
        if within := _one(each) or _many(each):
            found[name] = within, bool(_many(each))
    return found


def points_back(parent: str, child: str) -> str:
    """The column of the child that says in which record it lies."""
    if f"{parent}_id" in columns(child):
        return f"{parent}_id"
    return {"attribute": "link_id", "metadata": "resource_id"}.get(child, "")


def points_at(parent: str, part: str) -> str:
    """The column of the parent that says which one record lies in it."""
    name = {"taxonomy_detail": "taxonomy_id"}.get(part, f"{part}_id")
    return name if name in columns(parent) else ""


def required(table: str) -> set[str]:
    definition = tables()[table]
    return {*definition.get("required", ()), *definition.get("tabular_required", ())}


def _one(each: dict) -> str:
    return _name(each.get("$ref", ""))


def _many(each: dict) -> str:
    return _name(each.get("items", {}).get("$ref", "")) if each.get("type") == "array" else ""


def _name(ref: str) -> str:
    return ref.rpartition("/")[2]


# Identifiers.

# Made once, for good: with another one every copy of our directory would seem new.
NAMESPACE = UUID("5b0f8a52-6f0e-5d6b-9d0a-3c1f6a7e2b48")


def stable_id(table: str, *parts: object) -> str:
    """The identifier of a row that has none of its own here: a telephone, a line of hours."""
    return str(uuid5(NAMESPACE, "/".join((table, *map(str, parts)))))


def ref_for(source: str, table: str, theirs: str) -> UUID:
    """What we call a record of theirs: by its own identifier where that is a UUID."""
    try:
        return UUID(theirs)
    except ValueError:
        return uuid5(NAMESPACE, "/".join((source, table, theirs)))


# Nested services as tables, and back.

type Rows = dict[str, dict[str, dict[str, Any]]]
_OWNER_COLUMNS = {"attribute": "link_entity", "metadata": "resource_type"}


def to_tables(services: Iterable[dict]) -> Rows:
    """Of each table its rows, by their identifiers: what stands in two services is one row."""
    rows: Rows = {name: {} for name in tables()}
    for service in services:
        _add_rows("service", service, {}, rows)
    return rows


def _add_rows(table: str, record: dict, owner: dict[str, str], rows: Rows) -> None:
    cells = {name: record[name] for name in columns(table) if name in record}
    row = rows[table].setdefault(record["id"], {})
    row |= cells | owner
    for part, (child, is_many) in parts(table).items():
        if part not in record:
            continue
        if is_many:
            for each in record[part]:
                _add_rows(child, each, _owner(table, record["id"], child), rows)
        else:
            _add_rows(child, record[part], {}, rows)
            if name := points_at(table, part):
                row[name] = record[part]["id"]


def _owner(table: str, ref: str, child: str) -> dict[str, str]:
    found = {points_back(table, child): ref}
    if kind := _OWNER_COLUMNS.get(child):
        found[kind] = table
    return {name: value for name, value in found.items() if name}


def from_tables(rows: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[int, dict]]:
    """Each service with all that belongs to it, and the row of its table."""
    shelves = _TableIndex(rows)
    for row in rows.get("service", []):
        yield int(row.get("#", 0)), shelves.whole("service", row, ())


class _TableIndex:
    """The rows of all tables, by their identifiers and by what they belong to."""

    def __init__(self, rows: dict[str, list[dict[str, Any]]]):
        self._named = {
            table: {str(row.get("id")): row for row in there} for table, there in rows.items()
        }
        self._owned: dict[tuple[str, str, str], list[dict]] = defaultdict(list)
        for table, there in rows.items():
            for row in there:
                for column in columns(table):
                    is_link = column.endswith("_id") and column != "id" and row.get(column)
                    if is_link:
                        self._owned[table, column, str(row[column])].append(row)

    def whole(self, table: str, row: dict, above: tuple[str, ...]) -> dict:
        """A row with the rows within it; a table is never looked for within itself."""
        record = {name: value for name, value in row.items() if name != "#"}
        for part, (child, is_many) in parts(table).items():
            if child in above or child not in self._named:
                continue
            found = self._within(table, row, part, child, is_many)
            inner = [self.whole(child, each, (*above, table)) for each in found]
            if inner:
                record[part] = inner if is_many else inner[0]
        return record

    def _within(self, table: str, row: dict, part: str, child: str, is_many: bool) -> list[dict]:
        if not is_many:
            ref = str(row.get(points_at(table, part), ""))
            return [self._named[child][ref]] if ref in self._named[child] else []
        column = points_back(table, child)
        if not column:
            return []
        there = self._owned[child, column, str(row.get("id"))]
        kind = _OWNER_COLUMNS.get(child)
        return [each for each in there if not kind or each.get(kind, table) in ("", table)]
