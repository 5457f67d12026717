"""The worker is killed twice while a broadcast leaves: does somebody get two, or nothing?

    python -m tests.crash.broadcasts --subscribers 3000

A real worker in a house of its own, on SQLite or on the PostgreSQL of DATABASE_URL. It is killed
(SIGKILL) after some batches, twice; the second time between a file that lies in the folder and the
note of it. In between, subscribers whose turn has not come answer STOP. At the end each number
that did not must lie in the folder once, and none that did. The same with a folder that forgets
its keys must show doubles: if none are seen there, we would not see them at all.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.crash.jobs import LEASE, ROOT, _drop_database, _new_database

PATIENCE = 300
KILLS = 2
STOPS = 25


@dataclass
class Figures:
    """What came of it."""

    subscribers: int = 0
    killed: int = 0
    stopped: int = 0
    lost: int = 0
    doubled: int = 0
    after_stop: int = 0
    taken_over: int = 0
    doubled_without_keys: int = 0
    state: str = ""
    seconds: float = 0


def kill_while_broadcasting(*, subscribers: int, url: str = "") -> Figures:
    """Kill in a new house, and count what lies in the folder."""
    with tempfile.TemporaryDirectory(prefix="amparo-broadcast-") as home:
        address = _new_database(url)
        env = os.environ | {
            "AMPARO_HOME": home, "DATABASE_URL": address, "AMPARO_JOB_LEASE_SECONDS": str(LEASE),
            "AMPARO_SMS_PROVIDER": f"file:{home}/texts", "AMPARO_BROADCAST_RATE": "0",
            "AMPARO_BROADCAST_HOURS": "00:00-00:00", "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "amparo.site.settings",
        }  # fmt: skip
        words = ["--here", "--subscribers", str(subscribers)]
        try:
            told = subprocess.run(
                [sys.executable, "-W", "ignore", "-m", "tests.crash.broadcasts", *words],
                env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
            )  # fmt: skip
        finally:
            _drop_database(url, address)
    return Figures(**json.loads(told.stdout.splitlines()[-1]))


class BroadcastKiller:
    """Sends one broadcast by a worker that it kills and hires anew."""

    def __init__(self, subscribers: int, folder: Path):
        self.figures = Figures(subscribers)
        self.folder = folder
        self.stopped: set[str] = set()
        self.workers: set[int] = set()

    def run(self) -> Figures:
        from benchmarks.broadcasts import make_broadcast, subscribe_many

        began = time.monotonic()
        broadcast = make_broadcast()
        subscribe_many(self.figures.subscribers)
        broadcast.approve(by=_reader())
        try:
            self._send(broadcast)
            self._count(broadcast)
            self._forget_keys(broadcast)
        finally:
            for worker in list(self.workers):
                self._kill(worker)
        self.figures.seconds = round(time.monotonic() - began, 1)
        return self.figures

    def _send(self, broadcast) -> None:
        from amparo.pillars.advocacy.broadcasts.models import Batch

        total = self.figures.subscribers * 9 // 1000  # nine in ten by SMS, a hundred in a batch
        for kill in range(1, KILLS + 1):
            worker = self._hire()
            self._wait(lambda kill=kill: len(self._files()) >= total * kill // (KILLS + 1))
            self._kill(worker)
            self.figures.killed += 1
            self.figures.taken_over += Batch.objects.filter(state="taken").count()
            self._let_some_stop()
        worker = self._hire()
        try:
            self._wait(lambda: not broadcast.batches.left().exists())
        finally:
            self._kill(worker)

    def _let_some_stop(self) -> None:
        """The last ones of the order answer STOP: their turn comes after the next batch."""
        from amparo.foundation.people.messaging.delivery import (
            ProviderEvent,
            handle_provider_event,
        )
        from amparo.pillars.advocacy.broadcasts.models import Subscription

        rows = Subscription.objects.filter(channel="sms")
        last = rows.order_by("-language", "-time_zones", "-pk")[:STOPS]
        for each in list(last):
            number = each.address
            handle_provider_event(ProviderEvent(number=number, text="STOP", event=number))
            self.stopped.add(number)

    def _forget_keys(self, broadcast) -> None:
        """The counting itself: the same once more, in a folder that knows no keys."""
        again = _same_again(broadcast)
        for path in self._files():
            path.unlink()
        worker = self._hire(forgets_keys=True)
        self._wait(lambda: len(self._files()) >= 2)
        time.sleep(0.1)
        self._kill(worker)
        worker = self._hire(forgets_keys=True)
        try:
            self._wait(lambda: not again.batches.left().exists())
        finally:
            self._kill(worker)
        self.figures.doubled_without_keys = sum(count - 1 for count in self._got().values())

    def _kill(self, worker: int) -> None:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        self.workers.discard(worker)

    def _got(self) -> Counter:
        return Counter(
            number for path in self._files() for number in json.loads(path.read_text())["to"]
        )

    def _hire(self, *, forgets_keys: bool = False) -> int:
        """A worker in a process of its own, slow enough to be hit between a file and its note."""
        from django.db import connections

        from amparo.foundation.core.jobs.worker import Worker

        connections.close_all()
        pid = os.fork()
        if pid:
            self.workers.add(pid)
            return pid
        try:
            _slow_down(forgets_keys=forgets_keys)
            Worker("long").work()
        finally:
            os._exit(0)

    def _wait(self, is_so) -> None:
        until = time.monotonic() + PATIENCE
        while not is_so():
            if time.monotonic() > until:
                raise TimeoutError("The broadcast does not go on.")
            time.sleep(0.05)

    def _files(self) -> list[Path]:
        return list(self.folder.glob("*.json"))

    def _count(self, broadcast) -> None:
        from amparo.pillars.advocacy.broadcasts.models import Subscription

        got = self._got()
        self.figures.doubled = sum(count - 1 for count in got.values())
        self.figures.stopped = len(self.stopped)
        self.figures.after_stop = len(self.stopped & set(got))
        wanted = {each.address for each in Subscription.objects.filter(channel="sms")}
        self.figures.lost = len(wanted - set(got))
        broadcast.refresh_from_db()
        self.figures.state = broadcast.state


def _slow_down(*, forgets_keys: bool) -> None:
    """The kill hits most often when the file lies there and nobody has noted it."""
    from dataclasses import replace
    from uuid import uuid4

    from amparo.foundation.people.messaging.providers import Folder

    keep = Folder._keep_many

    def slowly(self, texts):
        keep(self, replace(texts, key=uuid4()) if forgets_keys else texts)
        time.sleep(0.4 if forgets_keys else 0.05)

    Folder._keep_many = slowly  # type: ignore[method-assign]


def _same_again(broadcast):
    """Another broadcast to the same audience, approved, to a few of one language."""
    from datetime import time as clock
    from datetime import timedelta

    from amparo.pillars.advocacy.broadcasts.models import Broadcast

    today = broadcast.office.today()
    again = Broadcast.draft(
        by=broadcast.by, office=broadcast.office, message=broadcast.message,
        topic=broadcast.topic, languages=["es"], channels=["sms"], first_day=today,
        last_day=today + timedelta(days=1), begins=clock(0), ends=clock(0),
    )  # fmt: skip
    again.submit(by=broadcast.by)
    again.approve(by=_reader())
    return again


def _reader():
    from amparo.foundation.core.models import User
    from benchmarks.broadcasts import READER

    return User.objects.get(email=READER)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscribers", type=int, default=3000)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.here:
        figures = _kill_here(said.subscribers)
    else:
        url = os.environ.get("DATABASE_URL", "")
        figures = kill_while_broadcasting(subscribers=said.subscribers, url=url)
    sys.stdout.write(f"{json.dumps(asdict(figures))}\n")
    return 0


def _kill_here(subscribers: int) -> Figures:
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    # Mails leave to nowhere, as fast as that goes.
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    settings.AMPARO_MAIL_HOST = "mail.example"
    call_command("migrate", verbosity=0)
    call_command("load_codes", verbosity=0)
    folder = Path(settings.AMPARO_SMS_PROVIDER.partition(":")[2]) / "broadcasts"
    return BroadcastKiller(subscribers, folder).run()


if __name__ == "__main__":
    sys.exit(main())
