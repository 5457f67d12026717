"""Amparo does not start where that would be unsafe, and says in a sentence what to do."""

import os
import signal
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client

from amparo.foundation.core.encryption import secret_files
from amparo.foundation.core.encryption.key_ring import DecryptionError, FileKeyRing
from amparo.site.session_secret import find_secret, make_secret
from amparo.site.startup_checks import is_loopback_bind, refuse_faults
from tests.asvs.lint_rules import ROOT
from tests.support.nightly import rest_at_night

# Root may write anywhere: this takes that away (PR_CAPBSET_DROP, CAP_DAC_OVERRIDE).
AS_ANYBODY = "import ctypes, os, sys; ctypes.CDLL(None).prctl(24, 1, 0, 0, 0); os.execv(*%r)"
LOCK = """
import django; django.setup()
from amparo.foundation.core.refusals import Refusal
from amparo.site.startup_checks import lock_installation
from tests.support.nightly import rest_at_night
try:
    lock_installation()
except Refusal as refusal:
    print(refusal, flush=True)
else:
    print("locked", flush=True)
    input()
"""
of_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite")


@pytest.fixture
def amparo(tmp_path):
    """The `amparo` command in a home of its own, with nothing in it."""

    def run(*words, as_anybody=False, **told):
        command = [sys.executable, "-W", "ignore", "-m", "amparo", *words]
        if as_anybody:
            command = [sys.executable, "-c", AS_ANYBODY % ((sys.executable, command),)]
        plain = {name: value for name, value in os.environ.items() if "AMPARO" not in name}
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, capture_output=True, text=True, check=False,
            env=plain | {"AMPARO_HOME": str(tmp_path / "home"), "DATABASE_URL": "", **told},
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        assert ".py:" not in done.stderr, done.stderr
        return done

    return run


# A demo


@pytest.mark.parametrize(
    ("bind", "is_here"),
    [
        ("127.0.0.1:8000", True), ("[::1]:8000", True), ("localhost:8000", True),
        ("127.8.0.1:8000", True), ("tcp://127.0.0.1:8000", True),
        ("0.0.0.0:8109", False), ("[::]:8000", False), (":8000", False), ("", False),
        ("192.168.1.7:8000", False), ("amparo.lan:8000", False), ("unix:/run/amparo", False),
        ("fd://3", False), ("[::ffff:192.168.1.7]:80", False), ("127.0.0.1.example.org:80", False),
    ],
)  # fmt: skip
def test_what_only_this_machine_reaches(bind, is_here):
    assert is_loopback_bind(bind) is is_here


@pytest.mark.nightly
def test_a_demo_is_not_served_to_a_network(amparo):
    told = {"AMPARO_DEMO": "1"}
    wide = amparo("serve", "--bind", "127.0.0.1:8000", "--bind", "0.0.0.0:8109", **told)
    assert wide.returncode == 1
    assert "never at 0.0.0.0:8109" in wide.stderr
    named = amparo("serve", AMPARO_HOSTS="localhost,amparo.lan", **told)
    assert named.returncode == 1
    assert "names amparo.lan" in named.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    "told",
    [
        {"REMOTE_ADDR": "192.168.1.7"}, {"REMOTE_ADDR": ""}, {"REMOTE_ADDR": "fe80::7"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1, 203.0.113.9"}, {"HTTP_X_REAL_IP": "203.0.113.9"},
        {"HTTP_FORWARDED": "for=203.0.113.9"},
    ],
)  # fmt: skip
def test_a_demo_answers_its_own_machine_alone_whatever_serves_it(settings, told):
    assert Client(headers={"accept-language": "en"}, **told).get("/sign-in/").status_code == 200
    settings.DEMO = True
    answer = Client(headers={"accept-language": "en"}, **told).get("/sign-in/")
    assert answer.status_code == 403
    assert "only on the machine" in answer.text
    assert settings.DEMO_PASSWORD not in answer.text
    assert Client().get("/sign-in/").status_code == 200


# Secrets


@pytest.mark.parametrize("kept", [b"", b"\n", b"ab" * 20, b"no hexadecimal", b"\0" * 64, b"\xff"])
def test_a_damaged_secret_is_used_for_nothing(tmp_path, kept):
    path = tmp_path / "keys" / "secret"
    path.parent.mkdir()
    path.write_bytes(kept)
    found = find_secret(path, "", [])
    assert found.key == ""
    assert "empty or damaged" in found.fault
    assert "amparo keys secret" in found.fault
    assert path.read_bytes() == kept


@pytest.mark.parametrize("holds", ["keys/ring", "amparo.sqlite3", "files/ab/paper"])
def test_a_missing_secret_is_made_anew_only_where_nothing_is_kept_yet(tmp_path, holds):
    path = tmp_path / "keys" / "secret"
    kept = [tmp_path / "keys" / "ring", tmp_path / "files", tmp_path / "amparo.sqlite3"]
    first = find_secret(path, "", kept)
    assert (len(first.key), first.fault, first.is_new) == (64, "", True)
    assert find_secret(path, "", kept).key == first.key
    path.unlink()
    (tmp_path / holds).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / holds).write_text("something")
    assert "already holds data" in find_secret(path, "", kept).fault
    assert not path.exists()


@pytest.mark.django_db
@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
def test_a_second_machine_does_not_begin_with_a_secret_of_its_own(settings, tmp_path, request):
    """Its home is empty, and only the database knows that people are kept."""
    settings.HOME, settings.AMPARO_FAULTS = tmp_path, []
    secret = tmp_path / "keys" / "secret"
    for is_full in (False, True):
        make_secret(secret, over=True)
        settings.AMPARO_SECRET_IS_NEW = True
        if is_full:
            request.getfixturevalue("rosa")
            with pytest.raises(ImproperlyConfigured, match="already holds data"):
                refuse_faults()
        else:
            refuse_faults()
        assert secret.exists() is not is_full


@pytest.mark.parametrize(
    ("given", "is_taken"), [("ab" * 32, True), ("ab" * 8, False), ("no hex", False)]
)
def test_a_secret_from_outside_is_looked_over_too(tmp_path, given, is_taken):
    found = find_secret(tmp_path / "keys" / "secret", given, [])
    assert bool(found.key) is is_taken
    assert ("AMPARO_SECRET_KEY" in found.fault) is not is_taken


def test_a_secret_has_its_name_only_once_it_is_on_the_disk(tmp_path, monkeypatch):
    path = tmp_path / "keys" / "secret"
    make_secret(path, over=False)
    before, done = path.read_text(), []
    for name in ("fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *args, name=name, real=real: (
            done.append((name, path.read_text() == before)), real(*args)
        ))  # fmt: skip
    assert make_secret(path, over=True)
    assert [name for name, _ in done] == ["fsync", "replace", "fsync"]
    assert [is_old for _, is_old in done[:2]] == [True, True]
    assert stat.S_IMODE(path.stat().st_mode) == 0o400


def test_a_crash_while_it_is_written_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "keys" / "secret"
    make_secret(path, over=False)
    before = path.read_text()

    def crash(_descriptor):
        raise OSError(5, "the power went")

    monkeypatch.setattr(secret_files.os, "fsync", crash)
    with pytest.raises(OSError, match="the power went"):
        make_secret(path, over=True)
    assert path.read_text() == before
    assert [each.name for each in path.parent.iterdir()] == ["secret"]


def test_of_two_that_make_the_first_one_a_single_secret_stays(tmp_path):
    path = tmp_path / "keys" / "secret"
    assert make_secret(path, over=False)
    before = path.read_text()
    assert not make_secret(path, over=False)
    assert path.read_text() == before


@pytest.mark.parametrize("kept", ["", "{", '{"root": "ab", "keys": {}, "current": "k"}', "[]"])
def test_a_damaged_ring_says_what_to_do(settings, tmp_path, kept):
    settings.AMPARO_KEY_RING_FILE = tmp_path / "keys" / "ring"
    FileKeyRing().make()
    whole = settings.AMPARO_KEY_RING_FILE.read_text()
    for text in (kept, whole[: len(whole) // 2]):
        settings.AMPARO_KEY_RING_FILE.unlink()
        settings.AMPARO_KEY_RING_FILE.write_text(text)
        with pytest.raises(DecryptionError, match=r"empty or damaged\. Put it back"):
            FileKeyRing().derive("search")


@pytest.mark.nightly
def test_every_command_says_that_the_secret_is_damaged_and_the_doctor_works(amparo, tmp_path):
    secret = tmp_path / "home" / "keys" / "secret"
    secret.parent.mkdir(parents=True)
    secret.touch()
    done = amparo("migrate")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Amparo: The secret {secret} is empty or damaged")
    looked = amparo("doctor", "startup", "keys")
    assert looked.returncode == 1
    assert f"DANGER  The secret {secret} is empty or damaged" in looked.stdout
    assert "could not be looked at" not in looked.stdout.partition("Keys")[0]
    assert amparo("keys", "secret").returncode == 0
    assert find_secret(secret, "", []).fault == ""


def test_an_empty_file_that_a_setting_names_is_no_secret(amparo, tmp_path):
    empty = tmp_path / "token"
    empty.touch()
    done = amparo("migrate", AMPARO_SMS_TOKEN_FILE=str(empty))
    assert done.returncode == 1
    assert f"AMPARO_SMS_TOKEN_FILE names {empty}" in done.stderr


# Folders


@pytest.mark.parametrize(
    ("closed", "word"),
    rest_at_night(
        [
            ("home/keys", "load_codes"),
            ("above", "migrate"),
            ("home", "migrate"),
            ("home", "serve"),
        ],
        by_day=2,
    ),
)
def test_a_folder_that_cannot_be_written_is_named(amparo, tmp_path, closed, word):
    home = tmp_path / "home"
    (home / "keys").mkdir(parents=True)
    if closed == "above":
        (home / "keys").rmdir()
        home.rmdir()
        closed = "."
    (tmp_path / closed).chmod(0o500)
    try:
        done = amparo(word, as_anybody=True)
        assert done.returncode == 1
        assert str(home) in done.stderr
        assert "cannot be" in done.stderr
    finally:
        (tmp_path / closed).chmod(0o700)


@pytest.mark.nightly
@of_sqlite
@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_database_that_cannot_be_written_is_named(empty_installation, amparo):
    told = {"AMPARO_HOME": str(empty_installation.home)}
    database = empty_installation.home / "amparo.sqlite3"
    database.chmod(0o400)
    empty_installation.home.chmod(0o500)
    try:
        for words in (["serve"], ["account", "awa@example.org", "Awa"]):
            done = amparo(*words, as_anybody=True, **told)
            assert done.returncode == 1
            assert "cannot be written by" in done.stderr
        looked = amparo("doctor", "startup", as_anybody=True, **told)
        assert "DANGER" in looked.stdout
        assert "cannot be written by" in looked.stdout
    finally:
        empty_installation.home.chmod(0o700)
        database.chmod(0o600)


# One server


def begin(home):
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", LOCK], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=os.environ | {
            "AMPARO_HOME": str(home), "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "amparo.site.settings",
        },
    )  # fmt: skip


@pytest.mark.nightly
@pytest.mark.both_databases
def test_a_second_server_on_sqlite_is_refused_until_the_first_is_gone(amparo, tmp_path):
    first = begin(tmp_path / "home")
    try:
        assert first.stdout.readline() == "locked\n"
        with begin(tmp_path / "home") as second:
            assert f"already served from {tmp_path}" in second.communicate()[0]
        assert f"process {first.pid} serves it" in amparo("doctor", "startup").stdout
    finally:
        first.send_signal(signal.SIGKILL)
        first.communicate()
    with begin(tmp_path / "home") as third:
        assert third.communicate("\n")[0] == "locked\n"


@of_sqlite
@pytest.mark.nightly
@pytest.mark.django_db
@pytest.mark.both_databases
def test_serve_asks_for_that_lock(empty_installation, amparo):
    first = begin(empty_installation.home)
    try:
        assert first.stdout.readline() == "locked\n"
        second = amparo("serve", "--port", "8437", AMPARO_HOME=str(empty_installation.home))
        assert second.returncode == 1
        assert "already served" in second.stderr
    finally:
        first.kill()
        first.communicate()
