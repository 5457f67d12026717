"""Whoever asked for work gets it done once, even where workers are killed in the middle of it."""

import os

import pytest

from tests.killing import kill_workers


@pytest.mark.usefixtures("killed_processes")
def test_no_work_is_lost_and_none_is_done_twice():
    figures = kill_workers(rounds=6, url=os.environ.get("DATABASE_URL", ""))
    assert (figures.killed, figures.frozen) == (4, 2)
    assert figures.taken_over > 0
    assert (figures.lost, figures.doubled, figures.dead) == (0, 0, 0)
    assert figures.doubled_unguarded > 0  # so we would have seen it
