"""A database that lies in clear is encrypted whole or stays as it was, whenever it is stopped."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from sqlcipher3 import dbapi2

from amparo.foundation.core.database.sqlite import conversion
from amparo.foundation.core.database.sqlite.conversion import encrypt_file
from amparo.foundation.core.database.sqlite.encrypted_file import open_encrypted
from amparo.foundation.core.database.sqlite.file_state import clear_databases, is_clear
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.core.refusals import Refusal
from tests.asvs.lint_rules import ROOT

KEY = bytes(range(32))
PLANTED = b"Rosa Quispe"
TABLES = """
CREATE TABLE person (id integer PRIMARY KEY AUTOINCREMENT, name text, photo blob, risk real);
CREATE TABLE token (word varchar(32) PRIMARY KEY, person integer REFERENCES person (id));
CREATE INDEX by_name ON person (name);
CREATE TRIGGER person_only_added BEFORE DELETE ON person BEGIN SELECT RAISE(ABORT, 'no'); END;
"""
KILLED = """
import os, signal, sys
from pathlib import Path
from amparo.foundation.core.database.sqlite import conversion

step, moment, path, key = sys.argv[1:]
does = getattr(conversion, step)
def killed(*given):
    if moment == "after":
        does(*given)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(conversion, step, killed)
conversion.encrypt_file(Path(path), bytes.fromhex(key))
"""


@pytest.fixture
def path(tmp_path):
    """A clear database whose last rows are in its write-ahead log alone, as after a crash."""
    path = tmp_path / "office.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as clear:
        clear.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, True)
        clear.execute("PRAGMA journal_mode = WAL")
        clear.executescript(TABLES)
        add(clear, 0, 2000)
        clear.execute("ANALYZE")
        clear.execute("PRAGMA wal_checkpoint")
        add(clear, 2000, 2100)
    assert PLANTED in path.read_bytes()
    assert PLANTED in path.with_name(f"{path.name}-wal").read_bytes()
    return path


def add(clear, first, last):
    clear.execute("BEGIN")  # else each row waits for the disk
    people = [(f"Rosa Quispe {n}", bytes([n % 256]) * 9, n / 7) for n in range(first, last)]
    clear.executemany("INSERT INTO person (name, photo, risk) VALUES (?, ?, ?)", people)
    tokens = [(f"{n * 7919 % 100_003:032}", n + 1) for n in range(first, last)]
    clear.executemany("INSERT INTO token VALUES (?, ?)", tokens)
    clear.execute("COMMIT")


def content(path, key=None):
    """All that it holds, but where: tables, triggers, indexes, rows, the next numbers."""
    opened = open_encrypted(path, key=key) if key else sqlite3.connect(path)
    if not key:
        opened.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, True)
    with closing(opened):
        schema = opened.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")
        held = {"": schema.fetchall()}
        for kind, name, _sql in held[""]:
            if kind == "table":
                held[name] = opened.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
        return held


def files_in_clear(folder):
    return [file.name for file in folder.iterdir() if PLANTED in file.read_bytes()]


def test_everything_is_in_the_encrypted_file_and_nowhere_else(path, tmp_path):
    before = content(path)
    assert len(before["person"]) == 2100
    done = encrypt_file(path, KEY)
    assert content(path, KEY) == before
    assert (done.tables, done.rows > 4200) == (len(before) - 1, True)
    assert [file.name for file in tmp_path.iterdir()] == ["office.sqlite3"]
    assert files_in_clear(tmp_path) == []
    assert not is_clear(path)


def test_what_was_in_clear_is_overwritten_before_it_is_removed(path, tmp_path):
    held = [tmp_path / f"held-{file.name}" for file in conversion.clear_files(path)]
    for name, file in zip(held, conversion.clear_files(path), strict=True):
        name.hardlink_to(file)
    encrypt_file(path, KEY)
    assert len(held) >= 2
    for file in held:
        assert PLANTED not in file.read_bytes()


def test_done_twice_it_says_that_nothing_was_left_to_do(path):
    encrypt_file(path, KEY)
    before = path.read_bytes()
    again = encrypt_file(path, KEY)
    assert (again.tables, again.overwritten) == (0, [])
    assert path.read_bytes() == before


def test_while_somebody_is_in_it_nothing_is_changed(path, tmp_path):
    before = content(path)
    # By the same library: locks of two libraries in one process do not see each other.
    with closing(dbapi2.connect(str(path))) as somebody:
        somebody.execute("SELECT count(*) FROM person").fetchone()
        with pytest.raises(Refusal, match="stop every process"):
            encrypt_file(path, KEY)
    assert is_clear(path)
    assert content(path) == before
    encrypt_file(path, KEY)
    assert content(path, KEY) == before
    assert files_in_clear(tmp_path) == []


def test_without_room_for_both_nothing_is_begun(path, tmp_path, monkeypatch):
    names = sorted(tmp_path.iterdir())
    free = conversion.shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(conversion.shutil, "disk_usage", lambda _path: free)
    with pytest.raises(Refusal, match="Nothing was changed"):
        encrypt_file(path, KEY)
    assert sorted(tmp_path.iterdir()) == names


@pytest.mark.parametrize(
    "fault",
    [
        "UPDATE encrypted.person SET photo = x'00' WHERE id = 7",
        "INSERT INTO encrypted.token VALUES ('one more', 1)",
        "DELETE FROM encrypted.token WHERE person = 1",
        "DROP INDEX encrypted.by_name",
        "UPDATE encrypted.sqlite_sequence SET seq = 1",
    ],
)
def test_a_copy_that_differs_never_takes_the_place_of_the_database(path, monkeypatch, fault):
    before = content(path)

    def export(clear, copy, key, real=conversion.export):
        real(clear, copy, key)
        with closing(open_encrypted(copy, key=key, isolation_level=None)) as changed:
            changed.execute(fault.replace("encrypted.", ""))

    monkeypatch.setattr(conversion, "export", export)
    with pytest.raises(Refusal, match="The encrypted copy differs"):
        encrypt_file(path, KEY)
    assert content(path) == before


def test_nothing_is_overwritten_while_the_encrypted_file_does_not_open(path, tmp_path):
    held = path.with_name(f"{path.name}.clear-1")
    held.hardlink_to(path)
    path.rename(tmp_path / "aside")
    open_encrypted(path, key=bytes(32)).execute("CREATE TABLE another (ring)").close()
    with pytest.raises(DecryptionError, match="another installation"):
        encrypt_file(path, KEY)
    assert is_clear(held)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(
    "step", ["give_second_names", "export", "compare", "put_in_place", "overwrite"]
)
def test_killed_at_any_step_it_is_finished_by_the_next_try(path, tmp_path, step, moment):
    before = content(path)
    words = [sys.executable, "-c", KILLED, step, moment, str(path), KEY.hex()]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "amparo.site.settings"}
    done = subprocess.run(  # noqa: S603
        words, cwd=ROOT, env=environment, check=False
    )
    assert done.returncode == -signal.SIGKILL
    if is_clear(path):
        assert step in ("give_second_names", "export", "compare", "put_in_place")
    else:
        assert content(path, KEY)["person"][-1][1] == "Rosa Quispe 2099"
        assert clear_databases(tmp_path)  # a killed process left it, and the doctor names it
    encrypt_file(path, KEY)
    assert content(path, KEY) == before
    assert files_in_clear(tmp_path) == []
    assert [file.name for file in tmp_path.iterdir()] == ["office.sqlite3"]
