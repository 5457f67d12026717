"""Triggers by which the database refuses to change or delete audit entries and blocks.

The owner of the tables can drop a trigger, so entries are also signed and witnessed, and the role
that Amparo connects with should not own them. Triggers are compared after every `amparo migrate`
(on SQLite, altering a table drops them), by what they do and not by their name.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("core_auditentry", "core_auditblock")
REFUSED = "The ledger is only ever added to."
MEND = "amparo migrate puts it back."


def install_append_only_triggers(using: str = "default", **_signal) -> None:
    """Closes the audit tables to updates and deletes. Receiver of `post_migrate`; idempotent.

    Triggers that are missing, changed or disabled are made anew; tables that do not exist yet are
    skipped.
    """
    connection = connections[using]
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in TABLES:
            if table in there:
                for statement in _installed(connection, table):
                    cursor.execute(statement)


@contextmanager
def allow_audit_deletion(using: str = "default") -> Iterator[None]:
    """Opens the audit tables to deletion until the block ends, in one transaction; then the
    triggers are installed again.

    Only for pruning after the retention period and for resetting the demo. On an exception the
    rollback restores the triggers.
    """
    connection = connections[using]
    with transaction.atomic(using=using):
        connection.check_constraints()  # PostgreSQL opens no table with checks still to come
        with connection.cursor() as cursor:
            for table in TABLES:
                for action in actions_of(connection.vendor):
                    cursor.execute(_dropped(connection.vendor, table, action))
        yield
        install_append_only_triggers(using)


def append_only_installed(using: str = "default") -> bool:
    """Returns whether both tables refuse every change and carry no foreign trigger or rule."""
    return not list(faults(using))


def faults(using: str = "default") -> Iterator[str]:
    """Yields a sentence for each trigger that is missing, changed, disabled or foreign."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        yield from _faults_on_postgresql(connection)
    else:
        yield from _faults_on_sqlite(connection)


def actions_of(vendor: str) -> tuple[str, ...]:
    return ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")


def _name(table: str, action: str) -> str:
    return f"{table}_only_added_{action}"


def _dropped(vendor: str, table: str, action: str) -> str:
    on = f" ON {table}" if vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {_name(table, action)}{on}"


def _installed(connection: BaseDatabaseWrapper, table: str) -> Iterator[str]:
    if connection.vendor == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION core_only_added() RETURNS trigger LANGUAGE plpgsql AS "
            f"$${_BODY}$$"
        )
        for action in actions_of("postgresql"):
            yield (
                f"CREATE OR REPLACE TRIGGER {_name(table, action)} BEFORE {action} ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION core_only_added()"
            )
        for name in _disabled(connection, table):
            yield f'ALTER TABLE {table} ENABLE TRIGGER "{name}"'
        return
    here = _triggers_on_sqlite(connection)
    for action in actions_of("sqlite"):
        if here.get(_name(table, action)) != (table, _as_said(_on_sqlite(table, action))):
            yield _dropped("sqlite", table, action)
            yield _on_sqlite(table, action)


def _disabled(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal "
            "AND tgenabled NOT IN ('O', 'A') AND tgname = ANY(%s)",
            [table, [_name(table, action) for action in actions_of("postgresql")]],
        )
        return [name for (name,) in cursor.fetchall()]


_BODY = f" BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'restrict_violation'; END "


def _on_sqlite(table: str, action: str) -> str:
    return (
        f"CREATE TRIGGER {_name(table, action)} BEFORE {action} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )


def _as_said(statement: str) -> str:
    """Returns a statement without regard to spaces, quotes and case: SQLite stores it as it was
    typed.
    """
    return re.sub(r"\s+", " ", statement.replace('"', "")).strip().casefold()


def _triggers_on_sqlite(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str]]:
    """Returns table and body of every trigger on the two tables, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' "
            "AND tbl_name IN (%s, %s)",
            TABLES,
        )
        return {name: (table, _as_said(sql or "")) for name, table, sql in cursor.fetchall()}


def _faults_on_sqlite(connection: BaseDatabaseWrapper) -> Iterator[str]:
    here = _triggers_on_sqlite(connection)
    for table in TABLES:
        for action in actions_of("sqlite"):
            name = _name(table, action)
            yield from _compared(name, table, action, _how(here.pop(name, None), table, action))
    yield from (_foreign("trigger", name, table) for name, (table, _sql) in here.items())


def _how(found: tuple[str, str] | None, table: str, action: str) -> bool | None:
    """Returns None where there is no trigger, else whether it is the one that refuses."""
    return None if found is None else found == (table, _as_said(_on_sqlite(table, action)))


def _compared(name: str, table: str, action: str, is_right: bool | None) -> Iterator[str]:
    if is_right is None:
        yield f"The database would let lines be changed: none refuses to {action} {table}. {MEND}"
    elif not is_right:
        yield f"The trigger {name} was replaced: it does not refuse to {action}. {MEND}"


def _foreign(kind: str, name: str, table: str) -> str:
    return f"The {kind} {name} on {table} is not one of Amparo: look what it does, and drop it."


# A trigger before a statement, without condition or column, that runs our function.
_MASKS = {"update": 2 | 16, "delete": 2 | 8, "truncate": 2 | 32}
_ASKED = """
SELECT t.tgname, c.relname, t.tgtype,
       t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND t.tgattr::text = ''
       AND p.prosrc = %s AND l.lanname = 'plpgsql' AND p.proconfig IS NULL
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
JOIN pg_language l ON l.oid = p.prolang
WHERE NOT t.tgisinternal AND t.tgrelid IN (%s::regclass, %s::regclass)
"""


def _faults_on_postgresql(connection: BaseDatabaseWrapper) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [_BODY, *TABLES])
        here = {name: (table, kind, is_ours) for name, table, kind, is_ours in cursor.fetchall()}
        cursor.execute(
            "SELECT rulename, tablename FROM pg_rules WHERE tablename = ANY(%s)", [list(TABLES)]
        )
        rules = cursor.fetchall()
        cursor.execute("SELECT current_setting('session_replication_role')")
        replays = cursor.fetchone()[0] == "replica"
    for table in TABLES:
        for action in actions_of("postgresql"):
            name = _name(table, action)
            found = here.pop(name, None)
            is_right = None if found is None else found == (table, _MASKS[action], True)
            yield from _compared(name, table, action, is_right)
    yield from (_foreign("trigger", name, table) for name, (table, *_rest) in here.items())
    yield from (_foreign("rule", name, table) for name, table in rules)
    if replays:
        yield "session_replication_role is replica: no trigger is asked. Set it to origin."
