import io
import os
import tempfile
from pathlib import Path

import pytest

from ..spool import IN_MEMORY, Spool, SpoolClosed, SpoolReader


@pytest.fixture
def spool():
    with_it = Spool()
    yield with_it
    with_it.close()


def written(spool: Spool, data: bytes, *, size: int = 10_007) -> bytes:
    for start in range(0, len(data), size):
        spool.write(data[start : start + size])
    return data


@pytest.mark.parametrize("length", [0, 1, 65_535, 65_536, IN_MEMORY, IN_MEMORY * 5 + 3])
def test_what_was_written_is_read_in_its_order(spool, length):
    data = written(spool, os.urandom(length))
    spool.finish()
    assert io.BufferedReader(SpoolReader(spool)).read() == data


def test_a_page_reads_lines_and_pieces_of_any_length(spool):
    written(spool, b"first\nsecond\n" + b"x" * IN_MEMORY * 2)
    spool.finish()
    reader = io.BufferedReader(SpoolReader(spool))
    assert reader.readline() == b"first\n"
    assert reader.read(7) == b"second\n"
    assert len(reader.read()) == IN_MEMORY * 2
    assert reader.read() == b""


def test_it_is_taken_while_it_is_written(spool):
    assert spool.take() == b""
    spool.write(b"one")
    assert spool.take() == b"one"
    written(spool, b"y" * IN_MEMORY * 3)
    taken = b""
    while piece := spool.take():
        taken += piece
    assert taken == b"y" * IN_MEMORY * 3
    spool.finish()
    assert spool.take() is None


def test_what_lies_on_the_disk_is_sealed_and_has_no_name(spool, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    written(spool, b"Rosa Quispe. " * 100_000)
    assert list(tmp_path.iterdir()) == []
    descriptors = list(Path("/proc/self/fd").iterdir())
    (on_disk,) = [each for each in descriptors if str(tmp_path) in _target(each)]
    assert on_disk.stat().st_size > 500_000
    assert b"Quispe" not in on_disk.read_bytes()


def test_a_writer_stops_when_nobody_takes_it_any_more(spool):
    spool.write(b"one")
    spool.close()
    with pytest.raises(SpoolClosed):
        spool.write(b"two")
    assert spool.take() is None


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""
