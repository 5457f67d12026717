"""Work that takes longer than somebody waits: done beside the pages, in the same process.

A backend of Django's Tasks. What it runs must be safe to begin again: a job that a killed process
left half done is taken up where its own records say it stopped.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.db import close_old_connections, connection, transaction
from django.tasks.backends.immediate import ImmediateBackend

_threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="amparo-job")


class ThreadBackend(ImmediateBackend):
    """One thread, one job at a time: SQLite has one writer, and pages come first."""

    supports_async_task = False

    def _execute_task(self, task_result):
        transaction.on_commit(partial(_threads.submit, self._in_thread, task_result))

    def _in_thread(self, task_result):
        close_old_connections()
        try:
            super()._execute_task(task_result)  # type: ignore[misc]
        finally:
            connection.close()
