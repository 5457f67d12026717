"""A pool of processes that read and score beside ours, where a register is large.

They work on what they are handed, decrypted, and write nothing down; they ask no database,
decrypt nothing, and end with us.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from threading import Thread
from types import TracebackType

MAX_PROCESSES = 4
# What may wait, done or to be done, so that memory does not fill with either.
MAX_WAITING = 4


class ProcessPool:
    """As many as there are cores; none where the work is small, and it is done here."""

    def __init__(self, *, wanted: bool):
        count = min(MAX_PROCESSES, os.cpu_count() or 1)
        self._pool = (
            ProcessPoolExecutor(count, get_context("spawn"), initializer=_end_with_our_parent)
            if wanted
            else None
        )

    def __enter__(self) -> "ProcessPool":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def ask[**Told, Answer](
        self, work: Callable[Told, Answer], *told: Told.args, **more: Told.kwargs
    ) -> "Future[Answer]":
        """The answer, that is made beside what we go on with."""
        if self._pool:
            return self._pool.submit(work, *told, **more)
        done: Future[Answer] = Future()
        done.set_result(work(*told, **more))
        return done

    def each[Told, Answer](
        self, work: Callable[[Told], Answer], told: Iterable[Told]
    ) -> Iterator[Answer]:
        """Answer after answer, in order, with a few under way."""
        waiting: deque[Future[Answer]] = deque()
        for one in told:
            waiting.append(self.ask(work, one))
            if len(waiting) > MAX_WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _end_with_our_parent() -> None:
    """Whatever ends whoever asked, nothing that was opened outlives it."""
    Thread(target=_wait_for_its_end, daemon=True).start()


def _wait_for_its_end() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)
