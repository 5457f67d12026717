"""The gunicorn arbiter that also keeps background workers running, and gunicorn's logger."""

import subprocess
import sys
import time

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from amparo.foundation.core.encryption.key_locks.secret import handed_over

from ..logging import RedactingFormatter

# Who dies again and again is started again, more and more slowly.
LONGEST_RESTART_SECONDS = 30
STOP_SECONDS = 20


class WorkerProcess:
    """One worker, in a process of its own."""

    command = (sys.executable, "-m", "amparo", "worker", "--until-closed")

    def __init__(self) -> None:
        self.process: subprocess.Popen | None = None
        self.started = 0.0
        self.pause = 1.0

    def keep(self) -> None:
        """Start it, if it is not there."""
        if self.process and self.process.poll() is None:
            return
        lived = time.monotonic() - self.started
        if lived < self.pause:
            return
        self.pause = (
            1.0
            if lived > LONGEST_RESTART_SECONDS
            else min(self.pause * 2, LONGEST_RESTART_SECONDS)
        )
        self.started = time.monotonic()
        with handed_over() as (descriptors, environment):
            # It reads from us, and stops when it hears that we are gone, however we went.
            self.process = subprocess.Popen(  # noqa: S603
                self.command, stdin=subprocess.PIPE, pass_fds=descriptors, env=environment
            )

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Let it finish its slice; what it does not finish is taken up by the next one."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()


class WorkerArbiter(Arbiter):
    """gunicorn's keeper of processes, who looks after our workers too."""

    def __init__(self, app: BaseApplication, background_workers: list[WorkerProcess]) -> None:
        self.background_workers = background_workers
        super().__init__(app)

    def manage_workers(self) -> None:
        super().manage_workers()
        for worker in self.background_workers:
            worker.keep()

    def stop(self, graceful: bool = True) -> None:
        background_workers, self.background_workers = self.background_workers, []
        for worker in background_workers:
            worker.stop()
        super().stop(graceful)
        until = time.monotonic() + STOP_SECONDS
        for worker in background_workers:
            worker.wait(until)


class RedactingLogger(Logger):
    """Gunicorn's own, which would write down what a broken request held."""

    def setup(self, cfg) -> None:
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(RedactingFormatter())
