"""Kill what serves, while people save: nothing that was answered "done" is lost or there twice."""

from types import SimpleNamespace

import pytest

from tests.killing_database import kill_database
from tests.killing_web import kill_web
from tests.served import Writers

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
