"""Rows written without instances: by COPY on PostgreSQL, many at a time on SQLite."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import batched
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, models
from psycopg.types.json import Jsonb

from amparo.foundation.core.encryption.fields import PersonalField

_MANY = 20_000


def insert_rows(example: models.Model, names: tuple[str, ...], rows: Iterable[tuple]) -> None:
    """Writes rows like `example` whose attributes `names` differ; a million takes seconds.

    Values are those of Python, keys of other records their numbers.
    """
    fields = {field.attname: field for field in example._meta.concrete_fields}
    quote = connection.ops.quote_name
    same = {
        name: b""
        if isinstance(field, PersonalField)
        else field.get_db_prep_save(getattr(example, name), connection)
        for name, field in fields.items()
        if name not in names and not field.primary_key
    }
    columns = ", ".join(quote(str(fields[name].column)) for name in (*names, *same))
    write: Callable = _copy if connection.vendor == "postgresql" else _insert
    write(example._meta.db_table, columns, rows, tuple(same.values()))


def _insert(table: str, columns: str, rows: Iterable[tuple], same: tuple) -> None:
    marks = ", ".join("?" * (columns.count(",") + 1))
    sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names of a model
    rest = tuple(map(_plain, same))
    with connection.cursor() as cursor:
        for part in batched(rows, _MANY, strict=False):
            lines = [(*map(_plain, row), *rest) for row in part]
            cursor.connection.executemany(sql, lines)


def _plain(value: Any) -> Any:
    """As SQLite keeps it."""
    match value:
        case UUID():
            return value.hex
        case datetime():
            return value.replace(tzinfo=None).isoformat(" ")
        case date():
            return value.isoformat()
    return value


def _copy(table: str, columns: str, rows: Iterable[tuple], same: tuple) -> None:
    """What is the same in all rows is written out once; the rest by type, in the text form of
    COPY, which takes a quarter of the time of psycopg's rows.
    """
    rest = "".join(f"\t{_text(value)}" for value in same) + "\n"
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as to:
        for part in batched(rows, 5_000, strict=False):
            to.write("".join(["\t".join(map(_text, row)) + rest for row in part]))


def _text(value: Any) -> str:
    """As COPY reads it; raises KeyError for what no row of ours holds."""
    return (_WRITERS.get(type(value)) or _writer_of(type(value)))(value)


def _writer_of(kind: type) -> Callable[[Any], str]:
    """That of a kind which is one of ours: choices are texts, keys of Django's are numbers."""
    written_as = next((each for each in kind.__mro__ if each in _WRITERS), kind)
    return _WRITERS[written_as]


def _escape(text: str) -> str:
    for each, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(each, written)
    return str(text)


def _array(values: list) -> str:
    quoted = (f'"{each}"' for each in map(_escape, map(str, values)))
    return f"{{{','.join(quoted)}}}"


def _json(value: Jsonb) -> str:
    return _escape(json.dumps(value.obj))


_WRITERS: dict[type, Callable[[Any], str]] = {
    int: int.__repr__, str: _escape, UUID: lambda value: value.hex, date: date.isoformat,
    datetime: datetime.isoformat, Decimal: str, float: repr, type(None): lambda _none: "\\N",
    bool: lambda value: "t" if value else "f", bytes: lambda value: f"\\\\x{value.hex()}",
    memoryview: lambda value: f"\\\\x{value.hex()}", list: _array, Jsonb: _json,
}  # fmt: skip


def next_key(model: type[models.Model]) -> int:
    return (model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def set_sequence(model: type[models.Model]) -> None:
    """Keys that were given by hand are not given again."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(sql)


@contextmanager
def without_indexes(*kinds: type[models.Model]) -> Iterator[None]:
    """On PostgreSQL, makes the indexes of these tables once all rows are there, and has nothing
    checked that rows of ours keep anyhow: references to other rows, for one.
    """
    if connection.vendor != "postgresql":
        yield
        return
    tables = [model._meta.db_table for model in kinds]
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [tables])
        indexes = cursor.fetchall()
        # What was written before is checked now: no index is dropped while that is pending.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute(
            "SET session_replication_role = replica; SET maintenance_work_mem = '512MB'"
        )
        yield
        cursor.execute("SET session_replication_role = origin")
        for _name, definition in indexes:
            cursor.execute(definition)


# All but those that a constraint or a key rests on.
_INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE tablename = ANY(%s) AND NOT EXISTS (
        SELECT FROM pg_constraint WHERE conindid = format('%%I', indexname)::regclass
    ) AND indexdef NOT LIKE 'CREATE UNIQUE%%'
"""
