"""Work in the background, when tests say so: `work_off()` does what is due, here and now.

    def test_it_comes_in(send, client, work_off):
        client.post("/registers/…/bring/")
        work_off()

A browser's test that waits for work asks for `worker`: one that works beside its pages.
"""

from collections.abc import Callable, Iterator
from threading import Event, Thread

import pytest

from amparo.foundation.core.jobs import worker as workers


@pytest.fixture
def work_off(db) -> Callable[..., int]:
    return workers.run_due_jobs


@pytest.fixture
def worker(transactional_db) -> Iterator[None]:
    stopping = Event()
    hand = Thread(target=workers.Worker(stopping=stopping).work, daemon=True)
    hand.start()
    yield
    stopping.set()
    hand.join(timeout=10)
