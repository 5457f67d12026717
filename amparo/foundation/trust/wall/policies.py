"""The policies themselves: made after every migration, from the sentences as they are now."""

from collections.abc import Iterator
from hashlib import sha256

from django.db import connections

from .sentences import Sentence, sentences

ROLE = "amparo_app"
POLICY = "amparo_need_to_know"
# While the house itself looks (`lowered`), for a moment within a page.
_EYES = "(SELECT current_setting('amparo.eyes', true)) = 'house'"
# What was opened or made by the deed that is under way stays in its hand until it is done.
_AT_HAND = (
    "\"{table}\".\"ref\" = ANY ((SELECT string_to_array("
    "nullif(current_setting('amparo.at_hand', true), ''), ','))::uuid[])"
)  # fmt: skip


def take_down(using: str = "default", **_signal) -> None:
    """Before tables change: a column that a policy speaks of could not."""
    if connections[using].vendor != "postgresql":
        return
    with connections[using].cursor() as cursor:
        for statement in _down(cursor):
            cursor.execute(statement)


def put_up(using: str = "default", **_signal) -> None:
    """Where the role of the pages is there (`amparo_app`), it sees what the sentences say."""
    if connections[using].vendor != "postgresql":
        return
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if cursor.fetchone() is None:
            return
        wall = list(statements())
        mark = sha256("\n".join(wall).encode()).hexdigest()
        cursor.execute("SELECT obj_description('django_migrations'::regclass)")
        if cursor.fetchone()[0] != mark:
            for statement in [*_down(cursor), *wall]:
                cursor.execute(statement)
            cursor.execute(f"COMMENT ON TABLE django_migrations IS '{mark}'")


def _down(cursor) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = %s", [POLICY])
    tables = [table for (table,) in cursor.fetchall()]
    cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
    forget = ["COMMENT ON TABLE django_migrations IS NULL"] if cursor.fetchone()[0] else []
    return [
        *forget,
        *(f'DROP POLICY {POLICY} ON "{table}"' for table in tables),
        *(f'DROP FUNCTION IF EXISTS amparo_sees("{table}")' for table in tables),
    ]


def statements() -> Iterator[str]:
    found = sentences()
    walled = frozenset(sentence.table for sentence in found)
    for sentence in found:
        yield from _wall(sentence, walled)
    yield f"GRANT USAGE ON SCHEMA public TO {ROLE}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLE}"
    yield f"REVOKE UPDATE, DELETE, TRUNCATE ON trust_entry, trust_block FROM {ROLE}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {ROLE}"


def _wall(sentence: Sentence, walled: frozenset[str]) -> Iterator[str]:
    table, condition = sentence.table, sentence.sql
    if sentence.mentions(walled):
        # Asked with the eyes of the house: two tables that ask each other would never end.
        yield (
            f'CREATE OR REPLACE FUNCTION amparo_sees("{table}" "{table}") RETURNS boolean'
            " LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp"
            f" AS $sentence$ SELECT {condition} $sentence$"
        )
        condition = f'amparo_sees("{table}")'
    condition = f"{_EYES} OR {condition}"
    if any(field.name == "ref" for field in sentence.model._meta.concrete_fields):
        condition = f"{_AT_HAND.format(table=table)} OR {condition}"
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    yield f'CREATE POLICY {POLICY} ON "{table}" USING ({condition})'
