"""A text that was written reaches its provider once, even where workers are killed over it."""

import os

import pytest

from tests.killing_texts import kill_while_texting


@pytest.mark.usefixtures("killed_processes")
def test_no_text_is_lost_and_none_is_sent_twice():
    figures = kill_while_texting(rounds=6, url=os.environ.get("DATABASE_URL", ""))
    assert (figures.killed, figures.frozen) == (4, 2)
    assert figures.taken_over > 0
    assert (figures.lost, figures.doubled) == (0, 0)
    assert figures.doubled_unguarded > 0  # so we would have seen it
