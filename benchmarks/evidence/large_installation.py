"""A large installation: key rotation while people work, verification, backup and restore."""

import json
import os
import re
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pyrage

from tests.crash.web import Served, Writers

BUILD = """
import json, django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from amparo.foundation.core.models import User
from amparo.pillars.assistance.models import Case
from benchmarks.country_data import Country
from tests.support.fixtures import _begin_session
from django.contrib.auth.signals import user_logged_in
user_logged_in.connect(_begin_session)
call_command("load_codes", verbosity=0)
Country({people}).build()
connection.cursor().execute("ANALYZE")
case = Case.objects.exclude(caseplans=None).select_related("owner").order_by("pk").first()
client, name = Client(), settings.SESSION_COOKIE_NAME
client.force_login(case.owner)
print(json.dumps({{
    "path": f"/cases/{{case.ref}}/notes/new/", "form": settings.CSRF_COOKIE_NAME,
    "cookie": f"{{name}}={{client.cookies[name].value}}", "case": f"/cases/{{case.ref}}/",
}}))
"""


def measure_large_installation(people: int) -> dict:
    from .runners import URL, free_port

    home = Path(os.environ["AMPARO_HOME"])
    served = Served(home / "house", free_port(), database=URL, workers=2)
    began = time.monotonic()
    served.run("-m", "amparo", "migrate", "--verbosity", "0")
    served.connection = json.loads(served.run("-c", BUILD.format(people=people)).splitlines()[-1])
    figures = {"people": people, "build minutes": _minutes(began)}
    served.open()
    try:
        figures |= _rotate(served)
    finally:
        served.close()
    return figures | _verify(served) | _back_up_and_restore(served, home)


class Readers:
    """People who open the page of a case again and again."""

    def __init__(self, served: Served, eyes: int):
        self.served, self.reads, self.errors = served, 0, 0
        self._stop = threading.Event()
        self._eyes = [threading.Thread(target=self._read_on) for _ in range(eyes)]

    def __enter__(self) -> "Readers":
        for eye in self._eyes:
            eye.start()
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        for eye in self._eyes:
            eye.join()

    def _read_on(self) -> None:
        while not self._stop.is_set():
            if self._status() == 200:
                self.reads += 1
            else:
                self.errors += 1

    def _status(self) -> int:
        told = self.served.connection
        line = HTTPConnection("localhost", self.served.port, timeout=30)
        try:
            line.request("GET", told["case"], headers={"Cookie": told["cookie"]})
            answer = line.getresponse()
            answer.read()
            return answer.status
        except (OSError, HTTPException):
            return 0
        finally:
            line.close()


def _rotate(served: Served) -> dict:
    """`amparo keys new` and `rotate`, while two write and two read."""
    with Writers(served, hands=2) as writers, Readers(served, 2) as readers:
        writers.wait_for(5)
        retried, errors = writers.retried, readers.errors  # while the server was still starting
        served.run("-m", "amparo", "keys", "new")
        began = time.monotonic()
        said = served.run("-m", "amparo", "keys", "rotate")
        minutes = _minutes(began)
        writers.wait_for(5)
    kept = set(served.look()["words"])
    return {
        "rotated": int(re.findall(r"(\d+) data keys moved", said)[-1]),
        "rotation minutes": minutes,
        "writes": len(writers.done),
        "reads": readers.reads,
        "errors": len(writers.refused) + writers.retried - retried + readers.errors - errors,
        "lost": sum(words not in kept for words in writers.done),
    }


def _verify(served: Served) -> dict:
    served.run("-m", "amparo", "audit", "seal")
    said = served.run("-m", "amparo", "audit", "verify")
    found = re.search(r"([\d,]+) lines, .*\(([\d,]+) lines a second\)", said)
    assert found
    lines, speed = found.groups()
    return {"ledger lines": _number(lines), "lines a second": _number(speed)}


def _back_up_and_restore(served: Served, home: Path) -> dict:
    identity = pyrage.x25519.Identity.generate()
    (home / "identity").write_text(str(identity))
    words = ("--to", str(home / "copies"), "--recipient", str(identity.to_public()))
    began = time.monotonic()
    served.run("-m", "amparo", "backup", *words)
    copied = _minutes(began)
    served.run("-m", "amparo", "backup", "--keys", *words)
    [backup] = (home / "copies").glob("*-data-*.age")
    [keys] = (home / "copies").glob("*-keys-*.age")
    back = Served(home / "back", 0, database=_beside(served.database))
    began = time.monotonic()
    back.run("-m", "amparo", "migrate", "--verbosity", "0")
    back.run("-m", "amparo", "restore", str(backup), "--keys", str(keys),
             "--identity", str(home / "identity"), "--verify")  # fmt: skip
    return {
        "copy MB": round(backup.stat().st_size / 1e6),
        "copy minutes": copied,
        "restore minutes": _minutes(began),
        "not restored": sorted(served.look()["words"]) != sorted(back.look()["words"]),
    }


def _beside(url: str) -> str:
    """An empty database on the same server."""
    if not url:
        return ""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE DATABASE brought_back")
    return urlunsplit(urlsplit(url)._replace(path="/brought_back"))


def _minutes(began: float) -> float:
    return round((time.monotonic() - began) / 60, 2)


def _number(said: str) -> int:
    return int(said.replace(",", ""))
