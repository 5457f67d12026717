"""`amparo doctor` sees each fault that it is there to see, and says what to do about it."""

import json
import socket
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from amparo.foundation.core import clock
from amparo.foundation.core.audit import append_only, blocks, log
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import (
    ApiToken,
    AuditEntry,
    Job,
    User,
    WebhookSubscription,
    WitnessPosition,
)
from amparo.foundation.people.models import Message
from amparo.ops.backups import folder
from amparo.ops.doctor import checks, operations
from amparo.ops.doctor.checks import DANGER, OK, WARN, run_checks
from amparo.ops.extension_points import health_checks
from amparo.pillars.assistance.cases.models import Case, EmergencyAccess
from amparo.pillars.assistance.privacy.models import DataSubjectRequest, LegalHold

pytestmark = pytest.mark.django_db


def said(theme: str, level: str) -> str:
    return "\n".join(found.what for found in run_checks(theme) if found.level == level)


# The database


def test_a_database_of_another_version_is_dangerous():
    assert "of this version" in said("database", OK)
    newest = MigrationRecorder.Migration.objects.filter(app="core").latest("name")
    MigrationRecorder(connection).record_unapplied("core", newest.name)
    assert "amparo upgrade" in said("database", DANGER)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite")
def test_a_sqlite_that_does_not_wait_for_the_disk_is_dangerous():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = FULL")
        assert "waits for the disk" in said("database", OK)
        cursor.execute("PRAGMA synchronous = NORMAL")
        assert "may lose" in said("database", DANGER)
        cursor.execute("PRAGMA foreign_keys = OFF")
        assert "references" in said("database", DANGER)
        cursor.execute("PRAGMA foreign_keys = ON")
    options = connection.settings_dict["OPTIONS"]
    mode = options.pop("transaction_mode")
    assert "IMMEDIATE" in said("database", DANGER)
    options["transaction_mode"] = mode


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
def test_a_postgresql_that_does_not_keep_its_word_is_dangerous():
    # The server of these tests waits for no disk, and its role may do everything.
    dangers = said("database", DANGER)
    assert "fsync, full_page_writes" in dangers
    assert "superuser" in dangers
    assert "one machine" in said("database", WARN)
    assert "PostgreSQL itself shows" in said("database", OK)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_person DISABLE ROW LEVEL SECURITY")
    assert "second wall" in said("database", WARN)
    assert "without leaving this machine" in said("database", OK)
    connection.settings_dict["HOST"], kept = "db.example.org", connection.settings_dict["HOST"]
    assert "can be listened to" in said("database", DANGER)
    connection.settings_dict["HOST"] = kept


# The audit log and the work


def test_a_clock_that_went_back_is_dangerous(caseworker):
    AuditEntry.objects.create(by=caseworker, event="case.seen", at=now() + timedelta(hours=1))
    assert "clock is behind" in said("ledger", DANGER)


def test_work_that_nobody_does_is_dangerous():
    late = now() - timedelta(minutes=10)
    Job.objects.create(task="x", queue="default", run_at=late)
    assert "nobody does it" in said("work", DANGER)
    Job.objects.create(task="x", queue="default", state=Job.State.DONE, heartbeat_at=now())
    assert "Somebody does the work" in said("work", OK)


def test_jobs_that_were_given_up_are_seen():
    Job.objects.create(task="x", queue="default", state=Job.State.DEAD)
    assert "1 jobs were given up" in said("work", WARN)


@pytest.fixture
def opening(caseworker, rosa):
    return log.log_read(caseworker, rosa)


def test_a_ledger_that_nobody_seals_is_dangerous(opening, real_people):
    assert "was never sealed" in said("ledger", DANGER)
    blocks.sign_pending_entries()
    assert "Every line" in said("ledger", OK)
    with clock.at(now() - timedelta(hours=1)):
        log.log_read(opening.by, opening.by)
    assert "log last sealed" in said("ledger", DANGER)


def test_a_ledger_without_witness_is_dangerous(settings, real_people):
    settings.AMPARO_WITNESSES = [f"file:{settings.HOME}/witness/heads"]
    assert "Nobody outside" in said("ledger", DANGER)
    settings.AMPARO_WITNESSES = ["https://partner.example.org/heads"]
    assert "known outside" in said("ledger", OK)
    WitnessPosition.objects.create(witness="https:1", failures=3)
    assert "not told lately" in said("ledger", WARN)


def test_a_ledger_that_could_be_changed_is_dangerous():
    assert "refuses changes" in said("ledger", OK)
    with append_only.allow_audit_deletion():
        assert "would let lines" in said("ledger", DANGER)


# Copies


def copied(home, kind: str, days_ago: float) -> None:
    path = home / "backups.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    known[kind] = {"at": (now() - timedelta(days=days_ago)).isoformat()}
    path.write_text(json.dumps(known))


def test_an_installation_without_any_backup_is_dangerous(home, real_people):
    assert "No copy was ever taken" in said("backups", DANGER)


@pytest.mark.parametrize(("days", "level"), [(0.5, OK), (2, WARN), (8, DANGER)])
def test_old_copies_are_worse(home, days, level):
    copied(home, folder.DATA, days)
    assert "The last copy is of" in said("backups", level)


def test_a_copy_without_its_keys_is_dangerous(home):
    copied(home, folder.DATA, 0)
    assert "does not open without its keys" in said("backups", DANGER)
    copied(home, folder.KEYS, 0)
    assert "does not open" not in said("backups", DANGER)


def test_copies_that_keep_the_erased_are_seen(home):
    (home / "backups").mkdir(mode=0o755)
    (home / "backups" / "amparo-data-20200101T000000Z.tar.age").touch()
    seen = said("backups", WARN)
    assert "who was erased since lives on" in seen
    assert "on the same disk" in seen
    assert "look into" in seen


# What it leans on, and the machine


def test_a_sign_in_that_is_trusted_and_cannot_be_asked_is_seen(settings):
    assert "sign-in" not in said("storage", OK) + said("storage", DANGER)
    settings.AMPARO_OIDC = [{"id": "ministry", "server_url": "https://id.ministry.example"}]
    assert "AMPARO_OUTBOUND" in said("storage", DANGER)
    settings.AMPARO_OUTBOUND = ["id.ministry.example"]
    assert "AMPARO_OUTBOUND" not in said("storage", DANGER)
    assert "1 organizations" in said("storage", OK)


def test_a_server_of_figures_that_does_not_answer_is_dangerous(settings):
    assert "figure" not in said("systems", OK) + said("systems", DANGER)
    settings.AMPARO_CLICKHOUSE_URL = "http://127.0.0.1:9"  # nobody, or the extra is missing
    assert "No figure is counted" in said("systems", DANGER)


def test_a_scanner_that_does_not_answer_is_dangerous(settings):
    assert "not scanned" in said("storage", WARN)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.AMPARO_CLAMD = f"tcp:127.0.0.1:{nobody.getsockname()[1]}"
        assert "does not answer" in said("storage", DANGER)


@pytest.mark.parametrize(("mode", "seen"), [(0o755, "look into"), (0o777, "write into")])
def test_a_home_that_others_enter_is_dangerous(home, real_people, mode, seen):
    assert "into" not in said("machine", DANGER)
    home.chmod(mode)
    assert seen in said("machine", DANGER)


@pytest.mark.parametrize(("free", "level"), [(0.5, DANGER), (9, WARN), (50, OK)])
def test_a_full_disk_is_dangerous(monkeypatch, free, level):
    usage = (100 * operations.GIGABYTE, 0, int(free * operations.GIGABYTE))
    monkeypatch.setattr(operations.shutil, "disk_usage", lambda _path: usage)
    assert "GB" in said("machine", level)


def test_root_and_memory_on_disk_are_seen(monkeypatch, real_people):
    monkeypatch.setattr(operations.os, "geteuid", lambda: 0)
    monkeypatch.setattr(operations.resource, "getrlimit", lambda _which: (-1, -1))
    assert "runs as root" in said("machine", DANGER)
    assert "write memory to disk" in said("machine", WARN)


# What people were promised


def test_what_people_were_promised_is_watched(case, supervisor, rosa, caseworker):
    assert not said("deadlines", WARN) + said("deadlines", DANGER)
    yesterday = now().date() - timedelta(days=2)
    Case.objects.filter(pk=case.pk).update(status=Case.Status.CLOSED, keep_until=yesterday)
    assert "1 files are over their time" in said("deadlines", WARN)
    LegalHold.put(case, by=supervisor, because="A court asked for it")
    assert not said("deadlines", WARN)
    asked = DataSubjectRequest.hear(
        rosa, by=caseworker, what="access", heard_on=yesterday, language="es"
    )
    assert not said("deadlines", DANGER)
    DataSubjectRequest.objects.filter(pk=asked.pk).update(due_on=yesterday)
    assert "1 people wait beyond the day" in said("deadlines", DANGER)
    EmergencyAccess.objects.create(
        case=case, by=caseworker, reason="danger", text="x", until=now(), review_due=now()
    )
    assert "nobody looked at it again" in said("deadlines", DANGER)


def test_a_day_without_end_is_dangerous(settings):
    assert "twelve hours" in said("accounts", OK)
    settings.SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
    assert "stay signed in" in said("accounts", DANGER)


@pytest.mark.parametrize(
    ("named", "level"), [("*", DANGER), ("0.0.0.0/0", DANGER), ("10.2.0.0/16", OK), ("a.org", OK)]
)
def test_a_way_out_to_everybody_is_dangerous(settings, named, level):
    settings.AMPARO_OUTBOUND = [named]
    assert "may ask" in said("storage", level)


def test_copies_that_lie_together_are_seen(home):
    for kind in (folder.DATA, folder.KEYS):
        assert "lie together" not in said("backups", WARN)
        folder.default_folder().mkdir(exist_ok=True)
        (folder.default_folder() / f"amparo-{kind}-20260101T000000Z.tar.age").touch()
    assert "lie together" in said("backups", WARN)


# The whole


def test_a_silent_database_is_said_once(monkeypatch):
    def silent(*_args):
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", silent)
    monkeypatch.setattr(connection, "ensure_connection", silent)
    assert said("database", DANGER).count("does not answer") == 1


def test_what_cannot_be_looked_at_is_not_safe():
    def a_broken_look():
        raise OSError

    with health_checks.temporarily():
        checks.check("web")(a_broken_look)
        assert "a broken look" in said("web", DANGER)


def test_danger_is_told_to_whoever_started_it(settings, capsys):
    settings.DEBUG = True
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "web", "--json")
    assert ended.value.code == 1
    told = json.loads(capsys.readouterr().out)
    assert {"level": "danger", "theme": "web"}.items() <= told[2].items()
    settings.DEBUG = False
    call_command("doctor", "web")
    assert "0 dangerous" in capsys.readouterr().out


# Texts and systems


@pytest.mark.parametrize(
    ("texts", "level", "seen"),
    [
        ("pigeon:roof", DANGER, "AMPARO_SMS_PROVIDER is"),
        ("file:texts", WARN, "laid into a folder"),
        ("rapidpro:https://texts.example/api/v2", DANGER, "AMPARO_OUTBOUND"),
        ("mailto:{number}@gateway.example", DANGER, "AMPARO_MAIL_HOST is empty"),
    ],
)
def test_texts_that_reach_nobody_are_seen(settings, texts, level, seen):
    settings.AMPARO_SMS_PROVIDER, settings.AMPARO_MAIL_HOST = texts, ""
    assert seen in said("sms", level)


def test_texts_that_leave_are_well(settings):
    settings.AMPARO_SMS_PROVIDER = "mailto:{number}@gateway.example"
    settings.AMPARO_MAIL_HOST = "mail.example"
    assert "Texts leave the installation" in said("sms", OK)


@pytest.mark.parametrize(
    ("key", "level", "seen"),
    [("", WARN, "Nobody hears"), ("short", DANGER, "guessed"), ("k" * 32, OK, "is heard")],
)
def test_answers_that_nobody_hears_are_seen(settings, key, level, seen):
    settings.AMPARO_SMS_CALLBACK_KEY = key
    assert seen in said("sms", level)


def test_texts_that_did_not_arrive_are_counted(sample_data):
    assert "No text of two days failed" in said("sms", OK)
    with clock.at(now()):
        Message.objects.filter(pk=sample_data.text.pk).update(state="failed", at=now())
    assert "1 of " in said("sms", WARN)


def test_tokens_that_nobody_uses_or_that_end_are_seen(sample_data):
    ApiToken.objects.update(made_at=now() - timedelta(days=100), until=now() + timedelta(days=90))
    assert "1 tokens were not used" in said("systems", WARN)
    ApiToken.objects.update(last_used_on=now().date(), until=now() + timedelta(days=90))
    assert "1 systems may call" in said("systems", OK)
    ApiToken.objects.update(until=now() + timedelta(days=3))
    assert "end within two weeks" in said("systems", WARN)


def test_partners_who_do_not_hear_us_are_seen(sample_data, settings):
    settings.AMPARO_OUTBOUND = []
    assert "may not be called" in said("systems", WARN)
    WebhookSubscription.objects.update(paused_because="failing")
    assert "do not hear us" in said("systems", WARN)


def test_nobody_is_named(sample_data, capsys):
    with pytest.raises(SystemExit):
        call_command("doctor")
    told = capsys.readouterr().out
    assert not [user for user in User.objects.all() if user.name in told or user.email in told]
