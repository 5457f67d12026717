"""What an upgrade refuses, and what it keeps away from a database that it changes."""

import subprocess
import sys
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import override

from amparo.foundation.core.refusals import Refusal
from amparo.ops import cli
from amparo.ops.upgrade import database_version, lock, plan, sqlite
from amparo.ops.upgrade.language import terminal_language

Usage = namedtuple("Usage", "total used free")
# Holds the lock of the folder that it is told, says so, and waits.
HOLDER = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(HOME=Path(sys.argv[1]), USE_I18N=False)
from amparo.ops.upgrade import lock
getattr(lock, sys.argv[2])()
print("held", flush=True)
input()
"""


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = tmp_path
    yield tmp_path
    lock.release()


@pytest.fixture
def holder(home):
    """Another process that holds the lock, as `share` or `take_alone`."""
    begun = []

    def hold(how):
        process = subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-c", HOLDER, str(home), how],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        begun.append(process)
        assert process.stdout.readline() == "held\n"
        return process

    yield hold
    for process in begun:
        process.kill()
        process.communicate()


class TestLock:
    def test_commands_run_beside_each_other(self, holder):
        holder("share")
        lock.share()
        lock.share()

    def test_an_upgrade_waits_for_no_command(self, holder):
        holder("share")
        with override("en"), pytest.raises(Refusal, match="Stop it first"):
            lock.take_alone()

    def test_no_command_begins_during_an_upgrade(self, holder):
        process = holder("take_alone")
        with override("en"), pytest.raises(Refusal, match=f"process {process.pid}"):
            lock.share()

    def test_a_killed_upgrade_holds_nothing(self, holder):
        process = holder("take_alone")
        process.kill()
        process.wait()
        lock.take_alone()
        assert lock.lock_file().exists()


class TestLanguage:
    @pytest.mark.parametrize(
        ("environment", "language"),
        [
            ({"LANG": "es_BO.UTF-8"}, "es"), ({"LANG": "ar"}, "ar"), ({"LANG": "fr-FR"}, "fr"),
            ({"LANG": "es_ES", "LC_ALL": "en_US.UTF-8"}, "en"), ({"LANG": "de_DE"}, "en"),
            ({"LANG": "es_ES", "LC_ALL": ""}, "es"), ({"LANG": "C.UTF-8"}, "en"), ({}, "en"),
        ],
    )  # fmt: skip
    def test_it_is_that_of_the_terminal(self, environment, language):
        assert terminal_language(environment) == language


@pytest.mark.django_db
@pytest.mark.both_databases
class TestVersion:
    def test_this_version_is_no_newer_one(self):
        assert database_version.newer_database() == ""
        database_version.refuse_other_versions()

    def test_an_older_one_is_upgraded(self):
        MigrationRecorder(connection).record_unapplied("links", "0001_initial")
        assert database_version.newer_database() == ""
        assert ("links", "0001_initial") in plan.open_migrations()

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("en", "A newer version"), ("es", "Una versión más reciente"),
            ("fr", "Une version plus récente"), ("ar", "إصدار أحدث"),
        ],
    )  # fmt: skip
    def test_a_newer_one_is_refused(self, capsys, monkeypatch, language, words):
        MigrationRecorder(connection).record_applied("people", "0999_later")
        monkeypatch.setenv("LC_ALL", language)
        monkeypatch.setattr(cli, "_load_apps", lambda: None)
        monkeypatch.setattr(cli, "execute_from_command_line", pytest.fail)
        for command in ("load-codes", "serve", "worker", "migrate", "upgrade", "backup"):
            assert cli.main([command]) == 1
            told = capsys.readouterr().err
            assert words in told
            assert "people.0999_later" in told

    def test_the_doctor_still_looks(self, monkeypatch):
        MigrationRecorder(connection).record_applied("people", "0999_later")
        done = []
        monkeypatch.setattr(cli, "_load_apps", lambda: None)
        monkeypatch.setattr(cli, "execute_from_command_line", done.append)
        assert cli.main(["doctor"]) == 0
        assert done == [["amparo", "doctor"]]

    def test_one_that_lacks_and_knows_more_is_another_one(self):
        recorder = MigrationRecorder(connection)
        recorder.record_applied("cases", "0009_later")
        recorder.record_unapplied("links", "0001_initial")
        assert database_version.newer_database() == database_version.OTHER_MIGRATIONS


class TestRoom:
    def test_a_disk_without_room_is_told_before_anything_happens(self, tmp_path):
        with override("en"), pytest.raises(Refusal, match=r"needs 11 MB .* 5 MB are free"):
            plan.refuse_without_room(10 * plan.MEGABYTE, 5 * plan.MEGABYTE, tmp_path)
        plan.refuse_without_room(5, 5, tmp_path)

    def test_on_sqlite_it_is_that_of_the_database(self, tmp_path, monkeypatch):
        path = tmp_path / "amparo.sqlite3"
        path.write_bytes(bytes(1000))
        monkeypatch.setattr(sqlite, "database_path", lambda: path)
        monkeypatch.setattr(sqlite.shutil, "disk_usage", lambda place: Usage(9, 9, 2499))
        monkeypatch.setattr(sqlite, "alone_in", pytest.fail)
        with pytest.raises(Refusal):
            sqlite.upgrade(print)
        assert path.stat().st_size == 1000


class TestCopiesOfBefore:
    def made(self, folder: Path, days: int) -> Path:
        moment = timezone.now() - timedelta(days=days)
        path = folder / f"amparo.sqlite3.before-{moment:%Y%m%dT%H%M%SZ}"
        path.touch()
        return path

    def test_they_are_kept_for_a_week(self, tmp_path, monkeypatch):
        monkeypatch.setattr(sqlite, "database_path", lambda: tmp_path / "amparo.sqlite3")
        monkeypatch.setattr(connection, "vendor", "sqlite")
        old = self.made(tmp_path, sqlite.KEPT_DAYS + 1)
        self.made(tmp_path, sqlite.KEPT_DAYS - 1)
        (tmp_path / "amparo.sqlite3.before-christmas").touch()
        assert sqlite.outdated_copies() == [old]

    def test_what_a_killed_upgrade_left_is_removed(self, tmp_path):
        path = tmp_path / "amparo.sqlite3"
        path.write_bytes(b"in use")
        second = self.made(tmp_path, 0)
        second.unlink()
        second.hardlink_to(path)
        kept = self.made(tmp_path, 1)
        for name in ("amparo.sqlite3.upgrading", "amparo.sqlite3.upgrading-wal"):
            (tmp_path / name).touch()
        sqlite.remove_unfinished(path)
        assert sorted(tmp_path.iterdir()) == sorted([path, kept])
