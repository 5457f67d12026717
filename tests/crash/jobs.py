"""Workers are killed in mid-job, hundreds of times: is a job lost, is an effect doubled?

    python -m tests.crash.jobs --rounds 500

Real processes in a house of their own, on SQLite or on the PostgreSQL of DATABASE_URL. Each round
hits a worker that holds a job: most are killed (SIGKILL), every fourth is frozen (SIGSTOP) until
its lease has long ended, and thawed: it wakes as one who does not know that time has passed.
At the end the same is done to work without its lease's word: if nothing is doubled there, we would
not see it elsewhere either.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).parents[2]
LEASE = 1.2
WORKERS = 3
JOBS_A_ROUND = 4
FREEZES_EVERY = 4
PATIENCE = 60
ROUNDS_UNGUARDED = 2


@dataclass
class Figures:
    """What came of it."""

    database: str
    rounds: int = 0
    killed: int = 0
    frozen: int = 0
    jobs: int = 0
    taken_over: int = 0
    lost: int = 0
    doubled: int = 0
    doubled_unguarded: int = 0
    dead: int = 0
    seconds: float = 0


def kill_workers(*, rounds: int, url: str = "", seed: int = 0) -> Figures:
    """Kill in a new house, and count."""
    with tempfile.TemporaryDirectory(prefix="amparo-kill-") as home:
        address = _new_database(url)
        env = os.environ | {
            "AMPARO_HOME": home,
            "DATABASE_URL": address,
            "AMPARO_JOB_LEASE_SECONDS": str(LEASE),
            "DJANGO_SETTINGS_MODULE": "amparo.site.settings",
            "PYTHONPATH": str(ROOT),
        }
        words = ["--here", "--rounds", str(rounds), "--seed", str(seed)]
        try:
            told = subprocess.run(
                [sys.executable, "-W", "ignore", "-m", "tests.crash.jobs", *words],
                env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
            )  # fmt: skip
        finally:
            _drop_database(url, address)
    return Figures(**json.loads(told.stdout.splitlines()[-1]))


def _new_database(url: str) -> str:
    if not url:
        return ""
    name = f"killing_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _drop_database(url: str, address: str) -> None:
    if url:
        with psycopg.connect(url, autocommit=True) as server:
            name = urlsplit(address).path.strip("/")
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


class Killer:
    """Asks for work, keeps workers, and kills them."""

    def __init__(self, seed: int):
        from django.db import connection

        from tests.crash import tasks

        self.work = tasks
        self.dice = random.Random(seed)
        self.workers: set[int] = set()
        self.asked = 0
        self.figures = Figures(connection.vendor)

    def run(self, rounds: int) -> Figures:
        began = time.monotonic()
        self.work.lay_table()
        while len(self.workers) < WORKERS:
            self._hire()
        try:
            for number in range(rounds):
                self._ask(self.work.at_once, self.work.in_slices)
                freeze = number % FREEZES_EVERY == 1
                self._strike(freeze=freeze)
                self.figures.killed += not freeze
                self.figures.frozen += freeze
            self._wait_until_all_is_done()
            self._count()
            for _ in range(ROUNDS_UNGUARDED):
                self._ask(self.work.unguarded)
                self._strike(freeze=True)
            self._wait_until_all_is_done()
            self.figures.doubled_unguarded = self._doubled() - self.figures.doubled
        finally:
            for pid in self.workers:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
        self.figures.rounds = rounds
        self.figures.seconds = round(time.monotonic() - began, 1)
        return self.figures

    def _hire(self) -> None:
        """A worker in a process of its own, which has read its books already."""
        from django.core.management import call_command
        from django.db import connections

        connections.close_all()
        pid = os.fork()
        if pid:
            self.workers.add(pid)
            return
        try:
            call_command("worker")
        finally:
            os._exit(0)

    def _ask(self, *tasks) -> None:
        for _ in range(JOBS_A_ROUND):
            self.asked += 1
            self.dice.choice(tasks).enqueue(self.asked)

    def _strike(self, *, freeze: bool) -> None:
        """Hit one that holds a job, at any moment of its work."""
        pid = self._one_who_holds_a_job()
        time.sleep(self.dice.uniform(0, 0.08))
        if freeze:
            os.kill(pid, signal.SIGSTOP)
            time.sleep(LEASE * 2)
            os.kill(pid, signal.SIGCONT)
            return
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.workers.remove(pid)
        self._hire()

    def _one_who_holds_a_job(self) -> int:
        from amparo.foundation.core.models import Job

        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            # One whom bad luck has met twice is left alone, else it would rightly be given up.
            held = Job.objects.running().filter(failures__lt=3).values_list("worker", flat=True)
            pids = {int(name.split(":")[1]) for name in held} & self.workers
            if pids:
                return self.dice.choice(sorted(pids))
            time.sleep(0.01)
        raise TimeoutError("Nobody took a job.")

    def _wait_until_all_is_done(self) -> None:
        from amparo.foundation.core.models import Job

        until = time.monotonic() + PATIENCE
        while Job.objects.unfinished().exists() and time.monotonic() < until:
            time.sleep(0.1)

    def _count(self) -> None:
        from amparo.foundation.core.models import Job

        jobs = [job for job in Job.objects.all() if job.task.startswith("killed-")]
        steps = Counter(job for job, _step in self._effects())
        whole = sum(
            job.state == Job.State.DONE
            and steps[job.args[0]] == self.work.effects_wanted(job.task)
            for job in jobs
        )
        self.figures.jobs = self.asked
        self.figures.lost = self.asked - whole
        self.figures.doubled = self._doubled()
        self.figures.taken_over = sum(job.attempt > 1 for job in jobs)
        self.figures.dead = sum(job.state == Job.State.DEAD for job in jobs)

    def _doubled(self) -> int:
        return sum(count - 1 for count in self._effects().values())

    def _effects(self) -> Counter:
        """Each effect, and how often it is there."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT job, step FROM effects")
            return Counter(cursor.fetchall())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.here:
        figures = _kill_here(said.rounds, said.seed)
    else:
        url = os.environ.get("DATABASE_URL", "")
        figures = kill_workers(rounds=said.rounds, url=url, seed=said.seed)
    sys.stdout.write(f"{json.dumps(asdict(figures))}\n")
    return 0


def _kill_here(rounds: int, seed: int) -> Figures:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return Killer(seed).run(rounds)


if __name__ == "__main__":
    sys.exit(main())
