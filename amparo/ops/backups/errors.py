"""Readable errors of backup commands: what happened, and what to do about it."""

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager

import pyrage
from django.db import OperationalError, ProgrammingError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from sqlcipher3 import dbapi2

from amparo.foundation.core.refusals import Refusal

ROLE_SEES_TOO_LITTLE = (
    "The role of the pages does not see everything, and a copy that lacks rows is none: take "
    "copies with the DATABASE_URL of the role that owns the tables."
)
DISK_FULL = "The disk is full. Nothing was left half done: make room, then begin again."


@contextmanager
def readable_errors() -> Iterator[None]:
    """Turns a wrong name, a wrong key or a full disk into a readable error."""
    try:
        yield
    except pyrage.RecipientError:
        raise Refusal("This is no recipient. One begins with age1: amparo backup --help") from None
    except pyrage.IdentityError:
        raise Refusal("This identity file was changed, or holds no identity.") from None
    except tarfile.TarError:
        raise Refusal("This is not a copy of an installation.") from None
    except (
        OSError, OperationalError, ProgrammingError, dbapi2.DatabaseError, pyrage.EncryptError
    ) as error:  # fmt: skip
        raise Refusal(_explain(error)) from None


def _explain(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    told = str(error)  # what stopped the reading or the writing is told to us as a text alone
    if "No space left" in told or "is full" in told:
        return DISK_FULL
    return ROLE_SEES_TOO_LITTLE if "row-level security" in told else told


def refuse_unmigrated_database(applied: list[str]) -> None:
    """Before anything is read: tables must be there."""
    if not applied:
        name = connection.settings_dict["NAME"]
        raise Refusal(f"There is no installation at {name} yet. Make it ready: amparo migrate")


def refuse_role_without_ownership(there: BaseDatabaseWrapper) -> None:
    """The role of the pages may not bring in what it may not see."""
    if there.vendor != "postgresql":
        return
    with there.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
            " AND NOT pg_has_role(current_user, tableowner, 'MEMBER')"
        )
        if cursor.fetchone()[0]:
            raise Refusal("This role does not own the tables: sign in as the one that does.")
