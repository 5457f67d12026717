"""Lines of the ledger and its blocks are only ever added: the database itself refuses the rest.

Whoever owns the tables can take this bolt off, which is why lines are sealed and witnessed too;
the role that the house works under should not own them. The bolt is looked at after every
`amparo migrate`: on SQLite a change of a table would leave it without.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction

TABLES = ("trust_entry", "trust_block")
REFUSED = "The ledger is only ever added to."


def bolt(using: str = "default", **_signal) -> None:
    """Refuse changes from now on; where they are refused already, nothing happens."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in TABLES:
            if table in there:
                for statement in _bolted(connection.vendor, table):
                    cursor.execute(statement)


@contextmanager
def unbolted(using: str = "default") -> Iterator[None]:
    """For the two who may take lines out: pruning after years, and the demo beginning anew."""
    connection = connections[using]
    with transaction.atomic(using=using):
        connection.check_constraints()  # PostgreSQL opens no table with checks still to come
        with connection.cursor() as cursor:
            for table in TABLES:
                for statement in _open(connection.vendor, table):
                    cursor.execute(statement)
        yield
        bolt(using)


def is_bolted(using: str = "default") -> bool:
    """Whether both tables refuse; `amparo audit verify` says when they do not."""
    connection = connections[using]
    asked = _POSTGRES_ASKED if connection.vendor == "postgresql" else _SQLITE_ASKED
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return cursor.fetchone()[0] == len(TABLES) * len(_DEEDS)


_DEEDS = ("update", "delete")
_SQLITE_ASKED = (
    "SELECT count(*) FROM sqlite_master WHERE type='trigger' AND name LIKE '%_only_added_%'"
)
_POSTGRES_ASKED = (
    "SELECT count(*) FROM pg_trigger WHERE tgname LIKE '%_only_added_%' AND tgenabled = 'O'"
)


def _bolted(vendor: str, table: str) -> Iterator[str]:
    if vendor == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION trust_only_added() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'restrict_violation'; END $$"
        )
    for deed in _DEEDS:
        name = f"{table}_only_added_{deed}"
        if vendor == "postgresql":
            yield (
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {deed} ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION trust_only_added()"
            )
        else:
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )


def _open(vendor: str, table: str) -> Iterator[str]:
    for deed in _DEEDS:
        name = f"{table}_only_added_{deed}"
        on = f" ON {table}" if vendor == "postgresql" else ""
        yield f"DROP TRIGGER IF EXISTS {name}{on}"
