"""A real disk is filled under an installation that serves: files are read all the same.

What `make check` tries with a disk that only says that it is full is tried here with one that is.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from benchmarks.evidence.runners import free_port
from tests.crash.web import TOKEN, Served
from tests.support.installations import open_file

RESERVE = 8 * 1024 * 1024
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
cast, cookies = Cast(), {}
case = cast.case
for name in ("caseworker", "stranger"):
    client = Client()
    client.force_login(getattr(cast, name))
    cookies[name] = client.cookies[settings.SESSION_COOKIE_NAME].OutputString().split(";")[0]
print(json.dumps({
    "case": f"/cases/{case.ref}/", "number": case.number, "cookies": cookies,
    "form": settings.CSRF_COOKIE_NAME,
}))
"""
COUNT = """
import json, django
django.setup()
from amparo.foundation.core.models import AuditEntry
from amparo.pillars.assistance.cases.models import Note
print(json.dumps({
    "seen": AuditEntry.objects.filter(event="case.seen").count(),
    "emergencies": AuditEntry.objects.filter(event="emergency.opened").count(),
    "notes": Note.objects.count(),
}))
"""
UNDER_WAY = """
import django
django.setup()
from amparo.foundation.core.models import Job
print(Job.objects.unfinished().count())
"""


class FullDiskInstallation(Served):
    """A house on a small disk, and two colleagues: one whose case it is, one a stranger to it."""

    def furnish(self) -> None:
        self.run("-m", "amparo", "migrate", "--verbosity", "0")
        self.connection = json.loads(self.run("-c", FURNISH))

    def ask(self, who: str, path: str, sent: dict | None = None) -> tuple[int, str]:
        cookie = f"{self.connection['cookies'][who]}; {self.connection['form']}={TOKEN}"
        headers, body = {"Cookie": cookie, "Accept-Language": "en"}, None
        if sent is not None:
            body = urlencode(sent | {"csrfmiddlewaretoken": TOKEN})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line = HTTPConnection("localhost", self.port, timeout=30)
        try:
            line.request("GET" if sent is None else "POST", path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()

    def wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if self.ask("caseworker", "/alive/")[0] == 204:
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError("This Amparo site does not answer.")

    def wait_for_jobs(self) -> None:
        """What a first start sets in motion is written: a job under way may fill a disk, too."""
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            if int(self.run("-c", UNDER_WAY)) == 0:
                return
        raise AssertionError("The jobs of the first start do not end.")

    def count(self) -> dict:
        return json.loads(self.run("-c", COUNT))


@contextmanager
def filled(place: Path) -> Iterator[None]:
    """Somebody else's file takes whatever room is left."""
    other = place / "somebody-elses"
    with other.open("wb") as file:
        try:
            while True:
                os.write(file.fileno(), bytes(4096))
        except OSError:
            pass
    try:
        yield
    finally:
        other.unlink()


@pytest.mark.timeout(300)
def test_files_are_read_and_opened_in_an_emergency_while_a_real_disk_is_full(own_disk):
    house = FullDiskInstallation(own_disk / "home", free_port(), more={"AMPARO_RESERVE_MB": "8"})
    house.furnish()
    house.open()
    try:
        house.wait()
        reserve = house.home / "amparo.sqlite3.reserve"
        assert reserve.stat().st_size == RESERVE
        assert reserve.stat().st_blocks * 512 >= RESERVE
        case, note = house.connection["case"], house.connection["case"] + "notes/new/"
        assert house.ask("caseworker", case)[0] == 200
        house.wait_for_jobs()
        before = house.count()
        sent = {"once": str(uuid4()), "kind": "note", "text": "She slept well."}
        with filled(own_disk):
            for _again in range(30):
                assert house.ask("caseworker", case)[0] == 200
            assert 0 < reserve.stat().st_size < RESERVE
            status, page = house.ask("caseworker", note, sent)
            assert (status, "The disk is full" in page) == (503, True)
            assert house.ask("stranger", case)[0] == 404
            why = {
                "number": house.connection["number"],
                "reason": "danger",
                "text": "She is here",
            }
            assert house.ask("stranger", "/emergencies/new/", why)[0] == 303
            assert house.ask("stranger", case)[0] == 200
            during = house.count()
            assert during["seen"] - before["seen"] == 31
            assert (during["emergencies"], during["notes"]) == (1, before["notes"])
        assert house.ask("caseworker", note, sent)[0] == 303
        assert reserve.stat().st_size == RESERVE
        assert house.count()["notes"] == before["notes"] + 1
        kept = open_file(house.home)
        assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kept.close()
    finally:
        house.close()
