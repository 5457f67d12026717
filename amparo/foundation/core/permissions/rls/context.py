"""Sets the user for whom row-level security answers, and opens single records to a transaction.

The user is set with `set_config(…, is_local => true)` and ends with the transaction, so a pooled
connection carries nothing over to the next request; `IdempotencyMiddleware` sets it for each
request. On SQLite, and where no policies are installed, everything here does nothing.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db import connection, models, transaction

from amparo.foundation.core.accounts.users import User

from .policies import POLICY, ROLE, grantees_variable, policy_expressions

# The user for whom the policies answer, and whether the request is an action; None outside
# `rls_user` and inside `rls_bypass`.
acting_user: ContextVar[tuple[User | None] | None] = ContextVar("rls_user", default=None)
_by_action: ContextVar[bool] = ContextVar("rls_by_action", default=False)
_installed = False


@contextmanager
def rls_user(user: Any, *, by_action: bool) -> Iterator[None]:
    """Limits every query inside the block to the rows that `user` may see; anybody else (None,
    AnonymousUser) sees no row about people.

    Opens a transaction, or joins the one that is open, and sets the role and the session variables
    in it. The outer user is restored at the end of the block. `by_action` says that the block may
    change records: only then `rls_allow_record` has an effect. Does nothing where no policies are
    installed.
    """
    if not rls_installed():
        yield
        return
    outer, goes_on = acting_user.get(), connection.in_atomic_block
    user = user if isinstance(user, User) else None
    with transaction.atomic(savepoint=False):
        _set_session_variables(user, ROLE)
        user_token, action_token = acting_user.set((user,)), _by_action.set(by_action)
        try:
            yield
        finally:
            acting_user.reset(user_token)
            _by_action.reset(action_token)
            if goes_on and not connection.needs_rollback:
                _set_session_variables(outer[0] if outer else None, ROLE if outer else "none")


def rls_allow_record(record: models.Model) -> None:
    """Opens this record to the current transaction until it ends, even if its access grants
    change.

    Has an effect only inside `rls_user(…, by_action=True)` and for records with a `ref`.
    Idempotent. Without it an action that takes away its own access could not save its last
    changes.
    """
    if _by_action.get():
        rls_allow([record])


def rls_allow(records: Iterable[models.Model], *, with_parts: bool = False) -> None:
    """Opens exactly these records to the current transaction until it ends.

    `with_parts` opens also what belongs to them (`parts.py`), read and new. Has an effect only
    inside `rls_user`, outside `rls_bypass`, and for records with a `ref`. Idempotent. Application
    rules still decide what the caller may do with them: call it only for a record that the user
    holds, or holds the secret of (`records.py`).
    """
    refs = sorted({str(ref) for record in records if (ref := getattr(record, "ref", None))})
    if not refs or not acting_user.get():
        return
    names = ["amparo.allowed_records", *(["amparo.allowed_owners"] if with_parts else [])]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, concat_ws(',',"
            " nullif(current_setting(name, true), ''), %s), true) FROM unnest(%s::text[]) AS name",
            [",".join(refs), names],
        )


def allow_new_record(sender: type[models.Model], instance: models.Model, **_signal) -> None:
    """Opens a record that is being created to its own transaction, before its access grants are
    written.

    Receiver of `pre_save`; for models whose policy depends on rows that are written after the
    record.
    """
    if _by_action.get() and instance._state.adding and sender in _made_before_held():
        rls_allow_record(instance)


def rls_installed() -> bool:
    """Returns whether this database has the policies.

    True is cached for the life of the process, False is asked again each time: a process that was
    started before `amparo migrate` uses the policies as soon as they are there.
    """
    global _installed
    if not _installed and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_policies WHERE policyname = %s", [POLICY])
            _installed = cursor.fetchone()[0] > 0
    return _installed


@cache
def must_set_role() -> bool:
    """Returns whether the connection's role is more than `amparo_app`, so that each request must
    give its privileges up. Cached for the life of the process.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user <> %s", [ROLE])
        return cursor.fetchone()[0]


def _set_session_variables(user: User | None, role: str) -> None:
    """Writes user, permissions and grantees into transaction-local variables that the policies
    read, and switches to `role` ("none" resets it). Closes any bypass that was open.
    """
    said = {"user": str(user.pk) if user else "", "bypass": ""}
    said |= {"allowed_records": "", "allowed_owners": ""}
    said["permissions"] = ",".join(sorted(user.permissions)) if user else ""
    said["groups"] = ",".join(user.groups) if user else ""
    said["partner_organizations"] = ",".join(map(str, user.partner_organizations)) if user else ""
    for verb in _verbs():
        name = verb.replace(".", "_")
        said[grantees_variable(verb)] = ",".join(user.grantees(verb)) if user else ""
        said[f"teams_{name}"] = ",".join(map(str, user.teams_for(verb))) if user else ""
        said[f"offices_{name}"] = ",".join(map(str, user.offices_for(verb))) if user else ""
    values = {f"amparo.{name}": value for name, value in said.items()}
    values |= {"role": role} if must_set_role() else {}
    with connection.cursor() as cursor:
        # One parameter, however many variables: psycopg keeps the statement as it has parsed it.
        cursor.execute(
            "SELECT set_config(key, value, true) FROM json_each_text(%s)", [json.dumps(values)]
        )


@cache
def _verbs() -> list[str]:
    return sorted(set().union(*(sentence.permissions_used for sentence in policy_expressions())))


@cache
def _made_before_held() -> frozenset[type[models.Model]]:
    """Returns the models whose policy depends on rows that are written after the record itself."""
    walled = frozenset(sentence.table for sentence in policy_expressions())
    return frozenset(
        sentence.model
        for sentence in policy_expressions()
        if sentence.depends_on_own_key or sentence.mentions(walled)
    )
