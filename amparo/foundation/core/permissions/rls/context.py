"""While a page is made, the database is told who asks, and shows nothing to anybody else.

What it is told lasts as long as the transaction (`SET LOCAL`): a pooled connection that goes on to
somebody else takes nothing of it along. Here are the context managers that say it, and the
bypasses; `IdempotencyMiddleware` says it for each request.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db import connection, models, transaction

from amparo.foundation.core.accounts.users import User

from .policies import POLICY, ROLE, grantees_variable, policy_expressions

# For whom the policies answer now, if they do, and whether an action may change something.
_user: ContextVar[tuple[User | None] | None] = ContextVar("rls_user", default=None)
_by_action: ContextVar[bool] = ContextVar("rls_by_action", default=False)
_installed = False


@contextmanager
def rls_user(user: Any, *, by_deed: bool) -> Iterator[None]:
    """Inside, the database shows what `user` may see; nothing about people to who is nobody."""
    if not rls_installed():
        yield
        return
    outer, goes_on = _user.get(), connection.in_atomic_block
    user = user if isinstance(user, User) else None
    with transaction.atomic(savepoint=False):
        _set_session_variables(user, ROLE)
        asks, deed = _user.set((user,)), _by_action.set(by_deed)
        try:
            yield
        finally:
            _user.reset(asks)
            _by_action.reset(deed)
            if goes_on and not connection.needs_rollback:
                _set_session_variables(outer[0] if outer else None, ROLE if outer else "none")


@contextmanager
def rls_bypass() -> Iterator[None]:
    """Inside, the house itself is at work: it erases for two who may not read, or looks up
    whether somebody is known elsewhere. What is shown of it is guarded by the first wall.
    """
    if not _user.get():
        yield
        return
    token = _user.set(None)
    _set_bypass("on")
    try:
        yield
    finally:
        _user.reset(token)
        if not connection.needs_rollback:
            _set_bypass("")


@contextmanager
def rls_bypass_all() -> Iterator[None]:
    """Inside, the house takes stock: as whomever it came in, it is shown all that there is."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        _set_bypass("on")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                _set_bypass("")


def _set_bypass(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('amparo.bypass', %s, true)", [value])


def rls_allow_record(record: models.Model) -> None:
    """What a deed opened or is making stays visible to it until its end, whoever holds it then."""
    ref = getattr(record, "ref", None)
    if ref is not None and _by_action.get():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('amparo.allowed_records', concat_ws(',',"
                " nullif(current_setting('amparo.allowed_records', true), ''), %s), true)",
                [str(ref)],
            )


def allow_new_record(sender: type[models.Model], instance: models.Model, **_signal) -> None:
    """A new file is held by nobody yet: until its deed has said who, it is in the deed's hand."""
    if _by_action.get() and instance._state.adding and sender in _made_before_held():
        rls_allow_record(instance)


def rls_installed() -> bool:
    """Whether this database keeps the policies: asked until it does, and then no more.

    A house that was opened before it was migrated has its wall as soon as it stands.
    """
    global _installed
    if not _installed and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_policies WHERE policyname = %s", [POLICY])
            _installed = cursor.fetchone()[0] > 0
    return _installed


@cache
def must_set_role() -> bool:
    """Whether we came in as more than the pages should be, and step down for each of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user <> %s", [ROLE])
        return cursor.fetchone()[0]


def _set_session_variables(user: User | None, role: str) -> None:
    said = {"user": str(user.pk) if user else "", "allowed_records": "", "bypass": ""}
    said["verbs"] = ",".join(sorted(user.verbs)) if user else ""
    said["groups"] = ",".join(user.groups) if user else ""
    said["partner_of"] = ",".join(map(str, user.partner_of)) if user else ""
    for verb in _verbs():
        name = verb.replace(".", "_")
        said[grantees_variable(verb)] = ",".join(user.holders(verb)) if user else ""
        said[f"teams_{name}"] = ",".join(map(str, user.teams_for(verb))) if user else ""
        said[f"offices_{name}"] = ",".join(map(str, user.offices_for(verb))) if user else ""
    words = [word for name, value in said.items() for word in (f"amparo.{name}", value)]
    words += ["role", role] if must_set_role() else []
    calls = ", ".join(["set_config(%s, %s, true)"] * (len(words) // 2))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", words)


@cache
def _verbs() -> list[str]:
    return sorted(set().union(*(sentence.spoken for sentence in policy_expressions())))


@cache
def _made_before_held() -> frozenset[type[models.Model]]:
    walled = frozenset(sentence.table for sentence in policy_expressions())
    return frozenset(
        sentence.model
        for sentence in policy_expressions()
        if sentence.asks_for_itself or sentence.mentions(walled)
    )
