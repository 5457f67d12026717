"""Services laid out in tables, and tables put together again: the same either way."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from . import schema

type Rows = dict[str, dict[str, dict[str, Any]]]
_KINDS_OF_OWNER = {"attribute": "link_entity", "metadata": "resource_type"}


def lay_out(services: Iterable[dict]) -> Rows:
    """Of each table its rows, by their identifiers: what stands in two services is one row."""
    rows: Rows = {name: {} for name in schema.tables()}
    for service in services:
        _lay("service", service, {}, rows)
    return rows


def _lay(table: str, told: dict, owner: dict[str, str], rows: Rows) -> None:
    cells = {name: told[name] for name in schema.columns(table) if name in told}
    row = rows[table].setdefault(told["id"], {})
    row |= cells | owner
    for part, (child, is_many) in schema.parts(table).items():
        if part not in told:
            continue
        if is_many:
            for each in told[part]:
                _lay(child, each, _owner(table, told["id"], child), rows)
        else:
            _lay(child, told[part], {}, rows)
            if name := schema.points_at(table, part):
                row[name] = told[part]["id"]


def _owner(table: str, ref: str, child: str) -> dict[str, str]:
    found = {schema.points_back(table, child): ref}
    if kind := _KINDS_OF_OWNER.get(child):
        found[kind] = table
    return {name: value for name, value in found.items() if name}


def put_together(rows: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[int, dict]]:
    """Each service with all that belongs to it, and the row of its table."""
    shelves = _Shelves(rows)
    for row in rows.get("service", []):
        yield int(row.get("#", 0)), shelves.whole("service", row, ())


class _Shelves:
    """The rows of all tables, by their identifiers and by what they belong to."""

    def __init__(self, rows: dict[str, list[dict[str, Any]]]):
        self._named = {
            table: {str(row.get("id")): row for row in there} for table, there in rows.items()
        }
        self._owned: dict[tuple[str, str, str], list[dict]] = defaultdict(list)
        for table, there in rows.items():
            for row in there:
                for column in schema.columns(table):
                    is_link = column.endswith("_id") and column != "id" and row.get(column)
                    if is_link:
                        self._owned[table, column, str(row[column])].append(row)

    def whole(self, table: str, row: dict, above: tuple[str, ...]) -> dict:
        """A row with the rows within it; a table is never looked for within itself."""
        told = {name: value for name, value in row.items() if name != "#"}
        for part, (child, is_many) in schema.parts(table).items():
            if child in above or child not in self._named:
                continue
            found = self._within(table, row, part, child, is_many)
            inner = [self.whole(child, each, (*above, table)) for each in found]
            if inner:
                told[part] = inner if is_many else inner[0]
        return told

    def _within(self, table: str, row: dict, part: str, child: str, is_many: bool) -> list[dict]:
        if not is_many:
            ref = str(row.get(schema.points_at(table, part), ""))
            return [self._named[child][ref]] if ref in self._named[child] else []
        column = schema.points_back(table, child)
        if not column:
            return []
        there = self._owned[child, column, str(row.get("id"))]
        kind = _KINDS_OF_OWNER.get(child)
        return [each for each in there if not kind or each.get(kind, table) in ("", table)]
