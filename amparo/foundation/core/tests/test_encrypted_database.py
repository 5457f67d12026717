"""The file of the embedded database tells nothing to whoever takes it without the key ring."""

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from django.db import DEFAULT_DB_ALIAS
from django.db.utils import ConnectionHandler

from amparo.foundation.core.database.sqlite.encrypted_file import (
    database_key,
    open_encrypted,
    rekey,
)
from amparo.foundation.core.database.sqlite.file_state import is_clear, is_new
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.site.environment import database_settings
from tests.asvs.lint_rules import ROOT

OTHER_KEY = bytes(range(32))
PLANTED = ("planted_table", "planted_column", "planted value", "AL-2026-000123")
REKEY = """
import sys
from pathlib import Path
from amparo.foundation.core.database.sqlite.encrypted_file import rekey
rekey(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3]))
"""


@pytest.fixture
def database(tmp_path, django_db_blocker):
    """A database of its own, as the settings of an installation describe it."""
    described = database_settings(f"sqlite://{tmp_path}/own.sqlite3", tmp_path)
    own = ConnectionHandler({DEFAULT_DB_ALIAS: described})[DEFAULT_DB_ALIAS]
    with django_db_blocker.unblock():  # none of the database of the tests
        yield own
        own.close()


@pytest.fixture
def path(database, tmp_path):
    """The same with something in it, and nobody there."""
    plant(database)
    database.close()
    return tmp_path / "own.sqlite3"


def plant(database):
    with database.cursor() as cursor:
        cursor.execute("CREATE TABLE planted_table (planted_column text, number text)")
        cursor.executemany("INSERT INTO planted_table VALUES (%s, %s)", [PLANTED[2:]] * 500)


def found_in(folder):
    """Which of what was planted stands in which file."""
    return [
        (file.name, word)
        for file in folder.rglob("*") if file.is_file()
        for word in PLANTED if word.encode() in file.read_bytes()
    ]  # fmt: skip


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_no_byte_of_any_file_tells_what_was_written(database, tmp_path, journal):
    with database.cursor() as cursor:
        cursor.execute(f"PRAGMA journal_mode = {journal}")
        plant(database)
        assert (tmp_path / "own.sqlite3-wal").exists() is (journal == "WAL")
        assert found_in(tmp_path) == []
        cursor.execute("PRAGMA cache_size = 10")  # what does not fit is written before it counts
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("UPDATE planted_table SET number = number || planted_column")
        assert found_in(tmp_path) == []
        cursor.execute("COMMIT")
    database.close()
    assert found_in(tmp_path) == []
    assert not is_clear(tmp_path / "own.sqlite3")


def test_what_is_sorted_or_kept_for_a_while_stays_in_memory(database):
    with database.cursor() as cursor:
        assert cursor.execute("PRAGMA temp_store").fetchone() == (2,)
        cursor.execute("CREATE TEMP TABLE planted_table (planted_column text)")
        assert cursor.execute("PRAGMA temp.database_list").fetchall()[-1][2] == ""


def test_it_does_not_open_without_the_key(path):
    plain = sqlite3.connect(path)
    with closing(plain), pytest.raises(sqlite3.DatabaseError, match="file is not a database"):
        plain.execute("SELECT * FROM sqlite_master")


def test_another_key_is_refused_in_a_sentence_and_changes_nothing(path, capfd):
    before = path.read_bytes()
    with pytest.raises(DecryptionError, match="the ring of another installation") as refused:
        open_encrypted(path, key=OTHER_KEY)
    assert str(path) in str(refused.value)
    assert path.read_bytes() == before
    assert capfd.readouterr() == ("", "")


def test_a_lost_ring_is_said_and_none_is_made_for_a_database_that_is_there(
    path, settings, tmp_path
):
    settings.AMPARO_KEY_RING_FILE = tmp_path / "lost" / "ring"
    key_ring.current_key_ring.cache_clear()
    try:
        with pytest.raises(DecryptionError, match="There is no key ring"):
            open_encrypted(path)
        assert not settings.AMPARO_KEY_RING_FILE.exists()
        # A new database begins with a ring.
        open_encrypted(tmp_path / "new.sqlite3").close()
        assert settings.AMPARO_KEY_RING_FILE.exists()
    finally:
        key_ring.current_key_ring.cache_clear()


def test_a_clear_database_is_not_opened_and_says_what_to_do(tmp_path):
    path = tmp_path / "clear.sqlite3"
    with closing(sqlite3.connect(path)) as clear:
        clear.execute("CREATE TABLE planted_table (planted_column text)")
    before = path.read_bytes()
    with pytest.raises(DecryptionError, match="amparo encrypt-database"):
        open_encrypted(path)
    assert path.read_bytes() == before


def test_django_is_told_the_limits_that_the_binding_does_not_tell(database):
    database.ensure_connection()
    with closing(sqlite3.connect(":memory:")) as plain:
        columns = plain.getlimit(sqlite3.SQLITE_LIMIT_COLUMN)
    assert database.connection.getlimit(sqlite3.SQLITE_LIMIT_COLUMN) == columns
    assert database.features.max_query_params >= 32766  # https://www.sqlite.org/limits.html
    many = list(range(database.features.max_query_params))
    with database.cursor() as cursor:
        marks = ", ".join(["%s"] * len(many))
        assert cursor.execute(f"SELECT 0 IN ({marks})", many).fetchone() == (1,)


def test_checks_do_not_begin_a_database(database, tmp_path):
    assert database.features.supports_json_field
    assert is_new(tmp_path / "own.sqlite3")


def test_another_key_is_given_to_all_of_it(path):
    key = database_key()
    rekey(path, key, OTHER_KEY)
    with pytest.raises(DecryptionError):
        open_encrypted(path, key=key)
    assert rows(path, OTHER_KEY) == 500


@pytest.mark.parametrize("moment", [0.0, 0.01, 0.03])
def test_killed_while_it_gets_another_key_it_opens_with_the_old_or_the_new(path, moment):
    key = database_key()
    words = [sys.executable, "-c", REKEY, str(path), key.hex(), OTHER_KEY.hex()]
    process = subprocess.Popen(  # noqa: S603
        words, cwd=ROOT
    )
    wal = path.with_name(f"{path.name}-wal")
    while process.poll() is None and not (wal.exists() and wal.stat().st_size):
        time.sleep(0.001)
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.wait()
    counted = []
    for each in (key, OTHER_KEY):
        try:
            counted.append(rows(path, each))
        except DecryptionError:
            continue
    assert counted == [500]


def rows(path, key):
    with closing(open_encrypted(path, key=key)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert opened.execute("PRAGMA cipher_integrity_check").fetchall() == []
        return opened.execute("SELECT count(*) FROM planted_table").fetchone()[0]
