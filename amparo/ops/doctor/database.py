"""Checks of the database and of the audit log: durable, restricted, signed, witnessed."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import override

from amparo.foundation.core.audit import checkpoint, integrity
from amparo.foundation.core.clock import now
from amparo.foundation.core.database.sqlite.file_state import clear_databases, is_clear
from amparo.foundation.core.models import AuditBlock, AuditEntry, WitnessPosition
from amparo.foundation.core.permissions.rls.policies import POLICY, ROLE, policy_expressions
from amparo.ops.upgrade.database_version import is_closed, newer_database
from amparo.ops.upgrade.sqlite import KEPT_DAYS, outdated_copies

from .checks import Finding, check, danger, danger_unless_demo, ok, warn

CHECKED_WHOLE_UP_TO = 512 * 1024 * 1024
LOCAL_HOSTS = ("", "localhost", "127.0.0.1", "::1")


@check("database")
def migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    with override("en"):  # as the doctor says everything
        newer = newer_database()
    if newer:
        yield danger(newer)
    elif is_closed():
        yield danger("An upgrade of this database was interrupted. Finish it: amparo upgrade")
    elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield danger("The database is not ready for this version: amparo upgrade")
    else:
        yield ok("The database is of this version.")


@check("database")
def sqlite() -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        return
    journal, synchronous = _ask("PRAGMA journal_mode"), _ask("PRAGMA synchronous")
    if journal == "wal" and int(synchronous) >= 2:
        yield ok("SQLite writes ahead (WAL) and waits for the disk (FULL).")
    else:
        yield danger(
            f"SQLite may lose what it acknowledged (journal {journal}, synchronous "
            f"{synchronous}): leave the OPTIONS of DATABASES as they came."
        )
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        yield danger("SQLite transactions do not begin IMMEDIATE: two writers will fail.")
    if not _ask("PRAGMA foreign_keys"):
        yield danger("SQLite does not keep references.")
    yield from _check_file(Path(str(connection.settings_dict["NAME"])).absolute())


def _check_file(path: Path) -> Iterator[Finding]:
    if not path.exists():
        return
    if not is_clear(path):
        version = _ask("PRAGMA cipher_version")
        yield ok(f"The database file is encrypted whole (SQLCipher {version}).")
    for left in clear_databases(path.parent):
        yield danger_unless_demo(
            f"{left} is a database in clear: amparo encrypt-database overwrites what it left "
            "behind; what was put aside otherwise is removed by hand."
        )
    if path.stat().st_mode & 0o077 and path.parent.stat().st_mode & 0o077:
        yield danger(f"Others on this machine can read {path}: chmod 700 {path.parent}")
    if path.stat().st_size <= CHECKED_WHOLE_UP_TO and _ask("PRAGMA quick_check(1)") != "ok":
        yield danger("The database file is damaged: bring back the last copy, and keep this one.")


@check("backups")
def copies_before_upgrades() -> Iterator[Finding]:
    for path in outdated_copies():
        yield warn(
            f"{path} is from before an upgrade, and holds whoever was erased in the last "
            f"{KEPT_DAYS} days: remove it, or amparo backup does."
        )


@check("database")
def postgresql_durability() -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        return
    wrong = [name for name in ("fsync", "full_page_writes") if _show(name) != "on"]
    weak = ("off", "local") if _show("synchronous_standby_names") else ("off",)
    if _show("synchronous_commit") in weak:
        wrong.append("synchronous_commit")
    if wrong:
        yield danger(f"PostgreSQL may lose what it acknowledged: set {', '.join(wrong)} to on.")
    else:
        yield ok("PostgreSQL waits for the disk before it acknowledges.")
    if not _show("synchronous_standby_names"):
        yield warn("What was acknowledged lies on one machine: see “Many nodes” in operations.md.")


@check("database")
def postgresql_role() -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        return
    is_super, goes_around = _row(
        "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )
    if is_super:
        yield danger("Amparo signs in to PostgreSQL as a superuser: give it a role of its own.")
    elif goes_around:
        yield danger("Its role goes around row-level security: ALTER ROLE … NOBYPASSRLS")
    (owned,) = _row(
        "SELECT count(*) FROM pg_tables WHERE tableowner = current_user"
        " AND schemaname = current_schema()"
    )
    if owned:
        yield warn("Its role owns the tables, and could change the audit log: see operations.md.")
    if not (is_super or goes_around or owned):
        yield ok("Its role in PostgreSQL can do what the installation does, and no more.")


@check("database")
def row_level_security() -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        return
    walled, meant = _row(
        "SELECT (SELECT count(*) FROM pg_policies p JOIN pg_tables t USING (schemaname, tablename)"
        " WHERE policyname = %s AND t.rowsecurity), %s",
        [POLICY, len(policy_expressions())],
    )
    if walled < meant:
        yield danger_unless_demo(
            f"The second wall stands before {walled} of {meant} tables: "
            f"CREATE ROLE {ROLE} NOLOGIN, then amparo migrate"
        )
    else:
        yield ok("PostgreSQL itself shows a page only what its reader may see.")


@check("database")
def postgresql_connection() -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        return
    host = str(connection.settings_dict["HOST"])
    if host in LOCAL_HOSTS or host.startswith("/"):
        yield ok("The database is reached without leaving this machine.")
        return
    (is_sealed,) = _row("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    given = connection.settings_dict["OPTIONS"].get("sslmode", os.environ.get("PGSSLMODE", ""))
    if not is_sealed:
        yield danger("What goes to the database can be listened to: ?sslmode=verify-full")
    elif given != "verify-full":
        yield danger("Anybody may pose as the database: ?sslmode=verify-full&sslrootcert=…")
    else:
        yield ok("The way to the database is sealed, and its name is checked.")


def _show(name: str) -> str:
    return str(_ask(f"SHOW {name}"))


def _ask(sql: str):
    return _row(sql)[0]


def _row(sql: str, params: list | None = None) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()


# The audit log: whether the past could be written anew without anybody noticing.

SEALED_WITHIN = timedelta(minutes=10)
CLOCK_AHEAD = 10


@check("ledger")
def audit_log_sealed() -> Iterator[Finding]:
    if not AuditEntry.objects.exists():
        return
    last = AuditBlock.objects.order_by("-number").first()
    if last is None:
        yield danger_unless_demo("The audit log was never sealed: amparo worker must run.")
        return
    waiting = AuditEntry.objects.filter(pk__gt=last.highest, at__lt=now() - SEALED_WITHIN).exists()
    if waiting:
        yield danger(f"Audit log last sealed {last.sealed_at:%Y-%m-%d %H:%M}: amparo worker")
    else:
        yield ok("Every line of the audit log older than ten minutes is sealed.")


@check("ledger")
def audit_log_witnesses() -> Iterator[Finding]:
    elsewhere = [each for each in settings.AMPARO_WITNESSES if not _is_local_witness(each)]
    if not elsewhere:
        yield danger_unless_demo(
            "Nobody outside this installation knows the audit log's head: AMPARO_WITNESSES"
        )
    failing = WitnessPosition.objects.filter(failures__gt=0).count()
    stale = WitnessPosition.objects.filter(confirmed_at__lt=now() - timedelta(days=1)).exists()
    if failing or stale:
        yield warn("A witness was not told lately: amparo audit witness says why.")
    elif elsewhere:
        yield ok("The audit log's head is known outside this installation.")


@check("ledger")
def audit_log_integrity() -> Iterator[Finding]:
    """All that `amparo audit verify` looks at but the lines: quick, however many there are."""
    faults = integrity.shown()
    yield from map(danger, faults[:CLOCK_AHEAD])
    if len(faults) > CLOCK_AHEAD:
        yield danger(
            f"and {len(faults) - CLOCK_AHEAD} more faults of the audit log: amparo audit verify"
        )
    if not faults:
        yield ok("Audit log, checkpoint and witnesses go together (amparo audit verify).")
        yield ok("The database refuses changes to lines of the audit log.")


@check("ledger")
def audit_log_checkpoint() -> Iterator[Finding]:
    """Where the worker runs, the checkpoint goes along with the audit log."""
    last = AuditBlock.objects.order_by("-number").first()
    try:
        kept = checkpoint.read()
    except checkpoint.NoCheckpoint:
        return
    if last and kept.number < last.number and last.sealed_at < now() - SEALED_WITHIN:
        yield warn(
            f"The checkpoint of the audit log is older than its last block: if the worker runs on "
            f"this machine, {checkpoint.path()} cannot be written."
        )


def _is_local_witness(address: str) -> bool:
    return address.startswith("file:") and str(settings.HOME) in address


@check("ledger")
def audit_log_clock() -> Iterator[Finding]:
    """A clock that went back puts lines in the wrong order; one ahead closes sessions early."""
    newest = AuditEntry.objects.order_by("-pk").first()
    if newest and newest.at > now() + timedelta(minutes=1):
        yield danger("This machine's clock is behind the audit log: set it by NTP.")
    else:
        yield ok("The clock goes on from where the audit log is.")
