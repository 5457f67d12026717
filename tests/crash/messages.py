"""Workers are killed while they hand texts over: is a text lost, does one reach somebody twice?

    python -m tests.crash.messages --rounds 100

As in `tests.crash.jobs`, with real processes in a house of their own. Most strikes hit between the
moment in which a text lies with its provider and the one in which that is noted. At the end the
same is done with a provider that knows no keys: if nothing is doubled there, we would not see it.
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
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

from tests.crash.jobs import LEASE, ROOT, Figures, Killer, _drop_database, _new_database

TEXTS_A_ROUND = 3
# It answers late: most strikes hit when the text lies there and nobody has noted it.
BEFORE, AFTER = 0.02, 0.25
ROUNDS_WITHOUT_KEYS = 4


def kill_while_texting(*, rounds: int, url: str = "", seed: int = 0) -> Figures:
    """Kill in a new house, and count what lies in the folder of texts."""
    with tempfile.TemporaryDirectory(prefix="amparo-texts-") as home:
        address = _new_database(url)
        env = os.environ | {
            "AMPARO_HOME": home, "DATABASE_URL": address, "AMPARO_JOB_LEASE_SECONDS": str(LEASE),
            "AMPARO_SMS_PROVIDER": f"file:{home}/texts", "AMPARO_SMS_HOURS": "00:00-00:00",
            "AMPARO_SMS_DAILY_LIMIT": "100000", "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "amparo.site.settings",
        }  # fmt: skip
        words = ["--here", "--rounds", str(rounds), "--seed", str(seed)]
        try:
            told = subprocess.run(
                [sys.executable, "-W", "ignore", "-m", "tests.crash.messages", *words],
                env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
            )  # fmt: skip
        finally:
            _drop_database(url, address)
    return Figures(**json.loads(told.stdout.splitlines()[-1]))


class Texts:
    """In place of other work: Rosa is written to, by workers whose provider takes its time."""

    def __init__(self, folder: Path):
        from amparo.foundation.core.models import Job
        from tests.support.cast import Cast
        from tests.support.sample_data.people import queue_message

        self.folder, self.knows_keys, self.wrote = folder, True, []
        self.cast = Cast()
        # She agrees, and that is all: what is written for another day is not waited for.
        queue_message(self.cast.rosa, self.cast.caseworker)
        Job.objects.all().delete()
        self._slow_down()

    def lay_table(self) -> None:
        """They lie in the house's own tables."""

    def _slow_down(self) -> None:
        from amparo.foundation.people.messaging import delivery, providers

        work = self

        class Slow(providers.Folder):
            def send(self, text):
                time.sleep(BEFORE)
                if work.knows_keys:
                    known_as = super().send(text)
                else:
                    known_as = str(uuid4())
                    self._write(self.path / f"{text.key}+{known_as}.json", b"{}")
                time.sleep(AFTER)
                return known_as

        delivery.provider = lambda: Slow(str(self.folder))

    def write(self) -> None:
        from amparo.foundation.people.messaging.recipients import recipient_for
        from amparo.foundation.people.messaging.templates import MessageDraft
        from amparo.foundation.people.models import Message

        rosa, by = self.cast.rosa, self.cast.caseworker
        message = Message.queue(
            rosa, MessageDraft("call"), way=recipient_for(rosa), by=by, office=by.office
        )
        self.wrote.append(message.ref)

    def stored(self) -> Counter:
        """Each text in the folder, and how often it is there."""
        return Counter(path.stem.partition("+")[0] for path in self.folder.glob("*.json"))


class TextKiller(Killer):
    """Writes texts instead of asking for made-up work."""

    def __init__(self, seed: int):
        from django.conf import settings

        super().__init__(seed)
        self.work = Texts(Path(settings.AMPARO_SMS_PROVIDER.partition(":")[2]))  # type: ignore[assignment]

    def run(self, rounds: int) -> Figures:
        began = time.monotonic()
        try:
            self._kill(rounds, keys=True)
            self._count()
            self._kill(ROUNDS_WITHOUT_KEYS, keys=False)
            self.figures.doubled_unguarded = self._doubled() - self.figures.doubled
        finally:
            self._let_all_go()
        self.figures.rounds = rounds
        self.figures.seconds = round(time.monotonic() - began, 1)
        return self.figures

    def _kill(self, rounds: int, *, keys: bool) -> None:
        """Workers are hired anew, so that all of them know keys, or none does."""
        self._let_all_go()
        self.work.knows_keys = keys
        for _ in range(3):
            self._hire()
        for number in range(rounds):
            for _ in range(TEXTS_A_ROUND):
                self.asked += 1
                self.work.write()
            freeze = number % 4 == 1 or not keys
            self._strike_while_handing_over(freeze=freeze)
            if keys:
                self.figures.killed += not freeze
                self.figures.frozen += freeze
        self._wait_until_all_is_done()

    def _strike_while_handing_over(self, *, freeze: bool) -> None:
        time.sleep(self.dice.uniform(0, AFTER / 2))
        self._strike(freeze=freeze)

    def _let_all_go(self) -> None:
        for pid in self.workers:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        self.workers.clear()

    def _count(self) -> None:
        from amparo.foundation.people.models import Message, MessageStatusChange

        stored = self.work.stored()
        noted = MessageStatusChange.objects.filter(what="handed", message__ref__in=self.work.wrote)
        handed = set(map(str, noted.values_list("message__ref", flat=True)))
        wrote = set(map(str, self.work.wrote))
        self.figures.jobs = len(wrote)
        self.figures.lost = len(wrote - (handed & set(stored)))
        self.figures.doubled = self._doubled() + noted.count() - len(handed)
        taken = Message.objects.filter(ref__in=self.work.wrote, status_changes__what="taken")
        self.figures.taken_over = taken.filter(status_changes__number=2).distinct().count()

    def _doubled(self) -> int:
        return sum(count - 1 for count in self.work.stored().values())


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
        figures = kill_while_texting(rounds=said.rounds, url=url, seed=said.seed)
    sys.stdout.write(f"{json.dumps(asdict(figures))}\n")
    return 0


def _kill_here(rounds: int, seed: int) -> Figures:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return TextKiller(seed).run(rounds)


if __name__ == "__main__":
    sys.exit(main())
