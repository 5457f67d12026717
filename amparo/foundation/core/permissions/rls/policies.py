"""Policies of row-level security: compiled from the permission rules, made after every migration.

A rule is asked on behalf of a placeholder user: where it would name a person's teams, offices or
groups, it names a place to be filled in, and the database fills it in for whoever asks. So no
policy is written twice.
"""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from hashlib import sha256
from itertools import combinations
from typing import Any, cast

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection, connections, models

from amparo.foundation.core.accounts.users import User

from ..grants import AccessGrant, permission_rules

# Rules as SQL conditions.

# That somebody is known elsewhere is told without their file: the house looks, not the reader.
NOT_READING = frozenset({"know"})
_MARK = "⟦%s⟧"
_LIST = "(SELECT string_to_array(current_setting('amparo.%s', true), ','))"


def grantees_variable(verb: str) -> str:
    """The name under which the database is told for whom somebody speaks in this verb."""
    return "holders_" + verb.replace(".", "_")


class _PlaceholderUser:
    """The person of a sentence, standing for all; remembers what the sentence asked of them."""

    is_active = True
    looked_at_by = None

    def __init__(self, has: frozenset[str] = frozenset()):
        self.has = has
        self.wanted: set[str] = set()
        self.spoken: set[str] = set()
        self.numbers: dict[int, str] = {}

    @cached_property
    def pk(self) -> int:
        return self._number("user")

    @property
    def verbs(self) -> "_Verbs":
        return _Verbs(self)

    @property
    def groups(self) -> list[str]:
        return [_MARK % "groups"]

    @property
    def partner_of(self) -> list[int]:
        return [self._number("partner_of")]

    def holders(self, verb: str) -> list[str]:
        self.spoken.add(verb)
        return [_MARK % grantees_variable(verb)]

    def teams_for(self, verb: str) -> list[int]:
        self.spoken.add(verb)
        return [self._number(f"teams_{verb.replace('.', '_')}")]

    def offices_for(self, verb: str) -> list[int]:
        self.spoken.add(verb)
        return [self._number(f"offices_{verb.replace('.', '_')}")]

    def _number(self, name: str) -> int:
        number = -900_000_000 - len(self.numbers)
        self.numbers[number] = name
        return number


class _Verbs:
    def __init__(self, asked: _PlaceholderUser):
        self._asked = asked

    def __contains__(self, verb: str) -> bool:
        self._asked.wanted.add(verb)
        return verb in self._asked.has


class PolicyExpression:
    """Who has anything to do with the records of one model, as SQL about one of its rows."""

    def __init__(self, model: type[models.Model]):
        self.model = model
        self.table = model._meta.db_table
        self.rules = [
            rule for verb, rule in permission_rules[model].items() if verb not in NOT_READING
        ]
        self.spoken: set[str] = set()
        self.wanted = self._wanted()
        self.branches = list(self._branches())

    @property
    def is_about_files(self) -> bool:
        """Whether it asks for whom one speaks; where a role suffices, there is nothing to wall."""
        return bool(self.spoken)

    def mentions(self, tables: frozenset[str]) -> bool:
        """Whether it looks into any of these tables to answer."""
        return not tables.isdisjoint(re.findall(r'(?:FROM|JOIN) "(\w+)"', self.sql))

    @property
    def asks_for_itself(self) -> bool:
        """Whether it depends on what is written only after the row: who holds it, who is in it."""
        return f'("{self.table}"."{self.model._meta.pk.column}")' in self.sql

    @property
    def sql(self) -> str:
        """True for the rows that whoever is set in this transaction may see."""
        said = []
        for verbs, sql in self.branches:
            held = [f"'{verb}' = ANY ({_LIST % 'verbs'}::text[])" for verb in sorted(verbs)]
            said.append("(" + " AND ".join([*held, f"({sql})"]) + ")")
        return " OR ".join(said) or "false"

    def _wanted(self) -> frozenset[str]:
        wanted: frozenset[str] = frozenset()
        while True:  # a verb may be asked only of who has another
            asked = _PlaceholderUser(wanted)
            self._said(asked)
            if asked.wanted <= wanted:
                return wanted
            wanted |= asked.wanted

    def _branches(self) -> Iterator[tuple[frozenset[str], str]]:
        """For each set of verbs that a person may have, what it lets them see beyond fewer."""
        known: list[str] = []
        for size in range(len(self.wanted) + 1):
            for verbs in combinations(sorted(self.wanted), size):
                sql = self._said(_PlaceholderUser(frozenset(verbs)))
                if sql not in (*known, "false"):
                    known.append(sql)
                    yield frozenset(verbs), sql

    def _said(self, asked: _PlaceholderUser) -> str:
        from ..rules import any_of  # which rests on these policies

        condition = any_of(*self.rules)(cast(User, asked), self.model, "")
        self.spoken |= asked.spoken
        rows = self.model._default_manager.filter(condition).order_by().values("pk")
        try:
            sql, params = rows.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            return "false"
        except FullResultSet:
            return "true"
        return self._of_one_row(_filled(sql, list(params), asked))

    def _of_one_row(self, sql: str) -> str:
        """From "these rows" to "this row": the table in the middle is the row in question."""
        _select, found, rest = sql.partition(f' FROM "{self.table}"')
        assert found  # noqa: S101 - how every query over a model begins
        if not rest.strip():
            return "true"
        if rest.startswith(" WHERE "):
            return rest.removeprefix(" WHERE ")
        row = f'(SELECT ("{self.table}").*) AS "{self.table}"'
        return f"EXISTS (SELECT 1 FROM {row}{rest})"  # noqa: S608 - our own words alone


def _filled(sql: str, params: list[Any], asked: _PlaceholderUser) -> str:
    """The query with its places to be filled in by the database, and its constants written out."""
    pieces = sql.split("%s")
    written = pieces[0]
    for value, after in zip(params, pieces[1:], strict=True):
        name = asked.numbers.get(value) if isinstance(value, int) else _marked(value)
        if name == "user":
            written += "(SELECT nullif(current_setting('amparo.user', true), '')::bigint)"
        elif name:
            kind = "::bigint[]" if isinstance(value, int) else "::text[]"
            written = _any_of(written, f"{_LIST % name}{kind}")
        else:
            written += _literal(value)
        written += after
    return written


def _any_of(before: str, several: str) -> str:
    """`x IN (…)` becomes `x = ANY (…)`: a sentence asks whether a holder is among several."""
    if not before.endswith(" IN ("):
        raise TypeError(f"A sentence that the database cannot keep: {before[-80:]}…")
    return f"{before.removesuffix(' IN (')} = ANY ({several}"


def _marked(value: object) -> str | None:
    found = re.fullmatch(r"⟦(.+)⟧", value) if isinstance(value, str) else None
    return found.group(1) if found else None


def _literal(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "NULL"}[value]
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):  # a moment, for instance, would stand still in a policy
        raise TypeError(f"A sentence names a {type(value).__name__}: say it with the database.")
    text = value.replace("'", "''")
    return f"'{text}'"


@cache
def policy_expressions() -> list[PolicyExpression]:
    """Every model whose records are somebody's file, or lie in one."""
    found = [
        PolicyExpression(model) for model in permission_rules if not issubclass(model, AccessGrant)
    ]
    return [sentence for sentence in found if sentence.is_about_files]


# The policies.

ROLE = "amparo_app"
POLICY = "amparo_need_to_know"
# Inside `rls_bypass`, for a moment within a page.
_BYPASS = "(SELECT current_setting('amparo.bypass', true)) = 'on'"
# What was opened or made by the action that is under way stays visible until it is done.
_ALLOWED = (
    "\"{table}\".\"ref\" = ANY ((SELECT string_to_array("
    "nullif(current_setting('amparo.allowed_records', true), ''), ','))::uuid[])"
)  # fmt: skip


def drop_policies(using: str = "default", **_signal) -> None:
    """Before tables change: a column that a policy speaks of could not."""
    if connections[using].vendor != "postgresql":
        return
    with connections[using].cursor() as cursor:
        for statement in _down(cursor):
            cursor.execute(statement)


def create_policies(using: str = "default", **_signal) -> None:
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
    found = policy_expressions()
    walled = frozenset(sentence.table for sentence in found)
    for sentence in found:
        yield from _policy_statements(sentence, walled)
    yield f"GRANT USAGE ON SCHEMA public TO {ROLE}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLE}"
    yield f"REVOKE UPDATE, DELETE, TRUNCATE ON trust_entry, trust_block FROM {ROLE}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {ROLE}"


def _policy_statements(sentence: PolicyExpression, walled: frozenset[str]) -> Iterator[str]:
    table, condition = sentence.table, sentence.sql
    if sentence.mentions(walled):
        # Asked with the eyes of the house: two tables that ask each other would never end.
        yield (
            f'CREATE OR REPLACE FUNCTION amparo_sees("{table}" "{table}") RETURNS boolean'
            " LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp"
            f" AS $sentence$ SELECT {condition} $sentence$"
        )
        condition = f'amparo_sees("{table}")'
    condition = f"{_BYPASS} OR {condition}"
    if any(field.name == "ref" for field in sentence.model._meta.concrete_fields):
        condition = f"{_ALLOWED.format(table=table)} OR {condition}"
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    yield f'CREATE POLICY {POLICY} ON "{table}" USING ({condition})'
