"""There is a worker beside the pages: there when it died, and gone when they are."""

import io
import os
import signal
import subprocess
import time

import pytest
from django.core.management import call_command

from amparo.foundation.core.models import Job
from amparo.foundation.core.tasks import forget_onces
from amparo.ops.server.arbiter import WorkerProcess


@pytest.fixture
def empty_installation(tmp_path, monkeypatch):
    monkeypatch.setenv("AMPARO_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "")


@pytest.fixture
def hand(empty_installation):
    hand = WorkerProcess()
    hand.keep()
    yield hand
    hand.stop()
    hand.wait(time.monotonic() + 20)


def test_a_worker_that_died_is_started_again(hand):
    first = hand.process
    hand.keep()
    assert hand.process is first
    os.kill(first.pid, signal.SIGKILL)
    first.wait(timeout=60)
    hand.started -= 60
    hand.keep()
    assert hand.process.pid != first.pid
    assert hand.process.poll() is None


def test_one_that_dies_again_and_again_is_started_more_and_more_slowly(hand):
    pauses = [hand.pause]
    for _ in range(3):
        hand.process.kill()
        hand.process.wait(timeout=60)
        hand.keep()  # too soon: nothing is started
        assert hand.process.poll() is not None
        hand.started -= hand.pause
        hand.keep()
        pauses.append(hand.pause)
    assert pauses == sorted(set(pauses))


@pytest.mark.nightly
def test_when_the_server_is_gone_its_worker_goes_too(hand):
    """However it went: of an installation that is killed, only the end of the line is heard."""
    hand.process.stdin.close()
    assert hand.process.wait(timeout=60) == 0


@pytest.mark.nightly
def test_told_to_stop_it_stops_without_a_fuss(empty_installation):
    worker = subprocess.Popen(WorkerProcess.command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603
    # In an empty installation there is not even a table of jobs: it says so as soon as it works.
    told = iter(worker.stderr.readline, b"")
    assert any(b"A worker met" in line for line in told)
    worker.terminate()
    assert worker.wait(timeout=60) == 0
    assert not any(b"Fatal" in line for line in told)


@pytest.mark.django_db
def test_what_is_due_can_be_done_by_hand():
    forget_onces.enqueue()
    told = io.StringIO()
    call_command("worker", once=True, stdout=told)
    assert "done" in told.getvalue()
    assert not Job.objects.unfinished().exists()
