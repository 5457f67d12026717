"""Bypasses row-level security for every row: for system work that no narrower means serves.

`pyproject.toml` names the modules that may import it, and `tests/test_rls_bypasses.py` counts the
places. Outside row-level security (SQLite, no policies, no `rls_user`) both do nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from .context import acting_user


@contextmanager
def rls_bypass(*, reason: str) -> Iterator[None]:
    """Bypasses row-level security for every row of this connection until the block ends.

    `reason` tells developers why no narrower means serves: `aggregate_query`, `lock_for_update`,
    `find_by_secret`, `get_permitted_or_404(…, related=…)`. Raises ValueError without one.
    Application rules still hold only where the code inside calls them. Does nothing outside
    `rls_user`; use `rls_bypass_all` there. Closed again on an exception: by the rollback, if the
    transaction is broken. `tests/test_rls_bypasses.py` counts the uses.
    """
    if not reason:
        raise ValueError("Say why row-level security is bypassed here.")
    if not acting_user.get():
        yield
        return
    token = acting_user.set(None)
    _set_bypass("on")
    try:
        yield
    finally:
        acting_user.reset(token)
        if not connection.needs_rollback:
            _set_bypass("")


@contextmanager
def rls_bypass_all(*, reason: str) -> Iterator[None]:
    """Bypasses row-level security for every row, also outside `rls_user`, until the block ends.

    For maintenance that must see all records (comparison of stored files, backups). Never call it
    to answer a request. Opens a transaction. Does nothing on SQLite. Raises ValueError without a
    reason.
    """
    if not reason:
        raise ValueError("Say why row-level security is bypassed here.")
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
    """Turns the bypass on ("on") or off ("") until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('amparo.bypass', %s, true)", [value])
