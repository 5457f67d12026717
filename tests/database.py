"""Where tests keep what they write: a database, papers, passwords.

On SQLite the database is a file, because a browser's server and a test share it.
"""

import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from django.db.backends.sqlite3.base import DatabaseOperations
from whitenoise.middleware import WhiteNoiseMiddleware

from amparo.foundation.trust import insert_only, keyring


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each test process has a database of its own."""
    database = connections["default"].settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "tests.sqlite3")
        # What a power cut would lose does not matter here, and waiting for the disk does.
        options = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace("FULL", "OFF")


@pytest.fixture(scope="session", autouse=True)
def files_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Papers that tests put into files lie where they are thrown away."""
    settings.AMPARO_FILES = tmp_path_factory.mktemp("files")


@pytest.fixture(scope="session", autouse=True)
def ledgers_of_the_tests() -> None:
    """Nobody outside hears of them, and between tests that really commit they are emptied."""
    settings.AMPARO_WITNESSES = []
    flush = DatabaseOperations.execute_sql_flush

    def flush_the_ledger_too(self, statements):
        with insert_only.unbolted(self.connection.alias):
            flush(self, statements)

    DatabaseOperations.execute_sql_flush = flush_the_ledger_too


@pytest.fixture(scope="session", autouse=True)
def small_tables_of_the_tests() -> None:
    """PostgreSQL empties a large table fastest with new files; ours hold a few rows each."""
    as_it_is = PostgresOperations.sql_flush

    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        if reset_sequences:
            return as_it_is(self, style, tables, reset_sequences=True, allow_cascade=allow_cascade)
        delete = [f"DELETE FROM {self.quote_name(table)}" for table in tables]  # noqa: S608
        role = "session_replication_role"  # neither keys nor bolts are asked
        return [f"SET {role} = replica", *delete, f"RESET {role}"] if tables else []

    PostgresOperations.sql_flush = sql_flush


@pytest.fixture(scope="session", autouse=True)
def static_files_of_the_tests() -> None:
    """Looked for once: each visitor of the tests has a server of their own."""
    look_for, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def take_what_was_found(self):
        if not found:
            look_for(self)
            found.update(self.files)
        self.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = take_what_was_found


@pytest.fixture(scope="session", autouse=True)
def passwords_of_the_tests() -> None:
    """What makes a password safe takes a second each time, and protects nobody here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def keys_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A key ring of their own: what is sealed here opens nowhere else."""
    settings.AMPARO_RING_FILE = tmp_path_factory.mktemp("keys") / "ring"
    keyring.ring.cache_clear()
    keyring.ring().make()
