"""V13: what a house is told when it starts: no secret of ours, and nothing for curious eyes."""

import os
import re
import stat
import subprocess
import sys

import pytest

from tests.asvs.lint_rules import ROOT, findings

# Where a connection to another machine can begin. All but the HTTP client are given one address by
# whoever runs the installation, or connect to this machine alone.
WAYS_OUT = [
    "amparo/foundation/core/encryption/s3_storage.py",  # AMPARO_FILE_STORAGE_URL
    "amparo/foundation/core/files/virus_scanner.py",  # AMPARO_CLAMD
    "amparo/foundation/core/http_client.py",  # the one way to ask others, on its allow-list
    "amparo/foundation/core/jobs/worker.py",  # its own name
    "amparo/ops/local_network/host.py",  # under which addresses it is reached
    "amparo/ops/management/commands/serve.py",  # whether a port is free
]
TELL = "from django.conf import settings; print(settings.SECRET_KEY, settings.DEBUG)"


@pytest.fixture
def start(tmp_path):
    """Start a house with these words in its environment: what it says, or why it does not."""

    def start(home="home", **told):
        return subprocess.run(
            [sys.executable, "-c", TELL],
            env={
                "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT),
                "DJANGO_SETTINGS_MODULE": "amparo.site.settings",
                "AMPARO_HOME": str(tmp_path / home), **told,
            },
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    return start


def test_v13_2_4_there_is_no_other_way_out():
    lines = r"socket|http\.client|urllib\.request|requests(?!\.exc)|boto3|botocore|smtplib|httpx"
    begins = re.compile(rf"^(?:import|from) (?:{lines})\b", re.MULTILINE)
    ways = [
        str(path.relative_to(ROOT))
        for path in (*ROOT.glob("amparo/**/*.py"), *ROOT.glob("amparo_xforms/**/*.py"))
        if "tests" not in path.parts and begins.search(path.read_text())
    ]  # fmt: skip
    assert sorted(ways) == sorted(WAYS_OUT)


def test_v13_3_1_every_installation_makes_a_secret_of_its_own(start, tmp_path):
    first, again, other = start("a"), start("a"), start("b")
    assert first.stdout == again.stdout
    assert first.stdout != other.stdout
    assert len(first.stdout.split()[0]) == 64
    kept = tmp_path / "a" / "keys" / "secret"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o400
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_v13_3_1_a_secret_may_come_from_the_outside_and_is_then_kept_nowhere(start, tmp_path):
    assert start("c", AMPARO_SECRET_KEY="ab" * 32).stdout.startswith("ab" * 32)
    assert not (tmp_path / "c" / "keys" / "secret").exists()


def test_v13_3_1_no_secret_stands_in_the_code():
    """But for the demo's, which all may know, and two names that only sound like one."""
    assert findings("S105", "S106", "S107") == [
        "site/accounts/views/sign_in.py S105", "site/accounts/views/two_factor.py S105",
        "site/settings.py S105",
    ]  # fmt: skip
    assert findings("S105", "S106", "S107", where=ROOT / "amparo_xforms") == []


def test_v13_3_1_nothing_that_opens_anything_is_kept_with_the_code():
    kept = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert kept
    assert [each for each in kept if each.startswith("var/")
            or each.endswith((".key", ".p12", ".pem", ".pfx", ".env"))] == []  # fmt: skip


@pytest.mark.parametrize(
    "told", [{"AMPARO_ENV": "production"}, {"AMPARO_HTTPS": "1"}, {"AMPARO_HOSTS": "amparo.lan"}],
    ids=lambda told: next(iter(told)),
)  # fmt: skip
def test_v13_4_2_where_people_work_nobody_can_look_behind_an_error(start, told):
    answer = start(AMPARO_DEBUG="1", **told)
    assert answer.returncode != 0
    assert "AMPARO_DEBUG" in answer.stderr


def test_v13_4_2_unless_it_is_asked_for_nobody_does(start):
    assert start().stdout.split()[1] == "False"
    assert start(AMPARO_DEBUG="1").stdout.split()[1] == "True"
