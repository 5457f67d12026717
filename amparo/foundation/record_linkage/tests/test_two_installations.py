"""Two installations, each with its own database and key ring, link over exchanged files."""

import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from amparo.foundation.core.encryption.key_ring import FileKeyRing
from amparo.foundation.record_linkage import set_intersection
from tests.support import template_database
from tests.support.installations import keys_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not set_intersection.is_installed(),
        reason="openmined-psi is not installed: make install-linkage",
    ),
]
ROSA = {
    "given_names": "Rosa", "family_names": "Quispe", "sex": "female", "born": "1992-03-14",
    "document": "BO-471122", "agrees": True,
}  # fmt: skip
ROSA_THERE = ROSA | {"family_names": "Kispe Mamani", "document": "P 998877"}
LUZ = ROSA | {"given_names": "Luz", "born": "1980-02-03", "document": "X1234567"}
AMAL = {
    "given_names": "Amal", "family_names": "Haddad", "sex": "female", "born": "1975-01-01",
    "document": "LB 555 111", "agrees": True,
}  # fmt: skip
UNTIL = (date.today() + timedelta(days=60)).isoformat()  # noqa: DTZ011 - a day or two matter not


class InstallationProcess:
    """A process that is told what to do."""

    def __init__(self, home: Path):
        home.mkdir()
        with keys_of(home):
            FileKeyRing().make()
            template_database.copy_file(home / "amparo.sqlite3")
        self.home = home
        self._process = subprocess.Popen(
            [sys.executable, "-m", "amparo.foundation.record_linkage.tests.installation_process"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=os.environ
            | {"AMPARO_HOME": str(home), "DATABASE_URL": "",
               "DJANGO_SETTINGS_MODULE": "amparo.site.settings"},
        )  # fmt: skip

    def __call__(self, do: str, **told):
        self._process.stdin.write(json.dumps({"do": do} | told) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "refused" in answer:
            raise RuntimeError(f"{answer['kind']}: {answer['refused']}")
        return answer["said"]

    def linkage(self, *words: object) -> str:
        action, *more = map(str, words)
        return self("linkage", words=[action, *more, "--by", "data@example.org"])

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def installations(tmp_path, db):
    """Copies of an empty installation, migrated: migrating two takes minutes."""
    if connection.vendor != "sqlite":
        pytest.skip("Each has a file of its own: on SQLite.")
    found = [InstallationProcess(tmp_path / name) for name in ("one", "two")]
    yield found
    for each in found:
        each.close()


def test_two_installations_learn_whom_both_know_and_nobody_else(installations, tmp_path):
    one, two = installations
    one("furnish", partner="Them", people=[ROSA, LUZ, AMAL])
    two("furnish", partner="Those", people=[ROSA_THERE, AMAL | {"agrees": False}])
    file = {name: tmp_path / name for name in ("ours", "theirs", "1", "2", "3", "4")}
    agree(one, two, file)

    ref = re.search(r"[0-9a-f-]{36}", one.linkage("list"))[0]
    with pytest.raises(RuntimeError, match="CommandError: This agreement is not in force"):
        two.linkage("set-up", ref, "--into", file["1"])
    assert not file["1"].exists()
    number = one("number_to_read"), two("number_to_read")
    with pytest.raises(RuntimeError, match="Refusal: This is not the number"):
        one("start", number=number[0])
    one("start", number=number[1])
    two("start", number=number[0])

    two.linkage("set-up", ref, "--into", file["1"])
    one.linkage("ask", file["1"], "--into", file["2"])
    two.linkage("answer", file["2"], "--into", file["3"])
    assert "1 of ours they know too" in one.linkage("read", file["3"], "--into", file["4"])
    assert "1 of ours they know too" in two.linkage("take", file["4"])

    known = one("known_too")
    assert known == two("known_too"), "Both speak of the same person under the same pseudonym."
    assert list(known) == ["Rosa"], "Amal agreed in one alone; Luz is known to one alone."
    assert one("kept") == two("kept") == 0
    assert file["4"].stat().st_mode & 0o777 == 0o600

    with pytest.raises(RuntimeError, match="used already"):
        two.linkage("answer", file["2"], "--into", tmp_path / "again")
    two.linkage("end", ref)
    with pytest.raises(RuntimeError, match="not in force"):
        two.linkage("set-up", ref, "--into", tmp_path / "again")
    assert not (tmp_path / "again").exists()


def agree(one: InstallationProcess, two: InstallationProcess, file: dict[str, Path]) -> None:
    one.linkage(
        "propose", "--partner", "Them", "--basis", "Law 263", "--purpose", "share_services",
        "--tokens", 100, "--until", UNTIL, "--into", file["ours"],
    )  # fmt: skip
    two.linkage(
        "join", file["ours"], "--partner", "Those", "--basis", "Law 25326", "--into",
        file["theirs"],
    )  # fmt: skip
    one.linkage("join", file["theirs"])
