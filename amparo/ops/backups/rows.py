"""Rows in one form for both databases: read at one moment, written whole or not at all.

SQLite and PostgreSQL keep a date, a ref or a bytestring each in its way. Here every value has one
written form, so a copy taken from one can be restored into the other and compared with it.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from itertools import batched
from typing import Any
from uuid import UUID

from django.apps import apps
from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

BATCH = 500
# What a copy leaves out: whoever was signed in signs in again.
NOT_COPIED = frozenset({"sessions.session", "core.session"})
# Erasing a person destroys their key: it is kept in copies that do not live long (see `keys`).
KEYS = frozenset({"core.datakey"})
# What migrating or bringing in the code lists writes into an installation that is still empty.
REFERENCE_TABLES = frozenset(
    {
        "contenttypes.contenttype",
        "auth.permission",
        "sites.site",
        "core.codelistentry",
        "core.codelistedition",
    }
)


@dataclass
class Tally:
    """How many rows, and a digest that does not mind in which order they came."""

    rows: int = 0
    digest: int = 0

    def add(self, line: bytes) -> None:
        self.rows += 1
        self.digest = (self.digest + int.from_bytes(sha256(line).digest())) % 2**256

    def as_dict(self) -> dict:
        return {"rows": self.rows, "digest": f"{self.digest:064x}"}


@dataclass(frozen=True)
class Table:
    """One table, and how its values are written down and read again."""

    model: type[models.Model]
    columns: list[models.Field] = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "columns", list(self.model._meta.concrete_fields))

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @cached_property
    def has_json(self) -> bool:
        return any(_kind(column) == "JSONField" for column in self.columns)

    @property
    def leans_on(self) -> set[type[models.Model]]:
        related = {column.related_model for column in self.columns if column.is_relation}
        return {each for each in related if each is not self.model}  # type: ignore[misc]

    def in_order(self, names: list[str]) -> "Table":
        """The same table with its columns in the order in which another version wrote them."""
        ordered = Table(self.model)
        by_name = {column.name: column for column in self.columns}
        object.__setattr__(ordered, "columns", [by_name[name] for name in names])
        return ordered

    def lines(self, connection: BaseDatabaseWrapper) -> Iterator[tuple[bytes, bytes]]:
        """Every row as it is written, and as it is digested."""
        for row in self.rows(connection):
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            yield line.encode(), self.canonical(row) if self.has_json else line.encode()

    def canonical(self, row: list) -> bytes:
        return json.dumps(
            row, ensure_ascii=False, separators=(",", ":"), sort_keys=self.has_json
        ).encode()

    def write(self, rows: Iterable[list], connection: BaseDatabaseWrapper) -> None:
        wanted = [_to_database(column, connection) for column in self.columns]
        ready = (_each(wanted, row) for row in rows)
        if connection.vendor == "postgresql":
            self._copy(ready, connection)
        else:
            self._insert(ready, connection)

    def tally(self, connection: BaseDatabaseWrapper) -> Tally:
        found = Tally()
        for _, digested in self.lines(connection):
            found.add(digested)
        return found

    def is_empty(self, connection: BaseDatabaseWrapper) -> bool:
        return not self.model._base_manager.using(connection.alias).exists()

    def rows(self, connection: BaseDatabaseWrapper) -> Iterator[list]:
        plain = [_from_database(column, connection) for column in self.columns]
        with connection.chunked_cursor() as cursor:
            cursor.execute(f"SELECT {self._names(connection)} FROM {self._name(connection)}")  # noqa: S608
            while rows := cursor.fetchmany(BATCH * 4):
                yield from (list(_each(plain, row)) for row in rows)

    def _insert(self, rows: Iterator[tuple], connection: BaseDatabaseWrapper) -> None:
        places = ", ".join(["%s"] * len(self.columns))
        sql = (
            f"INSERT INTO {self._name(connection)} ({self._names(connection)})"  # noqa: S608
            f" VALUES ({places})"
        )
        with connection.cursor() as cursor:
            for batch in batched(rows, BATCH, strict=False):
                cursor.executemany(sql, batch)

    def _copy(self, rows: Iterator[tuple], connection: BaseDatabaseWrapper) -> None:
        sql = f"COPY {self._name(connection)} ({self._names(connection)}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(sql) as copy:
            for row in rows:
                copy.write_row(row)

    def _name(self, connection: BaseDatabaseWrapper) -> str:
        return connection.ops.quote_name(self.model._meta.db_table)

    def _names(self, connection: BaseDatabaseWrapper) -> str:
        return ", ".join(connection.ops.quote_name(str(column.column)) for column in self.columns)


def tables(
    *,
    only: frozenset[str] = frozenset(),
    without: frozenset[str] = NOT_COPIED,
    registry: Apps = apps,
) -> list[Table]:
    """Every table, each after those that it leans on; a circle is entered where it begins."""
    waiting = [
        Table(model)
        for model in registry.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    waiting = [
        each for each in waiting if (each.label in only if only else each.label not in without)
    ]
    ours = {each.model for each in waiting}
    laid: list[Table] = []
    while waiting:
        known = {each.model for each in laid}
        ready = [each for each in waiting if not (each.leans_on & ours) - known]
        laid += ready or waiting[:1]
        waiting = [each for each in waiting if each not in laid]
    return laid


@contextmanager
def snapshot(connection: BaseDatabaseWrapper) -> Iterator[BaseDatabaseWrapper]:
    """The database as it is at one moment, while people go on working."""
    own = connection.copy()
    try:
        if own.vendor == "postgresql":
            with transaction_of(own):
                with own.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                    # A role that may not see every row is told so, and no copy lacks any silently.
                    cursor.execute("SET LOCAL row_security = off")
                yield own
        else:
            with own.cursor() as cursor:
                # Not IMMEDIATE: whoever reads for long must not keep others from writing.
                cursor.execute("BEGIN DEFERRED")
                cursor.execute("SELECT count(*) FROM django_migrations")
            yield own
            with own.cursor() as cursor:
                cursor.execute("ROLLBACK")
    finally:
        own.close()


@contextmanager
def transaction_of(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """`atomic`, for a connection that is not one of Django's named ones."""
    connection.set_autocommit(False)
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    else:
        connection.commit()
    connection.set_autocommit(True)


def set_sequences(laid: list[Table], connection: BaseDatabaseWrapper) -> None:
    """The next record gets a number that nobody has."""
    wanted = connection.ops.sequence_reset_sql(no_style(), [each.model for each in laid])
    with connection.cursor() as cursor:
        for sql in wanted:
            cursor.execute(sql)


def _each(ways: list[Callable[[Any], Any]], row: Iterable) -> tuple:
    """A row, each value by the way of its column; nothing stays nothing."""
    return tuple(
        None if value is None else way(value) for way, value in zip(ways, row, strict=True)
    )


def _kind(column: models.Field) -> str:
    while column.is_relation:
        column = column.target_field  # type: ignore[attr-defined]
    return column.get_internal_type()


def _from_database(column: models.Field, connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    """A column's value in its one written form."""
    while column.is_relation:
        column = column.target_field  # type: ignore[attr-defined]
    expression = column.get_col(column.model._meta.db_table)
    converters = connection.ops.get_db_converters(expression)
    write = json.loads if _kind(column) == "JSONField" else _written

    def as_plain(value: Any) -> Any:
        for convert in converters:
            value = convert(value, expression, connection)
        return write(value)

    return as_plain if converters or write is json.loads else _written


def _written(value: Any) -> Any:
    if isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, bytes | memoryview | bytearray):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    return str(value) if isinstance(value, UUID | Decimal) else value.isoformat()


def _to_database(column: models.Field, connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    """What `_from_database` wrote, as this database takes it."""
    while column.is_relation:
        column = column.target_field  # type: ignore[attr-defined]
    ops, kind = connection.ops, _kind(column)
    if kind == "DecimalField":
        return lambda value: ops.adapt_decimalfield_value(
            Decimal(value),
            column.max_digits,  # type: ignore[attr-defined]
            column.decimal_places,  # type: ignore[attr-defined]
        )
    native = connection.features.has_native_uuid_field
    readers: dict[str, Callable[[Any], Any]] = {
        "BinaryField": lambda value: base64.b64decode(value),
        "DateTimeField": lambda value: ops.adapt_datetimefield_value(
            datetime.fromisoformat(value)
        ),
        "DateField": lambda value: ops.adapt_datefield_value(date.fromisoformat(value)),
        "TimeField": lambda value: ops.adapt_timefield_value(time.fromisoformat(value)),
        "DurationField": lambda value: (
            timedelta(microseconds=value)
            if connection.features.has_native_duration_field
            else value
        ),
        "JSONField": lambda value: ops.adapt_json_value(value, None),
        "UUIDField": lambda value: UUID(value) if native else UUID(value).hex,
    }
    return readers.get(kind, lambda value: value)
