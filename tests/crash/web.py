"""A house in processes of its own, and people who save notes into it whatever happens to it.

Each note has a key. Who gets no answer, or one that says "in a moment", sends the same note again
with the same key, as pages of the house do. What was answered "done" must be there once.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from tests.support.postgres import find_binaries, mortal

HERE = Path(__file__).parents[2]
ENOUGH = 90  # seconds after which a house that does not answer is called dead
TOKEN = "f" * 32  # of forms: the same in the cookie and in what is sent

FURNISH = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
from amparo.foundation.core.code_lists import codes
from tests.support.cast import Cast
from tests.support.fixtures import with_both_proofs
codes.load()
with_both_proofs()
cast, client, name = Cast(), Client(), settings.SESSION_COOKIE_NAME
case = cast.case
client.force_login(cast.caseworker)
print(json.dumps({
    "path": f"/cases/{case.ref}/notes/new/", "form": settings.CSRF_COOKIE_NAME,
    "cookie": f"{name}={client.cookies[name].value}",
}))
"""
LOOK = """
import json, django
django.setup()
from amparo.foundation.core.models import AuditEntry
from amparo.pillars.assistance.cases.models import Note
print(json.dumps({
    "words": [note.text for note in Note.objects.all()],
    "lines": AuditEntry.objects.filter(event="note.written").count(),
}))
"""


@dataclass
class Served:
    """A house that serves, and what is needed to speak with it."""

    home: Path
    port: int
    database: str = ""
    workers: int = 1
    connection: dict = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)  # what else its processes are told
    arguments: tuple[str, ...] = ()  # what else `amparo serve` is told
    log: Path | None = None  # where what they say is kept
    process: subprocess.Popen | None = None

    def furnish(self) -> None:
        self.run("-m", "amparo", "migrate", "--verbosity", "0")
        self.connection = json.loads(self.run("-c", FURNISH))

    def open(self) -> None:
        with Path(self.log or os.devnull).open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "amparo", "serve", "--port",
                 str(self.port), "--workers", str(self.workers), *self.arguments],
                env=self._env, cwd=HERE, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self, *, whole: bool) -> None:
        """SIGKILL: one process of the house, or all of it, which is then opened again."""
        if whole:
            self.close(signal.SIGKILL)
            self.open()
            return
        children = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        if children:
            with suppress(ProcessLookupError):
                os.kill(int(random.choice(children)), signal.SIGKILL)

    def close(self, how: int = signal.SIGTERM) -> None:
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
            self.process.wait()

    def look(self) -> dict:
        """All notes that are kept, and how many lines of the ledger say so."""
        return json.loads(self.run("-c", LOOK))

    def run(self, *arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "-W", "ignore", *arguments],
            env=self._env, cwd=HERE, check=True, stdout=subprocess.PIPE, text=True,
        ).stdout  # fmt: skip

    @property
    def _env(self) -> dict:
        ours = {"AMPARO_HOME": str(self.home), "DATABASE_URL": self.database}
        ours |= {"AMPARO_RESERVE_MB": "1"}
        ours |= {"DJANGO_SETTINGS_MODULE": "amparo.site.settings", "PYTHONPATH": str(HERE)}
        ours |= {"AMPARO_HOSTS": "localhost,127.0.0.1,[::1],testserver"}
        return os.environ | ours | self.more


@contextmanager
def serve_installation(home: Path, port: int, **more) -> Iterator[Served]:
    served = Served(home, port, **more)
    served.furnish()
    served.open()
    try:
        yield served
    finally:
        served.close(signal.SIGKILL)


class Writers:
    """People who save note after note, patiently, until they are told to stop."""

    def __init__(self, served: Served, hands: int = 4):
        self.served, self.done, self.retried = served, [], 0
        self.refused: list[int] = []
        self._stop = threading.Event()
        self._hands = [threading.Thread(target=self._write_on) for _ in range(hands)]

    def __enter__(self) -> "Writers":
        for hand in self._hands:
            hand.start()
        self.wait_for(1)
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        for hand in self._hands:
            hand.join()

    def wait_for(self, more: int) -> None:
        """Until the house has answered so often again."""
        enough, deadline = len(self.done) + more, time.monotonic() + ENOUGH
        while len(self.done) < enough:
            assert time.monotonic() < deadline, "This Amparo site does not answer any more."
            time.sleep(0.02)

    def figures(self) -> dict[str, int]:
        """What was answered "done", and what of it is missing or there twice."""
        kept = self.served.look()
        there = Counter(kept["words"])
        return {
            "acknowledged": len(self.done),
            "retried": self.retried,
            "refused": len(self.refused),
            "lost": sum(words not in there for words in self.done),
            "doubled": sum(many - 1 for many in there.values()),
            "without_a_line": abs(len(kept["words"]) - kept["lines"]),
        }

    def _write_on(self) -> None:
        while not self._stop.is_set():
            key = str(uuid4())
            if self._save({"once": key, "kind": "note", "text": f"Note {key}"}):
                self.done.append(f"Note {key}")

    def _save(self, answers: dict) -> bool:
        """Send it until somebody says that it is done."""
        deadline = time.monotonic() + ENOUGH
        while time.monotonic() < deadline:
            status = self._post(answers)
            if status == 303:
                return True
            if status not in (0, 502, 503):  # nobody would send it again after such an answer
                self.refused.append(status)
                return False
            self.retried += 1
            time.sleep(random.uniform(0.05, 0.3))
        return False

    def _post(self, answers: dict) -> int:
        connection = self.served.connection
        line = HTTPConnection("localhost", self.served.port, timeout=30)
        try:
            line.request(
                "POST", connection["path"], urlencode(answers | {"csrfmiddlewaretoken": TOKEN}),
                {"Content-Type": "application/x-www-form-urlencoded",
                 "Cookie": f"{connection['cookie']}; {connection['form']}={TOKEN}"},
            )  # fmt: skip
            return line.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            line.close()


# kill -9 of the web, at any moment, while people save: what was answered "done" is there once.


def kill_web(rounds: int, *, port: int = 8157, database: str = "") -> dict[str, int]:
    """Kill processes of a house that people save into; what became of what they saved."""
    with (
        tempfile.TemporaryDirectory(prefix="amparo-kill-") as home,
        serve_installation(Path(home), port, database=database, workers=2) as served,
    ):
        with Writers(served) as writers:
            for number in range(rounds):
                time.sleep(random.uniform(0.05, 0.6))
                served.kill(whole=number % 4 == 3)
                writers.wait_for(5)
        return {"kills": rounds, **writers.figures()}


# kill -9 of PostgreSQL, at any moment, while people save through the web.


def kill_database(rounds: int, *, port: int = 8158) -> dict[str, int]:
    """Kill the server under a house that people save into, and start it again."""
    with (
        mortal(find_binaries()) as server,
        tempfile.TemporaryDirectory(prefix="amparo-kill-") as home,
        serve_installation(Path(home), port, database=server.url, workers=2) as served,
    ):
        with Writers(served) as writers:
            for _ in range(rounds):
                time.sleep(random.uniform(0.1, 0.8))
                server.kill()
                time.sleep(random.uniform(0.1, 0.8))
                server.start()
                writers.wait_for(10)
        return {"kills": rounds, **writers.figures()}
