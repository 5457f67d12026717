"""The space that is kept for reading on a full disk: real, given back in steps, taken again."""

import errno
import os
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from sqlcipher3 import dbapi2

from amparo.foundation.core.database import disk_reserve
from amparo.foundation.core.database.disk_reserve import HEAD, MEGABYTE, Reserve
from amparo.foundation.core.jobs.backend import LONG, QUICK
from amparo.foundation.core.jobs.worker import Worker
from amparo.foundation.core.models import Job

SIZE = 8 * MEGABYTE


@pytest.fixture
def free(monkeypatch):
    """How much room the disk says that it has."""

    def say(megabytes):
        blocks = int(megabytes * 256)
        told = SimpleNamespace(f_bavail=blocks, f_bfree=blocks, f_blocks=10**6, f_frsize=4096)
        monkeypatch.setattr(disk_reserve.os, "statvfs", lambda path: told)

    say(1000)
    return say


@pytest.fixture
def kept(tmp_path, free):
    return Reserve(tmp_path / "amparo.sqlite3.reserve", SIZE)


def test_it_is_taken_in_real_blocks_and_is_not_sparse(kept):
    assert kept.take()
    found = kept.path.stat()
    assert found.st_size == SIZE
    assert found.st_blocks * 512 >= SIZE * 0.9
    assert kept.is_solid()
    assert not kept.is_released
    assert found.st_mode & 0o077 == 0


def test_a_disk_that_only_promises_blocks_is_filled_with_what_does_not_compress(kept, monkeypatch):
    monkeypatch.setattr(os, "posix_fallocate", lambda file, start, size: os.ftruncate(file, size))
    assert kept.take()
    assert kept.is_solid()


def test_it_is_given_back_in_steps_and_only_where_there_is_no_room(kept, free):
    kept.take()
    kept.look()
    assert kept.kept == SIZE
    free(0.5)
    sizes = []
    for _step in range(5):
        kept.look()
        sizes.append(kept.kept)
    assert sizes == [SIZE * 3 // 4, SIZE // 2, SIZE // 4, HEAD, HEAD]
    assert kept.is_released


def test_it_is_taken_again_only_where_there_is_room_to_spare(kept, free):
    kept.take()
    free(0.5)
    kept.look()
    free(5)
    assert not kept.take()
    assert kept.is_released
    free(7)
    assert kept.take()
    assert not kept.is_released


def test_one_that_never_fitted_stops_nobody_from_working(kept, free):
    free(3)
    assert not kept.take()
    assert not kept.path.exists()
    assert not kept.is_released


def test_a_disk_that_fills_up_while_it_is_taken_is_left_as_it_was(kept, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    assert not kept.take()
    assert not kept.path.exists()


def test_another_size_takes_the_place_of_the_first(kept, tmp_path):
    kept.take()
    larger = Reserve(kept.path, SIZE * 2)
    assert not larger.is_released
    assert larger.take()
    assert larger.kept == SIZE * 2
    assert kept.take()
    assert (kept.kept, kept.is_released) == (SIZE, False)


@pytest.mark.django_db
def test_long_and_periodic_jobs_wait_on_a_full_disk(kept, free, monkeypatch):
    monkeypatch.setattr("amparo.foundation.core.jobs.worker.reserve", lambda: kept)
    kept.take()
    worker = Worker(LONG, QUICK)
    names = {"by the clock": (QUICK, "a@1"), "long": (LONG, None), "asked": (QUICK, None)}
    for name, (queue, key) in names.items():
        Job.objects.create(task=name, queue=queue, key=key)
    kept.give_back()
    assert [worker._claim().task, worker._claim()] == ["asked", None]
    assert kept.take()
    assert [worker._claim().task, worker._claim().task] == ["by the clock", "long"]


def test_a_full_database_is_told_from_every_other_fault(tmp_path):
    small = dbapi2.connect(tmp_path / "small.sqlite3")
    small.execute("CREATE TABLE t (a)")
    small.execute("PRAGMA max_page_count = 3")
    with pytest.raises(dbapi2.OperationalError) as full:
        small.execute("INSERT INTO t VALUES (zeroblob(100000))")
    with pytest.raises(dbapi2.OperationalError) as missing:
        small.execute("SELECT * FROM nothing")
    small.close()
    wrapped = OperationalError("full")
    wrapped.__cause__ = full.value
    assert disk_reserve.is_full(wrapped)
    assert disk_reserve.is_full(OSError(errno.ENOSPC, "full"))
    assert not disk_reserve.is_full(missing.value)
    assert not disk_reserve.is_full(None)
