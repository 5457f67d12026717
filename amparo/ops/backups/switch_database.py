"""Switches an installation from SQLite to PostgreSQL, or back: everything, or nothing.

Nobody works meanwhile. What arrives is one transaction of the new database, compared table by
table before it counts; the old one is only set aside after that. Whatever stops it half way leaves
the new database empty and the old one as it was: begin again.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    OperationalError,
    connections,
    transaction,
)
from django.db.backends.base.base import BaseDatabaseWrapper

from amparo.foundation.core.audit import acceptance
from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.core.refusals import Refusal

from .backup import migrations
from .errors import refuse_role_without_ownership
from .restore import clear_reference_tables, compare, refuse_unless_empty
from .rows import NOT_COPIED, REFERENCE_TABLES, Table, Tally, set_sequences, tables, transaction_of

TARGET = "target"
STILL_IN_USE = "This installation is still in use: stop it first (amparo serve, amparo worker)."


@dataclass
class DatabaseSwitch:
    """What was moved, where to, and what is still to be done by hand."""

    where: str
    tables: dict[str, Tally] = field(default_factory=dict)
    seconds: float = 0.0
    was_there: bool = False
    aside: str = ""

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.tables.values())


def switch_database(to: dict) -> DatabaseSwitch:
    """`to` is a database as the settings describe one."""
    began = perf_counter()
    target = _connect(to)
    moved = DatabaseSwitch(_name(target.settings_dict))
    source = connections[DEFAULT_DB_ALIAS].copy()
    try:
        _refuse_unready_target(target, connections[DEFAULT_DB_ALIAS])
        connections[DEFAULT_DB_ALIAS].close()
        with _closed(source):
            _copy_rows(source, target, moved)
        moved.aside = _set_source_aside(source, moved)
        acceptance.note_moved(target)
    finally:
        source.close()
        target.close()
    moved.seconds = perf_counter() - began
    return moved


def refuse_database_left() -> None:
    """Nobody writes into the old place by mistake."""
    path = settings.HOME / "database_switch.json"
    told = json.loads(path.read_text()) if path.exists() else {}
    if told.get("from") == _name(connections[DEFAULT_DB_ALIAS].settings_dict):
        raise Refusal(f"Moved to {told['to']} on {told['at'][:10]}: set DATABASE_URL to it.")


def _copy_rows(
    source: BaseDatabaseWrapper, target: BaseDatabaseWrapper, moved: DatabaseSwitch
) -> None:
    laid = tables(without=NOT_COPIED)
    try:
        refuse_unless_empty(
            target, only=frozenset(table.label for table in laid) - REFERENCE_TABLES
        )
    except Refusal:
        if not _is_all_there(laid, source, target, moved):
            raise
        moved.was_there = True  # a move that was stopped after its last step but one
        return
    with transaction.atomic(using=TARGET):
        clear_reference_tables(laid, target)
        for table in laid:
            tally = moved.tables[table.label] = Tally()
            table.write(_counted(table, source, tally), target)
        set_sequences(laid, target)
        target.check_constraints()
        for table in laid:
            compare(table, moved.tables[table.label].as_dict(), target)


def _counted(table: Table, source: BaseDatabaseWrapper, tally: Tally) -> Iterator[list]:
    for row in table.rows(source):
        tally.add(table.canonical(row))
        yield row


def _is_all_there(laid: list[Table], source, target, moved: DatabaseSwitch) -> bool:
    for table in laid:
        tally = moved.tables[table.label] = table.tally(source)
        if table.tally(target) != tally:
            return False
    return True


def _connect(to: dict) -> BaseDatabaseWrapper:
    ready = connections.configure_settings({DEFAULT_DB_ALIAS: dict(to)})[DEFAULT_DB_ALIAS]
    if _name(ready) == _name(connections[DEFAULT_DB_ALIAS].settings_dict):
        raise Refusal("This is where the installation is.")
    connections.databases[TARGET] = ready
    try:
        connections[TARGET].ensure_connection()
    except OperationalError as error:
        raise Refusal(f"The new database does not answer: {error}".strip()) from None
    except DecryptionError as error:
        raise Refusal(str(error)) from None
    return connections[TARGET]


def _refuse_unready_target(target: BaseDatabaseWrapper, source: BaseDatabaseWrapper) -> None:
    if migrations(target) != migrations(source):
        raise Refusal(
            "The new database is not ready for this version. Make it ready first, with\n"
            "  DATABASE_URL=(the new one) amparo migrate\nand the old one with amparo migrate."
        )
    refuse_role_without_ownership(target)


@contextmanager
def _closed(source: BaseDatabaseWrapper) -> Iterator[None]:
    """Nobody else is in it, and nobody can write into it until this is over."""
    if source.vendor == "postgresql":
        with transaction_of(source):
            _lock_postgres(source)
            yield
        return
    try:
        with source.cursor() as cursor:
            # SQLite lets its journal be put away only by the one who is alone.
            cursor.execute("PRAGMA busy_timeout = 500")
            cursor.execute("PRAGMA journal_mode = DELETE")
            cursor.execute("BEGIN EXCLUSIVE")
    except OperationalError:
        raise Refusal(STILL_IN_USE) from None
    yield
    with source.cursor() as cursor:
        cursor.execute("ROLLBACK")


def _lock_postgres(source: BaseDatabaseWrapper) -> None:
    names = ", ".join(
        source.ops.quote_name(table.model._meta.db_table) for table in tables(without=NOT_COPIED)
    )
    with source.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        try:
            cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")
        except DatabaseError:
            raise Refusal(STILL_IN_USE) from None
        cursor.execute("SET LOCAL row_security = off")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND coalesce(backend_type, 'client backend')"
            " = 'client backend'"
        )
        if cursor.fetchone()[0]:
            raise Refusal(STILL_IN_USE)


def _set_source_aside(source: BaseDatabaseWrapper, moved: DatabaseSwitch) -> str:
    """The old place stays whole, and is no longer opened by mistake."""
    told = {"from": _name(source.settings_dict), "to": moved.where, "at": now().isoformat()}
    path = settings.HOME / "database_switch.json"
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(told, indent=1))
    unfinished.replace(path)
    if source.vendor == "postgresql":
        return _close_postgres(source)
    source.close()
    old = Path(source.settings_dict["NAME"])
    aside = old.with_name(f"{old.name}.moved-{now():%Y%m%dT%H%M%S}-{os.getpid()}")
    old.rename(aside)
    return f"The old database is {aside}."


def _close_postgres(source: BaseDatabaseWrapper) -> str:
    name = source.ops.quote_name(source.settings_dict["NAME"])
    try:
        with source.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    except DatabaseError:
        return "The old database can still be written to: its owner must close it."
    return "The old database can be read and no longer written to."


def _name(described: dict) -> str:
    """A database without its password: what one may write down."""
    kind = described["ENGINE"].rpartition(".")[2]
    place = f"{described.get('HOST', '')}:{described.get('PORT', '')}".strip(":")
    return " ".join(filter(None, (kind, place, str(described["NAME"]))))
