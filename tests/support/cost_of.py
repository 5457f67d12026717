"""Runs a command and writes down what it cost: `cost_of.py FILE COMMAND…`, on any Python.

Counted are seconds by the clock, and the processor seconds of the command and of everything that
it started: orphans (a browser's helpers, a server left behind) are adopted and counted as well,
where the system lets a process adopt them (Linux). Its exit code is the command's.
"""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

SET_CHILD_SUBREAPER = 36  # Linux, prctl(2)
PATIENCE = 10  # seconds that orphans have to end by themselves


def main(arguments: list[str]) -> int:
    path, *command = arguments
    _adopt_orphans()
    began = time.monotonic()
    process = subprocess.Popen(command)
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: process.terminate())
    code = process.wait()
    _wait_for_orphans()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = {
        "seconds": round(time.monotonic() - began, 1),
        "core_seconds": round(spent.ru_utime + spent.ru_stime, 1),
        "code": code,
    }
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(json.dumps(cost) + "\n")
    return code if code >= 0 else 128 - code


def _adopt_orphans() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wait_for_orphans() -> None:
    until = time.monotonic() + PATIENCE
    with suppress(ChildProcessError):  # nobody is left
        while True:
            pid, _status = os.waitpid(-1, os.WNOHANG)
            if pid == 0 and time.monotonic() > until:
                _end_orphans()
            time.sleep(0.05 if pid == 0 else 0)


def _end_orphans() -> None:
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    for pid in path.read_text().split() if path.exists() else ():
        with suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
