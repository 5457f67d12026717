"""Helpers work beside us, in order, and none of them outlives whoever asked."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from amparo.foundation.people.deduplication.process_pool import ProcessPool

ASKS_AND_WAITS = """
import os, sys, time
from amparo.foundation.people.deduplication.process_pool import ProcessPool
if __name__ == "__main__":
    with ProcessPool(wanted=True) as helpers:
        print(helpers.ask(os.getpid).result(), flush=True)
        time.sleep(600)
"""


@pytest.mark.parametrize("wanted", [True, False])
def test_answers_come_in_the_order_of_what_was_asked(wanted):
    with ProcessPool(wanted=wanted) as helpers:
        assert list(helpers.each(abs, range(-20, 0))) == list(range(20, 0, -1))


@pytest.mark.parametrize("wanted", [True, False])
def test_what_fails_beside_us_fails_here(wanted):
    with ProcessPool(wanted=wanted) as helpers, pytest.raises(ValueError, match="invalid literal"):
        list(helpers.each(int, ["1", "x"]))


def test_they_end_with_whoever_asked_even_when_that_is_killed(tmp_path):
    script = tmp_path / "asks.py"
    script.write_text(ASKS_AND_WAITS)
    command = [sys.executable, script]
    asks = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    helper = int(asks.stdout.readline())
    asks.send_signal(signal.SIGKILL)
    asks.wait()
    until = time.monotonic() + 30
    while _lives(helper) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _lives(helper)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    told = Path(f"/proc/{process}/stat").read_text()
    return told.rpartition(")")[2].split()[0] != "Z"
