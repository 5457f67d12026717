"""Fixtures for all tests: where they keep what they write, background jobs, signing in.

On SQLite the database is a file, because a browser's server and a test share it.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import batched
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.db import connection
from django.test import TransactionTestCase
from whitenoise.middleware import WhiteNoiseMiddleware

from amparo.foundation.core.accounts import sessions
from amparo.foundation.core.audit import append_only, checkpoint
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.jobs import worker as workers
from tests.support import template_database


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, tmp_path_factory: pytest.TempPathFactory, django_db_blocker
) -> Iterator[None]:
    """Each test process has a database of its own, copied from the template."""
    if connection.vendor == "sqlite":
        # What a power cut would lose does not matter here, and waiting for the disk does.
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("FULL", "OFF")
    with django_db_blocker.unblock(), new_database(tmp_path_factory) as place:
        emptying = Emptying(place)
        TransactionTestCase._fixture_teardown = lambda test_case: emptying.empty()
        yield
    with django_db_blocker.unblock():
        template_database.remove(place)


@contextmanager
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path | str]:
    """A migrated database without a record in it, in use while the block runs."""
    place: Path | str = f"test_{uuid4().hex[:12]}"
    if connection.vendor == "sqlite":
        place = tmp_path_factory.mktemp("database") / "tests.sqlite3"
    template_database.copy_template(place)
    with template_database.use(place):
        yield place


class Emptying:
    """Takes out what a test committed; what the migrations put in stays where it is.

    Only tables that hold something are emptied: of five hundred, a test fills some twenty.
    """

    def __init__(self, place: Path | str) -> None:
        self._place = str(place)
        tables = connection.introspection.django_table_names(only_existing=True)
        asks = [
            f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})"  # noqa: S608
            for table in tables
        ]
        # SQLite takes 500 at once.
        self._asks = [" UNION ALL ".join(some) for some in batched(asks, 400)]
        self._reference = self._filled()
        self._counts = self._count()

    def empty(self) -> None:
        if connection.settings_dict["NAME"] != self._place:
            return  # a dataset that tests only look at
        filled = sorted(self._filled() - self._reference)
        delete = [f"DELETE FROM {connection.ops.quote_name(each)}" for each in filled]  # noqa: S608
        if connection.vendor == "postgresql":
            # Neither foreign keys nor triggers are asked.
            self._execute("SET session_replication_role = replica", *delete)
            self._execute("RESET session_replication_role")
        else:
            with append_only.allow_audit_deletion():
                self._execute(*delete)
        checkpoint.path().unlink(missing_ok=True)  # it knows of blocks that are gone
        assert self._count() == self._counts, "A test changed what the migrations put in."

    def _filled(self) -> set[str]:
        return {table for ask in self._asks for (table,) in self._execute(ask)}

    def _count(self) -> list[int]:
        return [
            self._execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")[0][0]  # noqa: S608
            for table in sorted(self._reference)
        ]

    def _execute(self, *statements: str) -> list[tuple]:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="session", autouse=True)
def files_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Papers that tests put into files lie where they are thrown away."""
    settings.AMPARO_FILE_STORAGE = tmp_path_factory.mktemp("files")


@pytest.fixture(scope="session", autouse=True)
def ledgers_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nobody outside hears of them, and no test goes on from the checkpoint of an installation."""
    settings.AMPARO_WITNESSES = []
    settings.AMPARO_AUDIT_CHECKPOINT = tmp_path_factory.mktemp("ledger") / "checkpoint"


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
    """A key ring of their own: what is sealed here opens nowhere else but in the other processes
    of the run, which begin with a copy of it and share a dataset.
    """
    of_run = folder_of_run(tmp_path_factory) / "ring"
    with of_run.with_name("ring.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not of_run.exists():
            settings.AMPARO_KEY_RING_FILE = of_run
            key_ring.current_key_ring.cache_clear()
            key_ring.current_key_ring().make()
    settings.AMPARO_KEY_RING_FILE = tmp_path_factory.mktemp("keys") / "ring"
    shutil.copy(of_run, settings.AMPARO_KEY_RING_FILE)
    key_ring.current_key_ring.cache_clear()


def folder_of_run(temporary: pytest.TempPathFactory) -> Path:
    """What the processes of one run have in common; it is thrown away with their files."""
    base = temporary.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


# Background jobs: `run_jobs()` runs those that are due. A browser's test that waits for one asks
# for `worker`, which works beside its pages.


@pytest.fixture
def run_jobs(db) -> Callable[..., int]:
    return workers.run_due_jobs


@pytest.fixture
def worker(transactional_db) -> Iterator[None]:
    stopping = Event()
    hand = Thread(target=workers.Worker(stopping=stopping).work, daemon=True)
    hand.start()
    yield
    stopping.set()
    hand.join(timeout=10)


# Signing in: `force_login` stands for somebody who has given both proofs a moment ago. The product
# begins a session in one place only; a test that is about signing in goes through that.


@pytest.fixture(scope="session", autouse=True)
def both_proofs_given():
    with_both_proofs()


def with_both_proofs() -> None:
    """From now on, in this process."""
    user_logged_in.connect(_begin_session, dispatch_uid="tests.support.fixtures")


def _begin_session(sender, request, user, **signal):
    if request.method is None:  # as `force_login` makes its request: nobody asked for anything
        sessions.start_session(request.session, proof="two")
