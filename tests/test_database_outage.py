"""A real PostgreSQL that hesitates, dies, comes back: what it did not promise is not believed."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.db import OperationalError
from django.db.utils import Error

from amparo.foundation.core.database.availability import CommitUnknown, is_unavailable
from amparo.foundation.core.database.postgresql.base import DatabaseWrapper
from tests.support.postgres import cluster


@pytest.fixture(scope="module")
def server(own_cluster):
    with cluster(own_cluster, durable=True) as url:
        yield url.split("host=")[1].split("&")[0]


@pytest.fixture
def database(server, django_db_blocker):
    """A connection as a request has it, outside the tests' own database."""
    with django_db_blocker.unblock():
        here = connect(server)
        with here.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
            cursor.execute("TRUNCATE kept")
        yield here
        here.close()


def keep(database, *, in_transaction=False):
    with database.cursor() as cursor:
        if in_transaction:
            database.set_autocommit(False)
        cursor.execute("INSERT INTO kept VALUES ('perhaps')")
        database.commit()


def connect(server):
    return DatabaseWrapper(
        {
            "NAME": "postgres", "USER": "amparo", "PASSWORD": "", "HOST": server, "PORT": "5432",
            "OPTIONS": {"connect_timeout": 5}, "TIME_ZONE": None, "AUTOCOMMIT": True,
            "CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 60, "TEST": {},
        },
        "aside",
    )  # fmt: skip


@contextmanager
def nobody_to_copy_to(server):
    """Synchronous replication is promised, and the second machine is not there."""
    _tell(server, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
    yield
    _tell(server, "ALTER SYSTEM RESET synchronous_standby_names")


def _tell(server, order):
    boss = connect(server)
    with boss.cursor() as cursor:
        cursor.execute("SET synchronous_commit = local")
        cursor.execute(order)
        cursor.execute("SELECT pg_reload_conf()")
    boss.close()
    time.sleep(0.3)


def cancel_soon(server, database):
    """Somebody steps in while it waits, as happens in a switch-over."""

    def cancel():
        boss = connect(server)
        with boss.cursor() as cursor:
            for _ in range(100):
                time.sleep(0.05)
                cursor.execute(
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
                    "WHERE pid = %s AND wait_event = 'SyncRep'",
                    [pid],
                )
                if cursor.fetchall():
                    break
        boss.close()

    with database.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    hand = threading.Thread(target=cancel)
    hand.start()
    return hand


@pytest.mark.parametrize("in_transaction", [True, False])
def test_success_with_a_warning_is_not_success(server, database, in_transaction):
    with nobody_to_copy_to(server):
        hand = cancel_soon(server, database)
        with pytest.raises(CommitUnknown) as unsure:
            keep(database, in_transaction=in_transaction)
        hand.join()
    assert is_unavailable(unsure.value)


def test_the_same_connection_is_believed_again_afterwards(server, database):
    with nobody_to_copy_to(server):
        hand = cancel_soon(server, database)
        with pytest.raises(CommitUnknown):
            keep(database)
        hand.join()
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO kept VALUES ('surely')")
        cursor.execute("SELECT word FROM kept ORDER BY word")
        assert cursor.fetchall() == [("perhaps",), ("surely",)]


def test_another_warning_is_only_a_warning(database):
    with database.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE WARNING 'canceling wait'; END $$")
    assert not database.is_unsure


def test_a_leader_that_fell_back_is_left(server, database):
    """Its connections still answer; the next request must not be given one."""
    with database.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
        with pytest.raises(Error) as refused:
            cursor.execute("INSERT INTO kept VALUES ('x')")
    assert is_unavailable(refused.value)
    assert not database.is_usable()
    database.close_if_unusable_or_obsolete()
    assert database.connection is None
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO kept VALUES ('x')")


def test_a_connection_that_was_cut_does_not_poison_the_next_request(server, database):
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    _tell(server, f"SELECT pg_terminate_backend({pid})")
    with pytest.raises(OperationalError) as cut, database.cursor() as cursor:
        cursor.execute("INSERT INTO kept VALUES ('x')")
    assert is_unavailable(cut.value)
    database.close_if_unusable_or_obsolete()  # as Django does at the end of a request
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO kept VALUES ('x')")
