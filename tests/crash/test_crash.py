"""Web processes, workers, PostgreSQL are killed: nothing acknowledged is lost or there twice."""

import os
from types import SimpleNamespace

import pytest

from tests.crash.broadcasts import kill_while_broadcasting
from tests.crash.jobs import kill_workers
from tests.crash.messages import kill_while_texting
from tests.crash.web import Writers, kill_database, kill_web

FAULTS = ("lost", "doubled", "without_a_line", "refused")


@pytest.mark.usefixtures("killed_processes")
def test_when_processes_of_the_web_are_killed():
    figures = kill_web(4)
    assert figures["acknowledged"] >= 20
    assert not any(figures[name] for name in FAULTS), figures


@pytest.mark.usefixtures("killed_processes")
def test_when_the_database_is_killed():
    figures = kill_database(3)
    assert figures["retried"] > 0
    assert figures["acknowledged"] >= 30
    assert not any(figures[name] for name in FAULTS), figures


def test_a_loss_would_be_seen():
    """The counting itself: one note is missing, one is there twice, one has no line."""
    told = SimpleNamespace(look=lambda: {"words": ["a", "b", "b"], "lines": 2})
    writers = Writers(told, hands=0)
    writers.done = ["a", "b", "c"]
    figures = writers.figures()
    assert (figures["lost"], figures["doubled"], figures["without_a_line"]) == (1, 1, 1)


# Whoever asked for work gets it done once, even where workers are killed in the middle of it.


@pytest.mark.usefixtures("killed_processes")
def test_no_work_is_lost_and_none_is_done_twice():
    figures = kill_workers(rounds=6, url=os.environ.get("DATABASE_URL", ""))
    assert (figures.killed, figures.frozen) == (4, 2)
    assert figures.taken_over > 0
    assert (figures.lost, figures.doubled, figures.dead) == (0, 0, 0)
    assert figures.doubled_unguarded > 0  # so we would have seen it


# A text that was written reaches its provider once, even where workers are killed over it.


@pytest.mark.usefixtures("killed_processes")
def test_no_text_is_lost_and_none_is_sent_twice():
    figures = kill_while_texting(rounds=6, url=os.environ.get("DATABASE_URL", ""))
    assert (figures.killed, figures.frozen) == (4, 2)
    assert figures.taken_over > 0
    assert (figures.lost, figures.doubled) == (0, 0)
    assert figures.doubled_unguarded > 0  # so we would have seen it


# A broadcast reaches each subscriber once, even where its worker is killed twice.


@pytest.mark.usefixtures("killed_processes")
def test_a_killed_broadcast_leaves_nobody_out_and_writes_to_nobody_twice():
    figures = kill_while_broadcasting(subscribers=1_500, url=os.environ.get("DATABASE_URL", ""))
    assert (figures.killed, figures.state) == (2, "sent")
    assert figures.taken_over > 0
    assert (figures.lost, figures.doubled, figures.after_stop) == (0, 0, 0)
    assert figures.doubled_without_keys > 0  # so we would have seen it
