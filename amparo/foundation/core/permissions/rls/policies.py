"""Policies of row-level security, compiled from the permission rules after every migration.

A rule is evaluated for a placeholder user. Where it would name the teams, offices or groups of a
person it names a session variable, which PostgreSQL reads for whoever is set (`context.rls_user`).
So no policy is written by hand.
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

from ...extension_points import permission_rules
from ..grants import AccessGrant, any_of
from .parts import FUNCTION, function_statements, part_condition

# Rules as SQL conditions.

# Weaker than reading: the search asks it under `rls_bypass`, not the reader.
NOT_READING = frozenset({"know"})
_MARK = "⟦%s⟧"
_LIST = "(SELECT string_to_array(current_setting('amparo.%s', true), ','))"


def grantees_variable(verb: str) -> str:
    """Returns the name of the session variable with the grantees for whom the user acts with
    `verb`.
    """
    return "grantees_" + verb.replace(".", "_")


class _PlaceholderUser:
    """Stands for any user while a rule is compiled, and records what the rule asked about it.

    `permissions_had` are the permissions it answers yes to. After compilation `permissions_asked`
    holds those it was asked for, `permissions_used` those whose grantees, teams or offices were
    read, and `numbers` the variable for each placeholder number.
    """

    is_active = True
    limited_by = None

    def __init__(self, has: frozenset[str] = frozenset()):
        self.permissions_had = has
        self.permissions_asked: set[str] = set()
        self.permissions_used: set[str] = set()
        self.numbers: dict[int, str] = {}

    @cached_property
    def pk(self) -> int:
        return self._number("user")

    @property
    def permissions(self) -> "_Permissions":
        return _Permissions(self)

    @property
    def groups(self) -> list[str]:
        return [_MARK % "groups"]

    @property
    def partner_organizations(self) -> list[int]:
        return [self._number("partner_organizations")]

    def grantees(self, verb: str) -> list[str]:
        self.permissions_used.add(verb)
        return [_MARK % grantees_variable(verb)]

    def teams_for(self, verb: str) -> list[int]:
        self.permissions_used.add(verb)
        return [self._number(f"teams_{verb.replace('.', '_')}")]

    def offices_for(self, verb: str) -> list[int]:
        self.permissions_used.add(verb)
        return [self._number(f"offices_{verb.replace('.', '_')}")]

    def _number(self, name: str) -> int:
        number = -900_000_000 - len(self.numbers)
        self.numbers[number] = name
        return number


class _Permissions:
    """Answers `in` as the placeholder user would, and records the question."""

    def __init__(self, asked: _PlaceholderUser):
        self._asked = asked

    def __contains__(self, verb: str) -> bool:
        self._asked.permissions_asked.add(verb)
        return verb in self._asked.permissions_had


class PolicyExpression:
    """Compiles the rules of one model into the SQL condition of its policy.

    A row is visible if any rule of the model allows it, but for `NOT_READING`. Raises TypeError
    where a rule holds a value that would be frozen into the policy, such as a date.
    """

    def __init__(self, model: type[models.Model]):
        self.model = model
        self.table = model._meta.db_table
        self.rules = [
            rule for verb, rule in permission_rules[model].items() if verb not in NOT_READING
        ]
        self.permissions_used: set[str] = set()
        self.permissions_asked = self._permissions_asked()
        self.branches = list(self._branches())

    @property
    def depends_on_grantees(self) -> bool:
        """Returns whether the rule depends on whom the user acts for; otherwise a role is enough,
        and the table gets no policy.
        """
        return bool(self.permissions_used)

    def mentions(self, tables: frozenset[str]) -> bool:
        """Returns whether the condition reads any of these tables."""
        return not tables.isdisjoint(re.findall(r'(?:FROM|JOIN) "(\w+)"', self.sql))

    @property
    def depends_on_own_key(self) -> bool:
        """Returns whether the condition depends on rows that are written after the record (its
        grants, its members).
        """
        return f'"{self.table}"."{self.model._meta.pk.column}"' in self.sql

    @property
    def sql(self) -> str:
        """Returns the SQL condition that is true for rows that the user of this transaction may
        see; "false" where no rule allows any.
        """
        said = []
        for verbs, sql in self.branches:
            held = [f"'{verb}' = ANY ({_LIST % 'permissions'}::text[])" for verb in sorted(verbs)]
            said.append("(" + " AND ".join([*held, f"({sql})"]) + ")")
        return " OR ".join(said) or "false"

    def _permissions_asked(self) -> frozenset[str]:
        wanted: frozenset[str] = frozenset()
        while True:  # a verb may be asked only of who has another
            asked = _PlaceholderUser(wanted)
            self._condition(asked)
            if asked.permissions_asked <= wanted:
                return wanted
            wanted |= asked.permissions_asked

    def _branches(self) -> Iterator[tuple[frozenset[str], str]]:
        """Yields each set of permissions with the condition it gives, leaving out sets that give
        no more than a part of them does.
        """
        known: list[tuple[frozenset[str], str]] = []
        for size in range(len(self.permissions_asked) + 1):
            for verbs in combinations(sorted(self.permissions_asked), size):
                sql = self._condition(_PlaceholderUser(frozenset(verbs)))
                held = frozenset(verbs)
                said_by_part = any(part <= held and same == sql for part, same in known)
                if sql != "false" and not said_by_part:
                    known.append((held, sql))
                    yield held, sql

    def _condition(self, asked: _PlaceholderUser) -> str:
        condition = any_of(*self.rules)(cast(User, asked), self.model, "")
        self.permissions_used |= asked.permissions_used
        rows = self.model._default_manager.filter(condition).order_by().values("pk")
        try:
            sql, params = rows.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            return "false"
        except FullResultSet:
            return "true"
        return self._for_one_row(_filled(sql, list(params), asked))

    def _for_one_row(self, sql: str) -> str:
        """Turns a query for all allowed rows into a condition on the row that PostgreSQL
        checks.
        """
        _select, found, rest = sql.partition(f' FROM "{self.table}"')
        assert found  # noqa: S101 - how every query over a model begins
        if not rest.strip():
            return "true"
        if rest.startswith(" WHERE "):
            return rest.removeprefix(" WHERE ")
        row = f'(SELECT ("{self.table}").*) AS "{self.table}"'
        return f"EXISTS (SELECT 1 FROM {row}{rest})"  # noqa: S608 - our own words alone


def _filled(sql: str, params: list[Any], asked: _PlaceholderUser) -> str:
    """Returns the SQL with placeholders as reads of session variables, and constants as
    literals.
    """
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
    """Turns `x IN (` into `x = ANY (several`. Raises TypeError for any other comparison with a
    placeholder.
    """
    if not before.endswith(" IN ("):
        raise TypeError(f"A sentence that the database cannot keep: {before[-80:]}…")
    return f"{before.removesuffix(' IN (')} = ANY ({several}"


def _marked(value: object) -> str | None:
    found = re.fullmatch(r"⟦(.+)⟧", value) if isinstance(value, str) else None
    return found.group(1) if found else None


def _literal(value: object) -> str:
    """Returns a constant as an SQL literal. Raises TypeError for anything but text, whole numbers,
    booleans and None: a time would be frozen in the policy.
    """
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
    """Returns the compiled rules of every model that needs a policy. Cached: rules do not change
    after start-up.
    """
    found = [
        PolicyExpression(model) for model in permission_rules if not issubclass(model, AccessGrant)
    ]
    return [sentence for sentence in found if sentence.depends_on_grantees]


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
    """Opens all tables: drops every policy before migrations run, because columns that a policy
    names cannot be changed.

    Receiver of `pre_migrate`. Row-level security is off until `create_policies`. Does nothing on
    other databases than PostgreSQL.
    """
    if connections[using].vendor != "postgresql":
        return
    with connections[using].cursor() as cursor:
        for statement in _down(cursor):
            cursor.execute(statement)


def create_policies(using: str = "default", **_signal) -> None:
    """Closes the tables: creates the policies from the current permission rules, if the role
    `amparo_app` exists.

    Receiver of `post_migrate`. Idempotent: statements whose hash is noted on `django_migrations`
    are not run again. Also takes from the role the right to change or delete audit entries and
    blocks.
    """
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
    cursor.execute(
        "SELECT quote_ident(proname) FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND starts_with(proname, %s)",
        [FUNCTION],
    )
    functions = [name for (name,) in cursor.fetchall()]
    cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
    forget = ["COMMENT ON TABLE django_migrations IS NULL"] if cursor.fetchone()[0] else []
    return [
        *forget,
        *(f'DROP POLICY {POLICY} ON "{table}"' for table in tables),
        *(f'DROP FUNCTION IF EXISTS amparo_can_view("{table}")' for table in tables),
        *(f"DROP FUNCTION {name}()" for name in functions),
    ]


def statements() -> Iterator[str]:
    """Yields all statements that create policies and grant the role its rights, in order."""
    found = policy_expressions()
    walled = frozenset(sentence.table for sentence in found)
    yield from function_statements([sentence.model for sentence in found])
    for sentence in found:
        yield from _policy_statements(sentence, walled)
    yield f"GRANT USAGE ON SCHEMA public TO {ROLE}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLE}"
    yield f"REVOKE UPDATE, DELETE, TRUNCATE ON core_auditentry, core_auditblock FROM {ROLE}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {ROLE}"


def _policy_statements(sentence: PolicyExpression, walled: frozenset[str]) -> Iterator[str]:
    table, condition = sentence.table, sentence.sql
    if sentence.mentions(walled):
        # Runs as the owner of the tables: two policies that read each other would never end.
        yield (
            f'CREATE OR REPLACE FUNCTION amparo_can_view("{table}" "{table}") RETURNS boolean'
            " LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp"
            f" AS $sentence$ SELECT {condition} $sentence$"
        )
        condition = f'amparo_can_view("{table}")'
    condition = f"{_BYPASS} OR {condition}"
    if any(field.name == "ref" for field in sentence.model._meta.concrete_fields):
        condition = f"{_ALLOWED.format(table=table)} OR {condition}"
    if part := part_condition(sentence.model):
        condition = f"{condition} OR {part}"
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    yield f'CREATE POLICY {POLICY} ON "{table}" USING ({condition})'
